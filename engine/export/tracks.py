"""A place for each worker in a trace: the numbers of its process and its thread; no two workers share both."""

from typing import Any, NamedTuple

from engine.events import STRANDS
from engine.export.recording import Recording

UNNUMBERED = 10_000_000  # workers without a number of their own get one from here on, above all real ones


class Track(NamedTuple):
    """Where a worker's slices are. is_real: the kernel knew it by these numbers."""

    pid: int
    tid: int
    name: str
    is_process: bool
    is_real: bool


NOBODY = Track(0, 0, "", is_process=False, is_real=False)


def tracks_of(recording: Recording) -> dict[int, Track]:
    """Give each worker its track. Of two workers that the kernel gave the same number, one after the other, the second gets another."""
    taken: set[tuple[int, int]] = set()
    tracks: dict[int, Track] = {}
    for number, row in recording.workers.items():
        is_process = row["kind"] == "process"
        pid, tid = row.get("pid") or 0, row.get("tid") or 0
        is_real = bool(tid) and not is_process and (pid, tid) not in taken
        if not is_real:
            tid = UNNUMBERED + number
        taken.add((pid, tid))
        tracks[number] = Track(pid, tid, _name(row), is_process, is_real)
    return tracks


def speakers(recording: Recording) -> dict[int, int]:
    """Tell on whose track what concerns a process is shown, for it has no slices of its own: its first thread's."""
    first: dict[int, int] = {}
    for number, row in recording.workers.items():
        if row["kind"] == "thread":
            first.setdefault(row.get("process") or 0, number)
    return {number: first.get(number, number) if row["kind"] == "process" else number for number, row in recording.workers.items()}


def labels_of(recording: Recording) -> dict[int, str]:
    """Name the workers that have lanes in a picture: threads and strands, but no helpers of the library's.

    Of several processes, each gives its main thread its own name, and stands in front of the names of its other threads.
    """
    workers = recording.workers
    speaking = speakers(recording)
    processes = {number for number, row in workers.items() if row["kind"] == "process" and not row.get("helper")}

    def label(number: int, row: dict[str, Any]) -> str:
        process = row.get("process") or 0
        if len(processes) < 2 or process not in workers:
            return _name(row)
        own = str(workers[process]["name"])
        return own if speaking[process] == number else f"{own} / {_name(row)}"

    return {number: label(number, row) for number, row in workers.items() if row["kind"] != "process" and not row.get("helper")}


def _name(row: dict[str, Any]) -> str:
    return f"{row['kind']} {row['name']}" if row["kind"] in STRANDS else str(row["name"])
