"""Whether files are there, told instant by instant: tests, what others did since, and acts."""

import pytest

from engine.events import Kind, Presence, ResourceKind
from engine.flows import Flow
from tests.story import MS, Story

SOURCE = "if not exists(p):\n    open(p, 'w')\n    os.remove(p)\n"
MADE, EMPTIED, GONE, REFUSED = Presence.THERE, Presence.THERE | Presence.EMPTIED, 0, Presence.REFUSED


class Door:
    """Two threads and a file that is opened on line 2 because of the test on line 1."""

    def __init__(self) -> None:
        self.story = Story(SOURCE)
        self.main = self.story.process("door.py", pid=100)
        self.story.on(self.main, 0).begin(self.main, 0.1)
        self.a, self.b = (self.story.thread(name, self.main, tid=101 + number) for number, name in enumerate("ab"))
        for worker in (self.a, self.b):
            self.story.start(self.main, worker, 0.2)
        self.file = self.story.resource(ResourceKind.FILE, "lock", of=self.main)
        self.story.tables.flows[self.story.at("open")] = Flow(tests=frozenset({1}))

    def act(self, worker: int, *, tested: float, began: float, ended: float, marks: int, was_there: bool = False) -> None:
        """Let somebody act on a test."""
        value = round((began - tested) * MS)
        location = self.story.at("exists")
        self.story.add(began, Kind.LOOKED, worker, resource=self.file, value=value, flags=int(was_there), location=location)
        self.change(worker, ended, marks)

    def change(self, worker: int, ms: float, marks: int) -> None:
        """Let somebody make the file, or take it away, or fail to."""
        line = self.story.at("open" if marks & Presence.THERE else "remove")
        self.story.add(ms, Kind.PRESENCE, worker, resource=self.file, flags=marks, location=line)

    def raised(self, worker: int, ms: float, line: str) -> None:
        """Let an exception end somebody."""
        self.story.add(ms, Kind.EXCEPTION, worker, text=self.story.tables.text("E"), location=self.story.at(line, ""))

    def found(self) -> list[tuple[str, str]]:
        findings = self.story.told(until=200)[0].summary()["findings"]
        return [(one["message_id"], one["parameters"]["b"]) for one in findings if one["kind"] == "check-then-act"]


@pytest.fixture
def door() -> Door:
    return Door()


def test_who_opens_a_file_that_another_made_since_the_test_empties_it(door: Door) -> None:
    door.change(door.b, 5, EMPTIED)
    door.act(door.a, tested=3, began=7, ended=8, marks=EMPTIED)
    assert door.found() == [("finding.check-then-act.file.emptied", "b")]


@pytest.mark.parametrize(
    ("made", "gone"),
    [(2, 0), (5, 6), (7.5, 0)],  # before the test; taken away again; while it was opened, and who came first is not known
)
def test_who_made_it_at_another_time_does_not_count(door: Door, made: float, gone: float) -> None:
    door.change(door.b, made, MADE)
    if gone:
        door.change(door.b, gone, GONE)
    door.act(door.a, tested=3, began=7, ended=8, marks=EMPTIED)
    assert door.found() == []


def test_of_two_that_act_at_once_on_the_same_finding_one_is_told(door: Door) -> None:
    door.act(door.b, tested=3, began=7, ended=8, marks=EMPTIED)
    door.act(door.a, tested=3.5, began=7.5, ended=8.5, marks=EMPTIED)
    assert door.found() == [("finding.check-then-act.file.emptied", "b")]


def test_an_act_that_did_not_come_of_the_test_or_does_no_harm_is_not_told(door: Door) -> None:
    door.change(door.b, 5, EMPTIED)
    door.act(door.a, tested=3, began=7, ended=8, marks=MADE)
    door.story.tables.flows.clear()
    door.change(door.b, 15, EMPTIED)
    door.act(door.a, tested=13, began=17, ended=18, marks=EMPTIED)
    assert door.found() == []


@pytest.mark.parametrize("line", ["remove", "open", ""])
def test_a_removal_that_fails_since_another_was_quicker_is_told_if_that_ended_the_worker(door: Door, line: str) -> None:
    door.change(door.b, 5, GONE)
    door.act(door.a, tested=3, began=7, ended=8, marks=REFUSED, was_there=True)
    if line:
        door.raised(door.a, 9, line)
    assert door.found() == ([("finding.check-then-act.file.gone", "b")] if line == "remove" else [])
