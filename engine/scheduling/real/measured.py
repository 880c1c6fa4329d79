"""What real processes did, read from a run's frames: the same numbers as the textbook's, and how far apart they are.

Who was on which CPU when comes from the run's spans, so from the kernel where it tells; when each instant of the schedule came, from what
the dispatcher printed. Times are counted in units from the instant 0.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from engine.errors import ScheduleError
from engine.events import Known, State
from engine.export.recording import Recording
from engine.scheduling.answer import tell, tell_job
from engine.scheduling.metrics import NAMES
from engine.scheduling.real.assignment import Assignment
from engine.scheduling.schedule import Schedule, compute

INSTANT = re.compile(r"at (\d+(?:\.\d+)?(?:e-\d+)?): ")
PLACE = re.compile(r"CPU (\d+) is the machine's CPU (\d+)")
DONE = "All jobs are done."
SLIVER = 0.25  # of the shortest bar of the textbook: with less work, a job only looked at its gate
DIGITS = 4


@dataclass(slots=True)
class Bar:
    """A job on a CPU, in units. work: how much of the time it really had it."""

    name: str
    cpu: int
    start: float
    end: float
    work: float


@dataclass(slots=True)
class Life:
    """What one job did between the first instant and the last, in units."""

    bars: list[Bar] = field(default_factory=list)
    stretches: list[tuple[State, float, float]] = field(default_factory=list)
    known: set[Known] = field(default_factory=set)

    def total(self, state: State) -> float:
        """How long it was in a state."""
        return sum(end - start for kind, start, end in self.stretches if kind is state)


def measure(assignment: Assignment, recording: Recording) -> dict[str, Any]:
    """Tell the textbook's schedule with the measured one beside it. Raises ScheduleError if the run did not come to its end."""
    schedule = compute(assignment.plan)
    body = {**tell(schedule), "unit_ms": assignment.unit_ns / 1e6}
    instants, places, end = read_diary(recording)
    if end is None or 0.0 not in instants:
        raise ScheduleError("real", "the run ended before all jobs were done, so there is nothing to compare.")
    origin, unit = instants[0.0], assignment.unit_ns
    lives = {
        name: live(recording, worker, name, places, origin=origin, end=end, unit=unit)
        for name, worker in find_jobs(recording, [job.name for job in assignment.plan.jobs]).items()
    }
    arrivals = {at: (time - origin) / unit for at, time in instants.items()}
    measured = _tell_measured(schedule, lives, arrivals, end=(end - origin) / unit)
    return {**body, "measured": measured, **compare(body, measured)}


def read_diary(recording: Recording) -> tuple[dict[float, int], dict[int, int], int | None]:
    """Read from the dispatcher's lines when each instant came, which CPU of the machine is which of ours, and when all was done."""
    instants: dict[float, int] = {}
    places: dict[int, int] = {}
    end = None
    for time, _, stream, text in recording.outputs:
        for line in text.splitlines() if stream == 1 else ():
            if match := INSTANT.match(line):
                instants.setdefault(float(match[1]), time)
            elif line == DONE:
                end = time
            places |= {int(theirs): int(ours) for ours, theirs in PLACE.findall(line)}
    return instants, places, end


def find_jobs(recording: Recording, names: Sequence[str]) -> dict[str, int]:
    """Find each job's main thread: that of the process which bears its name."""
    processes = {row["id"]: row["name"] for row in recording.workers.values() if row["kind"] == "process"}
    found: dict[str, int] = {}
    for row in recording.workers.values():
        name = processes.get(row["process"])
        if name is not None and name in names and row["kind"] == "thread" and row["pid"] == row["tid"]:
            found.setdefault(name, row["id"])
    missing = [name for name in names if name not in found]
    if missing:
        raise ScheduleError("real", f"the run tells of no process of {missing[0]}.")
    return {name: found[name] for name in names}


def live(recording: Recording, worker: int, name: str, places: dict[int, int], *, origin: int, end: int, unit: int) -> Life:
    """Collect a job's stretches between the first instant and the last."""
    life = Life()
    changes = [change for change in recording.changes if change.worker == worker]
    for at, change in enumerate(changes):
        until = changes[at + 1].time if at + 1 < len(changes) else end
        start, stop = max(change.time, origin), min(until, end)
        if stop <= start:
            continue
        first, last = (start - origin) / unit, (stop - origin) / unit
        state = State(change.state)
        life.known.add(Known(change.known))
        life.stretches.append((state, first, last))
        if state is State.RUNNING:
            life.bars.append(Bar(name, places.get(change.cpu, 0), first, last, last - first))
    return life


def join_bars(lives: dict[str, Life], least: float) -> list[Bar]:
    """Join the bars of a job that only something foreign to the schedule has parted; leave out those with less work than `least`."""
    bars = sorted((bar for life in lives.values() for bar in life.bars), key=lambda bar: bar.start)
    return _joined([bar for bar in _joined(bars, lives, least) if bar.work >= least], lives, least)


def _joined(bars: Sequence[Bar], lives: dict[str, Life], least: float) -> list[Bar]:
    joined: list[Bar] = []
    latest: dict[int, Bar] = {}
    for bar in bars:
        last = latest.get(bar.cpu)
        if last is not None and last.name == bar.name and not _was_away(lives[bar.name], last.end, bar.start, least):
            last.end, last.work = bar.end, last.work + bar.work
            continue
        latest[bar.cpu] = bar
        joined.append(bar)
    return joined


def _was_away(life: Life, start: float, end: float, least: float) -> bool:
    """Tell whether a job did I/O between two of its bars."""
    return any(state is State.BLOCKED and last - first > least and first < end and last > start for state, first, last in life.stretches)


def _tell_measured(schedule: Schedule, lives: dict[str, Life], arrivals: dict[float, float], *, end: float) -> dict[str, Any]:
    least = SLIVER * min(float(schedule.scale.number(run.end - run.start)) for run in schedule.trace.runs)
    bars = join_bars(lives, least)
    rows = []
    for row in schedule.metrics.jobs:
        life, job = lives[row.job.name], row.job
        own = [bar for bar in bars if bar.name == job.name]
        first, last = (own[0].start, own[-1].end) if own else (end, end)
        arrival = arrivals.get(float(job.arrival), float(job.arrival))
        ran = life.total(State.RUNNING)
        times = {"response": first - arrival, "waiting": life.total(State.READY), "turnaround": last - arrival}
        rows.append({**tell_job(job), "burst": ran, "arrival": arrival, "first_run": first, "finish": last, **times})
    last = max((bar.end for bar in bars), default=end)
    work = sum(life.total(State.RUNNING) for life in lives.values())
    known = {known.name.lower() for life in lives.values() for known in life.known}
    body: dict[str, Any] = {
        "known": next((name for name in ("inferred", "sampled", "measured") if name in known), "inferred"),
        "jobs": rows,
        "mean": {name: sum(row[name] for row in rows) / len(rows) for name in NAMES},
        "gantt": [{"name": bar.name, "cpu": bar.cpu, "start": bar.start, "end": bar.end} for bar in bars],
        "switches": _switches(bars),
        "cpu_busy": 100 * work / (last * schedule.metrics.cpus),
        "throughput": len(rows) / last,
        "end": last,
    }
    rounded: dict[str, Any] = _rounded(body)
    return rounded


def _switches(bars: Sequence[Bar]) -> int:
    count, latest = 0, dict[int, str]()
    for bar in bars:
        count += latest.get(bar.cpu, bar.name) != bar.name
        latest[bar.cpu] = bar.name
    return count


def compare(textbook: dict[str, Any], measured: dict[str, Any]) -> dict[str, Any]:
    """Tell the difference (measured less textbook), the jitter, and whether the order is the same.

    The jitter is how far a time of a job or a bar is off; `work` of it: the CPU time of a job, which no other program can change.
    """
    pairs = list(zip(measured["jobs"], textbook["jobs"], strict=True))
    names = ("burst", "first_run", "finish", *NAMES)
    rows = [{"name": ours["name"], **{name: ours[name] - theirs[name] for name in names}} for ours, theirs in pairs]
    is_same = order_of(measured["gantt"]) == order_of(textbook["gantt"])
    off = [abs(row[name]) for row in rows for name in names]
    if is_same:
        off += list(_bars_off(measured["gantt"], textbook["gantt"]))
    difference = {
        "jobs": rows,
        "mean": {name: measured["mean"][name] - textbook["mean"][name] for name in NAMES},
        "end": measured["end"] - textbook["end"],
    }
    return {
        "difference": _rounded(difference),
        "jitter": _rounded({"largest": max(off), "mean": sum(off) / len(off), "work": max(abs(row["burst"]) for row in rows)}),
        "same_order": is_same,
    }


def order_of(bars: Sequence[dict[str, Any]]) -> dict[int, list[str]]:
    """Return who ran on each CPU, in turn."""
    order: dict[int, list[str]] = {}
    for bar in bars:
        order.setdefault(bar["cpu"], []).append(bar["name"])
    return order


def _bars_off(ours: Sequence[dict[str, Any]], theirs: Sequence[dict[str, Any]]) -> Iterator[float]:
    cpus = {bar["cpu"] for bar in theirs}
    for cpu in cpus:
        pairs = zip([bar for bar in ours if bar["cpu"] == cpu], [bar for bar in theirs if bar["cpu"] == cpu], strict=True)
        for one, other in pairs:
            yield from (abs(one["start"] - other["start"]), abs(one["end"] - other["end"]))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return round(float(value), DIGITS) if isinstance(value, float | Fraction) else value
