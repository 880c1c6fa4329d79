"""Draft the drawing on an example's card from a real run of it, in the notation of app/sketches.py.

Run `python -m tests.sketch LESSON`; it prints who took part and a draft, and with `--write` puts the draft into the example's folder.
`--lanes` chooses workers by name or number, `--owner` adds the lane of a lock, by its name, and `--between 0.1,0.4` takes a stretch of
seconds. `--even 1` gives each instant the same room, `--even 0` each change: steps of microseconds among long sleeps are seen only when
time is stretched for them. A draft is to be looked at, on the page, and mended by hand where it does not tell the story.
"""

import argparse
import sys
import tempfile
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

from app.library import Lesson, Library
from app.settings import PACKAGE
from app.sketches import COLUMNS
from engine.events import Kind, Reason, State
from engine.export.recording import Recording
from engine.export.spans import Span, spans_of
from engine.run import Limits, Run, RunSpec

Places = tuple[list[int], list[float]]  # instants (ns), and where each lies, in columns
Stay = tuple[int, int, str]  # from, to, the character of what went on

LANES = 4
VISIBLE = 0.05  # of a column
HALF = 0.5
LIMIT_NS = 4_000_000_000  # a lesson that hangs is told by what it did until it did
STRANDS = {"task", "greenlet", "generator"}
_BLOCKED = {Reason.SLEEP: ".", Reason.JOIN: "|", Reason.FUTURE: "|", Reason.PROCESS: "|", Reason.QUEUE_GET: ":", Reason.QUEUE_PUT: ":"}
_BLOCKED |= {Reason.IO: "~", Reason.PIPE: "~", Reason.PAGE: "~", Reason.UNKNOWN: "~", Reason.RESUME: "-"}


def main(arguments: Sequence[str]) -> None:
    """Run an example and print, or write, its drawing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lesson")
    parser.add_argument("--lanes", help="names or numbers of workers, with commas between")
    parser.add_argument("--owner", help="name of a lock")
    parser.add_argument("--between", help="two times in seconds, with a comma between")
    parser.add_argument("--even", type=float, default=0.5)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args(arguments)
    lesson = Library.load(PACKAGE / "lessons").get(chosen.lesson)
    if lesson is None:
        parser.error(f"there is no example {chosen.lesson}")
    recording = watch(lesson)
    spans = list(spans_of(recording.changes, end_ns=recording.end_ns))
    workers = choose_workers(recording, spans, chosen.lanes)
    begin, end = stretch([span for span in spans if span.change.worker in workers], chosen.between)
    where = places(spans, workers, begin=begin, end=end, even=chosen.even)
    lanes = [lane_of(stays_of(spans, worker), where) for worker in workers]
    lanes += [lane_of(ownership(recording, chosen.owner), where)] if chosen.owner else []
    sys.stdout.write(cast_of(recording, spans, workers) + "".join(f"{lane}\n" for lane in lanes))
    if chosen.write:
        (PACKAGE / "lessons" / lesson.id / "sketch.txt").write_text("".join(f"{lane}\n" for lane in lanes), "utf-8")


def watch(lesson: Lesson) -> Recording:
    """Run an example as the lab does, and keep all that is said of it."""
    recording = Recording()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / lesson.program).write_text(lesson.source, "utf-8")
        spec = RunSpec(
            program=lesson.program, args=tuple(lesson.args.split()), cwd=folder, stdio="capture", stdin=lesson.stdin, data=lesson.data,
            limits=Limits(wall_ns=LIMIT_NS), run_id="sketch",
        )  # fmt: skip
        with Run.start(spec) as run:
            for frame in run.frames():
                recording.add(frame)
    return recording


def choose_workers(recording: Recording, spans: Iterable[Span], named: str | None) -> list[int]:
    """Choose whose lanes are drawn: those that are named, else the busiest, strands before threads; in the order of their birth."""
    if named is not None:
        ids = {name: number for number, row in reversed(recording.workers.items()) for name in (row["name"], str(number))}
        return [ids[name] for name in named.split(",")]
    changes = Counter(span.change.worker for span in spans if recording.workers[span.change.worker]["kind"] != "process")
    is_strand = {number: recording.workers[number]["kind"] in STRANDS for number in changes}
    return sorted(sorted(changes, key=lambda number: (is_strand[number], changes[number]))[-LANES:])


def stretch(spans: Sequence[Span], between: str | None) -> tuple[int, int]:
    """Return the stretch of time to draw: the one asked for, else from the first to the last of these spans."""
    if between is not None:
        begin, end = (round(float(text) * 1e9) for text in between.split(","))
        return begin, end
    return min(span.begin for span in spans), max(span.end for span in spans)


def places(spans: Iterable[Span], workers: Sequence[int], *, begin: int, end: int, even: float) -> Places:
    """Lay the instants at which something changes along the columns: the longer until the next, the more room, as `even` says."""
    shown = [span for span in spans if span.change.worker in workers and span.end > begin and span.begin < end]
    times = sorted({begin, end, *(max(begin, span.begin) for span in shown), *(min(end, span.end) for span in shown)})
    sums = [0.0, *accumulate((after - before) ** even for before, after in pairwise(times))]
    return times, [place * COLUMNS / sums[-1] for place in sums]


def place_of(time: int, where: Places) -> float:
    """Return where an instant lies, in columns: between two changes in proportion."""
    times, columns = where
    if not times[0] < time < times[-1]:
        return 0.0 if time <= times[0] else float(COLUMNS)
    index = bisect_right(times, time) - 1
    share = (time - times[index]) / (times[index + 1] - times[index])
    return columns[index] + share * (columns[index + 1] - columns[index])


def stays_of(spans: Iterable[Span], worker: int) -> list[Stay]:
    """Return what one worker did, and when."""
    return [(span.begin, span.end, mark_of(span)) for span in spans if span.change.worker == worker]


def ownership(recording: Recording, name: str) -> list[Stay]:
    """Return who held a lock, and when: a letter for each owner, in the order in which they first came."""
    lock = next(number for number, row in recording.resources.items() if row["name"] == name)
    stays: list[Stay] = []
    letters: dict[int, str] = {}
    taken: dict[int, int] = {}
    for event in recording.events:
        if event.resource == lock and event.kind is Kind.ACQUIRE:
            taken[event.worker] = event.time
        elif event.resource == lock and event.kind is Kind.RELEASE:
            letter = letters.setdefault(event.worker, chr(ord("A") + len(letters)))
            stays.append((taken.pop(event.worker, 0), event.time, letter))
    return stays


def lane_of(stays: Iterable[Stay], where: Places) -> str:
    """Write one lane: in each column what went on most in it; but however short somebody ran, that is seen."""
    columns: list[dict[str, float]] = [defaultdict(float) for _ in range(COLUMNS)]
    for begin, end, mark in stays:
        first, last = place_of(begin, where), place_of(end, where)
        for column in range(int(first), min(COLUMNS, int(last) + 1)):
            columns[column][mark] += max(0.0, min(last, column + 1) - max(first, column))
    return "".join(mark_of_column(column) for column in columns).rstrip()


def mark_of(span: Span) -> str:
    """Return the character of a state."""
    match span.change.state:
        case State.RUNNING:
            return "#"
        case State.READY:
            return "="
        case State.BLOCKED:
            return _BLOCKED.get(span.change.reason, "/")
        case _:
            return " "


def mark_of_column(shares: Mapping[str, float]) -> str:
    """Choose the character of a column from the shares of what falls into it."""
    running = shares.get("#", 0.0)
    if running > VISIBLE and running >= shares.get("=", 0.0):
        return "#"
    return max(shares, key=lambda mark: shares[mark]) if sum(shares.values()) > HALF else " "


def cast_of(recording: Recording, spans: Sequence[Span], workers: Sequence[int]) -> str:
    """Say who took part, and how long."""
    lines = []
    for number, row in recording.workers.items():
        own = [span for span in spans if span.change.worker == number]
        if own:
            marks = Counter(mark_of(span) for span in own)
            period = f"{own[0].begin / 1e9:.3f}-{own[-1].end / 1e9:.3f}"
            lines.append(f"{'*' if number in workers else ' '} {number:3} {row['kind']:9} {row['name']:24} {period} {dict(marks)}\n")
    return "".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
