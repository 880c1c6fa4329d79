"""Who did what in a run, in the scenario's own words: lines that were printed, workers and resources by the scenario's names."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from engine.events import Kind
from engine.export.recording import Recording
from engine.scenario.sentences import Sentence
from engine.scenario.verdict.answers import Evidence
from engine.scenario.words import split_reference

MARK, ENTER, LEAVE, FINAL = "mark: ", "enter: ", "leave: ", "final: "
OWN = (MARK, ENTER, LEAVE, FINAL)
STDOUT = 1
MAIN_TASK = re.compile(r"Task-\d+ \(main\)")  # as asyncio and Lockstep call it
PIECE = re.compile(r"[^\n]*\n|[^\n]+")


class Line(NamedTuple):
    """A line that a worker printed, at the instant and the place of its beginning. worker: 0 if it is not known who did."""

    time: int
    worker: int
    text: str
    location: int = 0


class Scene:
    """A run as its scenario sees it. steps: line of the program -> JSON pointer into the scenario; names: of resources, in the program."""

    def __init__(self, recording: Recording, scenario: Mapping[str, Any], steps: Mapping[int, str], names: Mapping[str, str]) -> None:
        self.recording = recording
        self._steps = steps
        self._names = names
        self._prints: dict[int, bool] = {}  # location -> whether a `print` step is there
        self._called: dict[int, str] = {}
        self._scenario = scenario
        words = (recording.meta.get("program"), *(recording.meta.get("argv") or ()))
        self._programs = {str(word).rpartition("/")[2] for word in words if word}

    # --- what was printed

    @cached_property
    def lines(self) -> list[Line]:
        """All lines of standard output in their order. A line that its writer could not end, because he was killed, is one too."""
        places = self._places_of_outputs()
        begun: dict[int, Line] = {}
        lines = []
        for time, worker, stream, text in self.recording.outputs:
            if stream != STDOUT:
                continue
            waiting = places.get((worker, time))
            location = waiting.popleft() if waiting else 0
            for piece in PIECE.findall(text):
                before = begun.pop(worker, Line(time, worker, "", location))
                line = Line(before.time, worker, before.text + piece.rstrip("\n"), before.location)
                if piece.endswith("\n"):
                    lines.append(line)
                else:
                    begun[worker] = line
        return sorted([*lines, *begun.values()], key=lambda line: line.time)

    def _places_of_outputs(self) -> dict[tuple[int, int], deque[int]]:
        places: dict[tuple[int, int], deque[int]] = defaultdict(deque)
        for event in self.recording.events:
            if event.kind is Kind.OUTPUT and event.flags == STDOUT:
                places[event.worker, event.time].append(event.location)
        return places

    def said(self, prefix: str) -> list[Line]:
        """List what the program said in the scenario's stead (MARK, ENTER ...), the prefix taken off."""
        return self._said[prefix]

    @cached_property
    def _said(self) -> dict[str, list[Line]]:
        said: dict[str, list[Line]] = {prefix: [] for prefix in OWN}
        for line in self.lines:
            prefix = next((prefix for prefix in OWN if line.text.startswith(prefix)), None)
            if prefix is not None and line.worker and not self._is_printed(line):
                said[prefix].append(line._replace(text=line.text[len(prefix) :]))
        return said

    def printed(self) -> Iterator[Line]:
        """Iterate over the lines of the scenario's `print` steps, and whatever else was printed."""
        return (line for line in self.lines if not line.text.startswith(OWN) or self._is_printed(line))

    def _is_printed(self, line: Line) -> bool:
        """Tell whether it is a `print` step's, which may say anything without its being a mark."""
        known = self._prints.get(line.location)
        if known is None:
            known = self._prints[line.location] = self._is_print(self.place(line.location)[1] or "")
        return known

    def _is_print(self, pointer: str) -> bool:
        step: Any = self._scenario
        for part in pointer.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            step = step[int(name)] if isinstance(step, list) and name.isdecimal() else step.get(name) if isinstance(step, dict) else None
        return isinstance(step, dict) and "print" in step

    # --- who

    @cached_property
    def _mains(self) -> dict[int, int]:
        """Main threads, and the process of each."""
        workers = self.recording.workers
        return {n: row["process"] for n, row in workers.items() if row["kind"] == "thread" and row["tid"] and row["tid"] == row["pid"]}

    def name(self, worker: int) -> str:
        """Name a worker: a process' main thread as its process; the program's own, and asyncio's main task, "main"; "?" if not known."""
        called = self._called.get(worker)
        if called is None:
            called = self._called[worker] = self._name(worker)
        return called

    def _name(self, worker: int) -> str:
        process = self._mains.get(worker, worker)
        row = self.recording.workers.get(process)
        if row is None:
            return "?"
        is_main = MAIN_TASK.fullmatch(row["name"]) if row["kind"] == "task" else row["kind"] == "process" and not row["parent"]
        return "main" if is_main else str(row["name"])

    def is_of(self, worker: int, kind: str) -> bool:
        """Tell whether a worker is one of those of a name: `cook-2`, or `cook` itself, of cook."""
        name = self.name(worker)
        return name == kind or (name.startswith(f"{kind}-") and name[len(kind) + 1 :].isdecimal())

    def workers(self, kind: str) -> list[int]:
        """List the workers of one name, each by who runs: a thread, a process' main thread, or a task.

        "any" is all whom the scenario names or, where it has a program instead, all but the main worker.
        """
        rows = self.recording.workers
        found = [number for number, row in rows.items() if row["kind"] != "process" and not row["helper"]]
        if kind != "any":
            return [number for number in found if self.is_of(number, kind)]
        kinds = self._scenario.get("workers") or {}
        return [number for number in found if (any(self.is_of(number, each) for each in kinds) if kinds else self.name(number) != "main")]

    # --- with what, and where

    def resources(self, reference: str) -> set[int]:
        """Find the resources of that name: those made on its line of the program, and those that are called so."""
        name, subscript = split_reference(reference)
        index = "" if subscript is None else f"[{subscript}]"
        which = re.escape(index) if index else r"(\[\d+\])?"
        called = re.compile(rf"{self._names.get(name, name)}{which}(\.\w+)?(#\d+)?")
        pointer = f"/resources/{name}"
        return {
            number
            for number, row in self.recording.resources.items()
            if called.fullmatch(row["name"]) or (self.place(row["location"])[1] == pointer and index in row["name"])
        }

    def resource_name(self, number: int) -> str | None:
        """Name a resource; None if there is none of that number."""
        row = self.recording.resources.get(number)
        return str(row["name"]) if row else None

    def place(self, location: int) -> tuple[int | None, str | None]:
        """Give the line of the program and the step of the scenario that a location is; None for what is outside of it."""
        file, line, _ = self.recording.locations.get(location, ("", 0, ""))
        if not line or (file.rpartition("/")[2] not in self._programs and not file.startswith("<")):
            return None, None
        return line, self._steps.get(line)

    def evidence(self, text: str | Sentence, worker: int, time_ns: int, location: int) -> Evidence:
        """Make a piece of evidence."""
        line, step = self.place(location)
        words, message = (text, None) if isinstance(text, str) else (text.text, text)
        name = self.name(worker)
        return Evidence(text=words, message=message, worker=worker, worker_name=name, time_ns=time_ns, line=line, step=step)

    def shown(self, lines: Iterable[Line], prefix: str = "") -> list[Evidence]:
        """Make evidence of lines that were printed."""
        return [self.evidence(prefix + line.text, line.worker, line.time, line.location) for line in lines]


def fits(pattern: str, text: str) -> bool:
    """Tell whether a text is what a pattern says, in which * stands for anything, nothing included."""
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pattern.split("*")), re.DOTALL)
