"""A library that readers have together: the first takes the shop, at the door, and the last gives it back. Ben is the writer."""

import pytest

from engine.events import Kind, Outcome, Reason, ResourceKind
from tests.engine.findings.street import Street

COME, GO, TAKE = "with shop", "serve()", "shop = Lock()"  # lines 2, 3 and 1


class Library(Street):
    def __init__(self, kind: ResourceKind = ResourceKind.LOCK) -> None:
        super().__init__("Ann", "Cid", "Dan", "Ben")
        self.ann, self.cid, self.dan, self.ben = self.others
        self.room = self.shop(kind, capacity=None if kind is ResourceKind.LOCK else 1)
        self.door = self.resource(kind, "door", of=self.main, capacity=None if kind is ResourceKind.LOCK else 1)
        self.free = 0 if kind is ResourceKind.LOCK else 1  # what a release leaves
        self.taken = 1 - self.free  # and what an acquire does

    def come(self, worker: int, ms: float, *, line: str = COME) -> None:
        self.acquire(worker, self.door, ms, value=self.taken, line=line)
        self.release(worker, self.door, ms + 0.5, value=self.free)

    def come_first(self, worker: int, ms: float) -> None:
        self.acquire(worker, self.door, ms, value=self.taken, line=COME)
        self.acquire(worker, self.room, ms + 0.1, value=self.taken, line=TAKE)
        self.release(worker, self.door, ms + 0.2, value=self.free)

    def write(self, ms: float) -> None:
        reason = Reason.LOCK if self.taken else Reason.SEMAPHORE
        self.wait(self.ben, ms, reason, resource=self.room, line="wait()").off(self.ben, ms)

    def go_last(self, worker: int, ms: float) -> None:
        self.acquire(worker, self.door, ms, value=self.taken, line=GO)
        self.release(worker, self.room, ms + 0.1, value=self.free, line=GO)
        self.release(worker, self.door, ms + 0.2, value=self.free)

    def overlap(self, *, rounds: int, taker_returns: bool = True) -> None:
        self.come_first(self.ann, 10)
        self.write(15)
        members = (self.cid, self.dan, self.ann) if taker_returns else (self.cid, self.dan)
        for turn in range(rounds):
            self.come(members[turn % len(members)], 100 + turn * 50)
            self.come(members[(turn + 1) % len(members)], 120 + turn * 50, line=GO)


@pytest.mark.parametrize("kind", [ResourceKind.LOCK, ResourceKind.SEMAPHORE])
def test_who_waits_while_others_come_and_go_as_a_group_starves(kind: ResourceKind) -> None:
    library = Library(kind)
    library.overlap(rounds=16)
    (finding,) = library.found(until=1000, is_over=False)
    assert (finding["kind"], finding["level"], finding["message_id"]) == ("starvation", "warning", "finding.starvation.group")
    assert finding["workers"] == [library.ben, library.ann, library.cid, library.dan]
    assert finding["resources"] == [library.room, library.door]
    assert "for shop (line 6), which Ann took for a group (line 1): since then Cid, Dan, Ann came in " in finding["message"]
    assert "(past door, line 2)" in finding["message"]


def test_in_the_end_it_says_for_how_long_and_how_often() -> None:
    library = Library()
    library.overlap(rounds=16)
    library.go_last(library.dan, 950)
    library.acquire(library.ben, library.room, 951)
    (finding,) = library.found(until=1100)
    assert (finding["parameters"]["count"], round(finding["parameters"]["waited_ns"], -8)) == (16, 900_000_000)


@pytest.mark.parametrize(("rounds", "until"), [(9, 400), (11, 1500)])
def test_a_short_wait_and_a_few_readers_are_ordinary(rounds: int, until: float) -> None:
    library = Library()
    library.overlap(rounds=rounds)
    assert library.found(until=until) == []


def test_one_who_keeps_it_for_himself_is_no_group() -> None:
    library = Library()
    library.overlap(rounds=16, taker_returns=False)  # others use the door for something else, perhaps
    assert library.found(until=1000) == []


def test_who_comes_by_another_way_or_is_refused_is_none_of_a_group() -> None:
    library = Library()
    library.come_first(library.ann, 10)
    library.write(15)
    for turn in range(20):
        worker = (library.ann, library.cid, library.dan)[turn % 3]
        library.come(worker, 100 + turn * 40, line=GO)
        library.acquire(worker, library.door, 110 + turn * 40, line=COME)
        library.add(111 + turn * 40, Kind.WAIT_END, worker, resource=library.room, flags=Outcome.REFUSED, reason=Reason.LOCK)
        library.release(worker, library.door, 112 + turn * 40)
    assert library.found(until=1000) == []


def test_who_gets_in_between_the_groups_does_not_starve() -> None:
    library = Library()
    for visit in range(20):
        at = 10 + visit * 50
        library.come_first(library.ann, at)
        library.wait(library.ben, at + 1, Reason.LOCK, resource=library.room).off(library.ben, at + 1)
        library.come(library.cid, at + 5)
        library.come(library.ann, at + 10)
        library.go_last(library.cid, at + 20)
        library.acquire(library.ben, library.room, at + 21).release(library.ben, library.room, at + 25)
    assert library.found(until=1100) == []
