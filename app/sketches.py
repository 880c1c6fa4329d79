"""Small drawn timelines for the cards of the examples: what a run of each looks like, at a glance.

A lane is written as text, one character per step of time: `#` running, `=` ready, `/` waiting for a lock or semaphore, `.` asleep,
`:` waiting for a queue, `~` waiting for data, `|` waiting for another worker to end or for its result, `-` waiting to be resumed,
a space for not there. A lane of capital letters is a resource: each letter is one owner. They are drawings of what to expect, not
recordings; the lab shows the real thing. tests/sketch.py drafts them from real runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

COLUMNS = 40
STEP = 6
LANE = 22
GAP = 6
_KINDS = MappingProxyType({"#": "running", "=": "ready", "/": "lock", ".": "sleep", ":": "queue", "~": "io", "|": "join", "-": "resume"})
MARKS = frozenset(_KINDS) | {" "}
_WAITING = 0.36
_SHARE = MappingProxyType({"running": 1.0, "ready": 0.62, "owner": 0.62})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One rectangle of a sketch, in the sketch's own units."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A drawing of some lanes."""

    width: float
    height: float
    lanes: tuple[float, ...]  # where each lane's base line lies
    bars: tuple[Bar, ...]


def draw(lanes: Sequence[str]) -> Sketch:
    """Turn written lanes into rectangles: height says how close to the CPU."""
    bars = [bar for row, lane in enumerate(lanes) for bar in _lane_bars(lane, top=row * (LANE + GAP))]
    return Sketch(
        width=max(map(len, lanes), default=0) * STEP,
        height=len(lanes) * (LANE + GAP),
        lanes=tuple(row * (LANE + GAP) + LANE + 1.0 for row in range(len(lanes))),
        bars=tuple(bars),
    )


def _lane_bars(lane: str, *, top: float) -> list[Bar]:
    bars = []
    column = 0
    for character, group in groupby(lane):
        length = len(list(group))
        if character != " ":
            kind = _KINDS.get(character, "owner")
            height = LANE * _SHARE.get(kind, _WAITING)
            bars.append(Bar(kind=kind, x=column * STEP + 0.5, y=top + LANE - height, width=length * STEP - 1, height=height))
        column += length
    return bars


HERO = (
    "####............####////////////////////////////////=####..........####////",
    "==##/////////////==####.............####////////////////////////////==####.",
    "====##//////////////////////////////==####..............####//////////////=",
    "AAAAAAAAAAAAAAAAA  BBBBBBBBBBBBBBBBB  CCCCCCCCCCCCCCCCCC AAAAAAAAAAAAAAAA BB",
)
PLAIN = ("####......####==####", "==##//////==####....")


def sketch_of(lanes: Sequence[str]) -> Sketch:
    """Draw an example's own lanes, each as long as the longest can be; one that has none gets the plain sketch."""
    return draw([lane.ljust(COLUMNS) for lane in lanes] or PLAIN)
