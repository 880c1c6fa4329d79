"""The fold of reads and writes, told instant by instant. Line numbers are those of SOURCE."""

from typing import Any

import pytest

from engine.events import Access, EdgeKind, Kind, Reason, ResourceKind
from engine.flows import Check, Flow, Flows
from tests.story import MS, Story

SOURCE = """
def sell():
    global left
    if left > 0:  # look
        seen = left  # read
        left = seen - 1  # write
    left -= 1  # change
    left = 5  # replace
def enter():
    global left
    while left:  # await
        pass
    left = 1  # close
    left -= 1  # leave
    left = 0  # open
"""


class Office:
    """Three workers and a number."""

    def __init__(self, *, is_shared: bool = False) -> None:
        self.story = Story(SOURCE)
        self.main = self.story.process("p.py", pid=100)
        self.story.begin(self.main, 0)
        self.left = self.story.resource(ResourceKind.VARIABLE, "left", of=0 if is_shared else self.main)
        self.lock = self.story.resource(ResourceKind.LOCK, "mutex", of=self.main)
        self.a, self.b, self.c = (self.story.thread(name, self.main, tid=100 + number) for number, name in enumerate("abc", 1))
        for number, worker in enumerate((self.a, self.b, self.c)):
            self.story.start(self.main, worker, 0.2 + number / 10).on(worker, 0.5 + number / 10, cpu=number)
        flows = Flows({"program.py": SOURCE}.get)
        for line, words in enumerate(SOURCE.splitlines(), 1):
            if "#" in words:
                self.story.tables.flows[self.story.at(words)] = flows.flow("program.py", line)

    def read(self, worker: int, ms: float, value: str, *, line: str = "# read", part: int = 0, flags: int = 0) -> None:
        """Let it read."""
        text = self.story.tables.text(value)
        self.story.add(ms, Kind.READ, worker, resource=self.left, text=text, value=part, location=self.story.at(line), flags=flags)

    def write(self, worker: int, ms: float, value: str, *, line: str = "# write", part: int = 0, flags: int = 0) -> None:
        """Let it write."""
        text = self.story.tables.text(value)
        self.story.add(ms, Kind.WRITE, worker, resource=self.left, text=text, value=part, location=self.story.at(line), flags=flags)

    def change(self, worker: int, ms: float, before: str, after: str, *, locked: bool = False) -> None:
        """Let it read and write on one line, perhaps under the lock."""
        if locked:
            self.story.acquire(worker, self.lock, ms - 0.1)
        self.read(worker, ms, before, line="# change")
        self.write(worker, ms + 0.001, after, line="# change")
        if locked:
            self.story.release(worker, self.lock, ms + 0.1)

    def found(self) -> list[dict[str, Any]]:
        """Tell the story; give the findings."""
        timeline, _ = self.story.told(until=100)
        timeline.finish(100 * MS)
        return timeline.summary()["findings"]  # type: ignore[no-any-return]

    def kinds(self) -> list[tuple[str, int]]:
        """Give the kinds of the findings, and how often."""
        return [(finding["kind"], finding["parameters"]["count"]) for finding in self.found()]

    def guard(self) -> object:
        """Give the datum's badge."""
        timeline, _ = self.story.told(until=100)
        return timeline._world.resources[self.left].row().get("guard")


def test_an_update_between_a_read_and_the_write_made_of_it_is_lost() -> None:
    office = Office()
    office.read(office.a, 10, "10")
    office.read(office.b, 11, "10")
    office.write(office.a, 12, "9")
    office.write(office.b, 13, "9")
    (finding,) = office.found()
    assert (finding["kind"], finding["level"], finding["at"], finding["workers"]) == ("lost-update", "error", 13 * MS, [office.b, office.a])
    assert finding["parameters"] | {"a": "b", "b": "a", "read": "10", "theirs": "9", "written": "9", "count": 1} == finding["parameters"]


@pytest.mark.parametrize(
    ("story", "count"),
    [
        (["read a 10", "replace b 3", "write a 9"], 1),
        (["read a 10", "write a 9", "replace b 3", "write a 8"], 0),  # it has not read anew: this comes from somewhere else
        (["read main 10", "replace b 3", "write main 9"], 0),  # the module's own write, perhaps
    ],
)
def test_what_another_function_read_counts_only_since_the_last_write(story: list[str], count: int) -> None:
    office = Office()
    flows = office.story.tables.flows
    place = office.story.at("# write")
    flows[place] = flows[place]._replace(reads=frozenset(), far=flows[place].reads, is_also_first=True, checks=())
    for number, step in enumerate(story):
        what, who, value = step.split()
        (office.read if what == "read" else office.write)(getattr(office, who), 10 + number, value, line=f"# {what}")
    assert [kind for kind, _ in office.kinds()] == ["lost-update"] * count


def test_with_its_first_write_a_worker_has_acted_on_its_test() -> None:
    office = Office()
    flows = office.story.tables.flows
    for name in ("# write", "# replace"):
        place = office.story.at(name)
        flows[place] = Flow(checks=(Check(4),))
    office.read(office.a, 10, "<Ticket>", line="# look")
    office.write(office.a, 11, "4", line="# write")
    office.write(office.b, 12, "<Ticket>", line="# change")
    office.write(office.a, 13, "5", line="# replace")  # e.g. `waiting += 1`, and much later `waiting -= 1`
    assert office.kinds() == []


def test_each_lost_update_counts_once() -> None:
    office = Office()
    for worker in (office.a, office.b, office.c):
        office.read(worker, 10 + worker / 100, "10")
    for worker in (office.a, office.b, office.c):
        office.write(worker, 20 + worker / 100, "9")
    assert office.kinds() == [("lost-update", 2)]


@pytest.mark.parametrize(
    "story",
    [
        ["read a 10", "write a 9", "read b 9", "write b 8"],  # one after the other
        ["read a 10", "read b 10", "write a 9"],  # b does not write
        ["read a 10", "replace b 3", "replace a 5"],  # what a writes comes from nothing
        ["read a 10", "replace b 3", "replace c 10", "write a 9"],  # what a overwrites is what it had read
        ["read a 10", "replace a 3", "write a 9"],  # its own
        ["read a 10", "replace b 3 other", "write a 9"],  # another item
        ["read a 10", "replace b 3", "read a 3", "write a 2"],  # it looked again
    ],
)
def test_what_loses_nothing_is_no_lost_update(story: list[str]) -> None:
    office = Office()
    for number, step in enumerate(story):
        what, who, value, *other = step.split()
        act = office.read if what == "read" else office.write
        act(getattr(office, who), 10 + number, value, line=f"# {what}", part=len(other))
    assert "lost-update" not in {kind for kind, _ in office.kinds()}


def test_between_processes_an_order_that_the_values_do_not_bear_out_is_not_believed() -> None:
    office = Office(is_shared=True)
    office.write(office.c, 5, "3", line="# replace")
    office.read(office.a, 10, "10")  # it cannot have read 10 if 3 stood there
    office.write(office.b, 11, "9", line="# replace")
    office.write(office.a, 12, "8")
    assert office.kinds() == []


def test_a_test_that_no_longer_holds_at_the_write() -> None:
    office = Office()
    office.read(office.a, 10, "1", line="# look")
    office.read(office.b, 11, "1", line="# look")
    office.read(office.a, 12, "1")
    office.write(office.a, 12.01, "0")
    office.read(office.b, 13, "0")
    office.write(office.b, 13.01, "-1")
    (finding,) = office.found()
    assert (finding["kind"], finding["level"]) == ("check-then-act", "error")
    assert "b tested left (line 4) and found 1, then a changed it (line 6)" in finding["message"]


def test_a_test_that_still_holds_is_no_trouble() -> None:
    office = Office()
    office.story.tables.flows[office.story.at("# replace")] = office.story.tables.flows[office.story.at("# write")]._replace(
        reads=frozenset()
    )
    office.read(office.a, 10, "10", line="# look")
    office.write(office.b, 11, "9", line="# change")
    office.write(office.a, 12, "5", line="# replace")
    assert office.kinds() == []


def test_a_write_without_the_lock_that_the_others_hold() -> None:
    office = Office()
    office.change(office.a, 10, "0", "1", locked=True)
    office.change(office.a, 12, "1", "2", locked=True)
    office.change(office.b, 14, "2", "3")
    (finding,) = office.found()
    assert (finding["kind"], finding["level"]) == ("unlocked-access", "warning")
    assert "b writes left" in finding["message"]
    assert "without mutex" in finding["message"]
    assert office.lock in finding["resources"]


@pytest.mark.parametrize(("flags", "count"), [(0, 1), (Access.EARLIER, 0)])
def test_of_an_access_that_is_told_only_when_another_thread_comes_the_locks_are_not_known(flags: int, count: int) -> None:
    office = Office()
    office.change(office.a, 10, "0", "1", locked=True)
    office.change(office.a, 12, "1", "2", locked=True)
    office.story.acquire(office.b, office.lock, 14)
    office.write(office.a, 14.1, "50", line="# change", flags=flags)  # which it did under the lock, long ago
    office.change(office.b, 14.2, "50", "51")
    office.story.release(office.b, office.lock, 14.3)
    assert [kind for kind, _ in office.kinds()] == ["unlocked-access"] * count


def test_an_update_that_overwrites_what_was_told_late_is_lost_all_the_same() -> None:
    office = Office()
    office.read(office.a, 14, "10", flags=Access.EARLIER)
    office.write(office.b, 14.1, "11", line="# replace")
    office.write(office.a, 14.2, "9")
    assert office.kinds() == [("lost-update", 1)]


def test_a_write_before_the_start_or_after_the_join_needs_no_lock() -> None:
    office = Office()
    office.write(office.main, 0.05, "0", line="# replace")
    for number, worker in enumerate((office.a, office.b)):
        office.change(worker, 10 + number, "0", "1", locked=True)
        office.change(worker, 12 + number, "0", "1", locked=True)
    for number, worker in enumerate((office.a, office.b, office.c)):
        office.story.wait(office.main, 20 + number * 3, Reason.JOIN, target=worker).end(worker, 21 + number * 3)
        office.story.wait_end(office.main, 22 + number * 3, target=worker)
    office.change(office.main, 40, "4", "5")
    assert office.kinds() == []


def test_who_writes_without_reading_is_let_be() -> None:
    office = Office()
    for ms in (10, 12):
        office.story.acquire(office.a, office.lock, ms)
        office.write(office.a, ms + 0.1, "1", line="# replace")
        office.story.release(office.a, office.lock, ms + 0.2)
    office.write(office.b, 14, "2", line="# replace")
    assert office.kinds() == []


@pytest.mark.parametrize(("locked", "guard"), [((True, True), "lock"), ((False, False), "none"), ((True, False), "mixed")])
def test_the_badge_says_with_what_it_is_accessed_while_it_is_shared(locked: tuple[bool, bool], guard: str) -> None:
    office = Office()
    office.write(office.main, 0.05, "0", line="# replace")
    for number, is_locked in enumerate(locked * 2):
        office.change((office.a, office.b)[number % 2], 10 + number, "0", "1", locked=is_locked)
    assert office.guard() == ([office.lock] if guard == "lock" else guard)


def test_a_window_leads_from_the_read_to_the_write() -> None:
    office = Office()
    office.read(office.a, 10, "10")
    office.write(office.a, 15, "9")
    _, batch = office.story.told(until=50)
    (window,) = [edge for edge in batch.edges if edge.kind is EdgeKind.WINDOW]
    assert (window.t0, window.t1, window.source, window.target, window.resource) == (10 * MS, 15 * MS, office.a, office.a, office.left)


def test_after_unseen_nothing_is_concluded() -> None:
    office = Office()
    office.read(office.a, 10, "10")
    office.story.add(11, Kind.UNSEEN, office.b, resource=office.left, value=5)
    office.write(office.b, 12, "3", line="# replace")
    office.write(office.a, 13, "9")
    assert office.kinds() == []


def enter(office: Office, line: str, before: str, first: str, second: str) -> list[tuple[str, int]]:
    office.read(office.a, 10, before, line="# await")
    office.read(office.b, 11, before, line="# await")
    office.write(office.a, 12, first, line=line)
    office.write(office.b, 13, second, line=line)
    return office.kinds()


def test_two_that_waited_for_a_flag_and_both_set_it_acted_on_a_test_that_no_longer_held() -> None:
    assert enter(Office(), "# close", "0", "1", "1") == [("check-then-act", 1)]


def test_a_write_that_has_nobody_wait_does_not_act_on_what_was_waited_for() -> None:
    assert enter(Office(), "# open", "0", "0", "0") == []
    office = Office()
    office.write(office.c, 11.5, "7", line="# replace")
    assert enter(office, "# open", "0", "0", "0") == []


def test_who_leaves_behind_a_loop_that_waited_for_all_changes_what_it_reads_then() -> None:
    office = Office()
    for worker, ms in ((office.a, 10), (office.b, 11)):
        office.read(worker, ms, "0", line="# await")
    for worker, ms, before, after in ((office.a, 12, "0", "-1"), (office.b, 13, "-1", "-2")):
        office.read(worker, ms, before, line="# leave")
        office.write(worker, ms + 0.1, after, line="# leave")
    assert office.kinds() == []
