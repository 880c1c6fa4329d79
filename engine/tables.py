"""The run's tables: facts about workers, resources, source locations and texts under small numbers from 1.

The collector writes them, the timeline reads them, and what is new travels in DEFINE frames.
"""

from dataclasses import dataclass, field

from engine.events import ResourceKind, WorkerKind
from engine.flows import Flow

LONGEST_LINE = 4096  # characters that are joined to one output
SHORT_TEXT = 120  # characters of an output kept as an event's text; the whole goes into an OUTPUT frame


@dataclass(slots=True, kw_only=True)
class WorkerFacts:
    """What is known of a worker apart from its life: who it is, not what it does."""

    id: int
    kind: WorkerKind
    process: int  # worker id of its process; its own id for a process
    name: str
    pid: int = 0
    tid: int = 0
    thread: int = 0  # worker id of the thread that a strand runs in
    daemon: bool = False
    location: int = 0
    start_method: str | None = None
    is_helper: bool = False  # one of the standard library's own (a queue's feeder, the resource tracker)
    is_shown: bool = False  # a helper that did something of the program's: it ran a callback, or served a manager's object


@dataclass(slots=True, kw_only=True)
class ResourceFacts:
    """What is known of a resource: what it is and where it was made."""

    id: int
    kind: ResourceKind
    name: str
    process: int = 0  # worker id of the process that has it, 0 if processes share it
    location: int = 0
    capacity: int | None = None
    is_for_strands: bool = False  # strands wait for it and hold it, not their threads
    origin: int = 0  # the parent's resource that this one is a forked child's copy of
    pool: int = 0  # of a job: its pool's resource
    whole: int = 0  # of a job: the one that it is a part of, e.g. a map's


@dataclass(slots=True)
class Tables:
    """All facts of one run. Ids count up from 1 in each table."""

    workers: dict[int, WorkerFacts] = field(default_factory=dict)
    resources: dict[int, ResourceFacts] = field(default_factory=dict)
    locations: list[tuple[str, int, str]] = field(default_factory=list)  # id - 1 -> file, line, function
    texts: list[str] = field(default_factory=list)  # id - 1 -> text
    outputs: list[tuple[int, int, int, str]] = field(default_factory=list)  # time, worker, stream, text; the timeline takes them
    _open_text: int = 0  # the text of the last output, if its line has no end yet
    flows: dict[int, Flow] = field(default_factory=dict)  # of the locations of writes: what is behind them
    changed_workers: set[int] = field(default_factory=set)
    changed_resources: set[int] = field(default_factory=set)
    _location_ids: dict[tuple[str, int, str], int] = field(default_factory=dict)
    _text_ids: dict[str, int] = field(default_factory=dict)
    _sent_locations: int = 0
    _sent_texts: int = 0

    def add_worker(self, kind: WorkerKind, name: str, *, process: int = 0, pid: int = 0, tid: int = 0) -> WorkerFacts:
        """Add a worker; a process is its own process."""
        number = len(self.workers) + 1
        facts = WorkerFacts(id=number, kind=kind, process=process or number, name=name, pid=pid, tid=tid)
        self.workers[number] = facts
        self.changed_workers.add(number)
        return facts

    def add_resource(
        self, kind: ResourceKind, name: str, *, process: int = 0, location: int = 0, capacity: int | None = None
    ) -> ResourceFacts:
        """Add a resource."""
        number = len(self.resources) + 1
        facts = ResourceFacts(id=number, kind=kind, name=name, process=process, location=location, capacity=capacity)
        self.resources[number] = facts
        self.changed_resources.add(number)
        return facts

    def location(self, file: str, line: int, function: str) -> int:
        """Give the id of a place in the source."""
        key = (file, line, function)
        number = self._location_ids.get(key)
        if number is None:
            self.locations.append(key)
            number = self._location_ids[key] = len(self.locations)
        return number

    def text(self, text: str) -> int:
        """Give the id of a text; 0 for the empty one."""
        if not text:
            return 0
        number = self._text_ids.get(text)
        if number is None:
            self.texts.append(text)
            number = self._text_ids[text] = len(self.texts)
        return number

    def say(self, output: tuple[int, int, int, str]) -> int | None:
        """Add an output; give its text's id, or None if it goes on a line that nobody has taken yet, which is longer then.

        `print` writes its arguments, the blanks between them and the end of the line one by one.
        """
        outputs, words = self.outputs, output[3]
        if outputs and self._open_text:
            before = outputs[-1]
            if before[1:3] == output[1:3] and before[3][-1] != "\n" and len(before[3]) + len(words) <= LONGEST_LINE:
                whole = before[3] + words
                outputs[-1] = (*before[:3], whole)
                self.texts[self._open_text - 1] = whole.strip()[:SHORT_TEXT]
                return None
        outputs.append(output)
        short = words.strip()[:SHORT_TEXT]
        self._open_text = 0
        if not words or words[-1] == "\n":
            return self.text(short)
        self.texts.append(short)  # not to be found again by these words, for there may come more
        self._open_text = len(self.texts)
        return self._open_text

    def take_outputs(self) -> list[tuple[int, int, int, str]]:
        """Return the outputs added since the last call; no line of them goes on."""
        taken, self.outputs, self._open_text = self.outputs, [], 0
        return taken

    def take_locations(self) -> list[tuple[int, str, int, str]]:
        """Return the locations added since the last call, as rows of a DEFINE frame."""
        first, self._sent_locations = self._sent_locations, len(self.locations)
        return [(number, *row) for number, row in enumerate(self.locations[first:], first + 1)]

    def take_texts(self) -> dict[int, str]:
        """Return the texts added since the last call."""
        first, self._sent_texts = self._sent_texts, len(self.texts)
        return dict(enumerate(self.texts[first:], first + 1))
