"""The knobs: one row each, and their values as a request gives them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from engine.errors import ScheduleError
from engine.scheduling.exact import Scale, read_time, read_whole

MOST_LEVELS = 16
MOST_SEED = 2**53
Value = Fraction | int | bool | tuple[Fraction, ...] | tuple[int, ...] | None


class Kind(StrEnum):
    """What sort of value a knob has."""

    TIME = "time"
    TIMES = "times"  # one for each level
    COUNT = "count"
    COUNTS = "counts"  # one for each level
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class Knob:
    """One knob. is_open: a time of more than `least`. default None: the policy's own."""

    name: str
    kind: Kind
    default: Value
    help: str
    least: int = 0
    most: int = 0
    is_open: bool = False


KNOBS = {
    knob.name: knob
    for knob in (
        Knob("quantum", Kind.TIME, None, "How long a time slice is.", is_open=True),
        Knob("queues", Kind.COUNT, None, "How many queues a multilevel feedback queue has.", least=1, most=MOST_LEVELS),
        Knob("quanta", Kind.TIMES, None, "The slice of each queue, highest first; 0: to the end."),
        Knob("allotment", Kind.COUNTS, None, "How many slices a job has in a queue before it sinks; one, or one a queue.", most=10**6),
        Knob("boost", Kind.TIME, None, "How often all jobs are lifted to the highest queue; 0: never."),
        Knob("io_time", Kind.TIME, Fraction(5), "How long an I/O takes, for jobs in OSTEP's notation."),
        Knob("stay", Kind.SWITCH, None, "A job that does I/O gets a new slice and allotment (the game that rule 4 forbids)."),
        Knob("iobump", Kind.SWITCH, None, "A job whose I/O is done goes to the front of its queue."),
        Knob("fresh_boost", Kind.SWITCH, None, "A boost gives a whole new slice and allotment (off: as OSTEP's simulator counts)."),
        Knob("age", Kind.TIME, None, "A waiting job's priority rises by one every so often; 0: never."),
        Knob("preempted_last", Kind.SWITCH, None, "A job that had to give way goes to the end of its queue (off: to the front)."),
        Knob("high_number_first", Kind.SWITCH, None, "The high number is the high priority."),
        Knob("arrival_after_preempted", Kind.SWITCH, None, "A job that arrives as a slice expires queues after the pre-empted one."),
        Knob("latency", Kind.TIME, None, "How long a round of all ready jobs is meant to take.", is_open=True),
        Knob("minimum_slice", Kind.TIME, None, "No slice is shorter.", is_open=True),
        Knob("seed", Kind.COUNT, None, "Where the random numbers begin.", most=MOST_SEED),
        Knob("switch_cost", Kind.TIME, Fraction(0), "What a switch from one job to another costs."),
        Knob("cpus", Kind.COUNT, 1, "How many CPUs there are.", least=1, most=64),
        Knob("switch_on_io", Kind.SWITCH, True, "A job that does I/O gives up the CPU (off: it keeps it)."),
    )
}  # fmt: skip
EVERY = ("switch_cost", "cpus", "switch_on_io")  # knobs of the machine, which every policy obeys


class Knobs:
    """The values of all knobs for one policy, times in ticks. given: the names of those that somebody set."""

    def __init__(self, values: Mapping[str, Value], scale: Scale, *, given: Collection[str] = ()) -> None:
        self.given = given
        self._values = {name: _in_ticks(value, scale) if is_time(name) else value for name, value in values.items()}
        self.scale = scale

    def number(self, name: str) -> int:
        """Return a time in ticks, or a count."""
        value = self._values[name]
        assert isinstance(value, int)
        return value

    def numbers(self, name: str) -> tuple[int, ...] | None:
        """Return a list of them; None where none was given."""
        value = self._values[name]
        assert value is None or isinstance(value, tuple)
        return value  # type: ignore[return-value]

    def is_on(self, name: str) -> bool:
        """Return a switch."""
        return bool(self._values[name])


def is_time(name: str) -> bool:
    """Tell whether a knob's value is a time, or several."""
    return KNOBS[name].kind in (Kind.TIME, Kind.TIMES)


def _in_ticks(value: Value, scale: Scale) -> Value:
    if isinstance(value, tuple):
        return tuple(scale.ticks(Fraction(part)) for part in value)
    return None if value is None else scale.ticks(Fraction(value))


def read_knobs(given: Mapping[str, Any], *, field: str = "") -> dict[str, Value]:
    """Read the knobs that a request gives. Raises ScheduleError for one that does not exist or a value it cannot have."""
    values: dict[str, Value] = {}
    for name, value in given.items():
        knob = KNOBS.get(name)
        if knob is None:
            raise ScheduleError(f"{field}{name}"[:60], f"there is no such knob; there are {', '.join(KNOBS)}.")
        if value is not None:
            values[name] = read_value(knob, value, f"{field}{name}")
    return values


def read_value(knob: Knob, value: Any, field: str) -> Value:
    """Read one knob's value."""
    match knob.kind:
        case Kind.TIME:
            return read_time(value, field, least=knob.least, is_open=knob.is_open)
        case Kind.COUNT:
            return read_whole(value, field, least=knob.least, most=knob.most)
        case Kind.SWITCH:
            if not isinstance(value, bool):
                raise ScheduleError(field, "give true or false.")
            return value
        case Kind.TIMES:
            return tuple(read_time(part, place) for part, place in _parts(value, field))
        case Kind.COUNTS:
            return tuple(read_whole(part, place, least=knob.least, most=knob.most) for part, place in _parts(value, field))


def _parts(value: Any, field: str) -> Iterator[tuple[Any, str]]:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    elif not isinstance(value, list | tuple):
        value = [value]
    if not 1 <= len(value) <= MOST_LEVELS:
        raise ScheduleError(field, f"give 1 to {MOST_LEVELS} numbers.")
    return ((part, f"{field}/{at}" if len(value) > 1 else field) for at, part in enumerate(value))
