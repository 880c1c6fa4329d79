"""The fold of what is read from files and written to them, told instant by instant. Each worker opens, reads or writes, and closes."""

from typing import Any

import pytest

from engine.events import Call, EdgeKind, Extent, Kind, Reason, ResourceKind
from engine.flows import Flows
from tests.story import MS, Story

SOURCE = """
def sell():
    with open("stock") as file:  # look
        left = int(file.read())  # read
    with open("stock", "w") as file:  # store
        file.write(str(left - 1))
def reset():
    Path("stock").write_text("5")  # replace
def trim():
    if "x" in Path("stock").read_text():  # test
        Path("stock").write_text("")  # clear
def swap():
    left = Path("stock").read_text()  # whole
    Path("new").write_text(left + "!")
    os.replace("new", "stock")  # swap
"""
WHOLE = Extent.START | Extent.EMPTIED


class Shop:
    """Two processes and a file."""

    def __init__(self) -> None:
        self.story = Story(SOURCE)
        self.main = self.story.process("p.py", pid=100)
        self.story.begin(self.main, 0)
        self.file = self.story.resource(ResourceKind.FILE, "stock", of=self.main)
        self.a, self.b = (self.story.process(name, pid=101 + number) for number, name in enumerate("ab"))
        for number, worker in enumerate((self.a, self.b)):
            self.story.start(self.main, worker - 1, 0.2 + number / 10).begin(worker, 0.5 + number / 10)
        flows = Flows({"program.py": SOURCE}.get)
        for line, words in enumerate(SOURCE.splitlines(), 1):
            if "#" in words:
                self.story.tables.flows[self.story.at(words)] = flows.flow("program.py", line)

    def read(self, worker: int, ms: float, text: str, *, opened: str = "# look", line: str = "# read", flags: int = Extent.START) -> None:
        """Let it open the file and read."""
        self._open(worker, ms, opened)
        self._call(worker, ms, Call.READ, line)
        self._add(ms, Kind.READ, worker, text, line, flags)

    def write(self, worker: int, ms: float, text: str, *, line: str = "# store", flags: int = WHOLE, took: float = 0.01) -> None:
        """Let it open the file and write."""
        self._open(worker, ms - took, line)
        self._call(worker, ms - took + 0.01, Call.WRITE, line)
        self._add(ms, Kind.WRITE, worker, text, line, flags)

    def replace(self, worker: int, ms: float, text: str) -> None:
        """Let it put another file in the place of this one."""
        self._add(ms, Kind.WRITE, worker, text, "# swap", WHOLE | Extent.REPLACED)

    def _open(self, worker: int, ms: float, line: str) -> None:
        self.story.add(ms - 0.02, Kind.CREATE, worker, resource=self.file, location=self.story.at(line))

    def _call(self, worker: int, ms: float, what: Call, line: str) -> None:
        location = self.story.at(line)
        self.story.add(ms - 0.01, Kind.CALL, worker, resource=self.file, value=-1, flags=what, reason=Reason.IO, location=location)

    def _add(self, ms: float, kind: Kind, worker: int, text: str, line: str, flags: int) -> None:
        number = self.story.tables.text(repr(text)) if text != "?" else 0
        self.story.add(ms, kind, worker, resource=self.file, text=number, value=len(text), location=self.story.at(line), flags=flags)

    def found(self) -> list[dict[str, Any]]:
        """Tell the story; give the findings."""
        timeline, batch = self.story.told(until=100)
        timeline.finish(100 * MS)
        self.windows = [edge for edge in batch.edges if edge.kind is EdgeKind.WINDOW]
        return timeline.summary()["findings"]  # type: ignore[no-any-return]

    def kinds(self) -> list[tuple[str, int]]:
        """Give the kinds of the findings, and how often."""
        return [(finding["kind"], finding["parameters"]["count"]) for finding in self.found()]


@pytest.fixture
def shop() -> Shop:
    return Shop()


def both_read(shop: Shop, text: str = "5") -> None:
    shop.read(shop.a, 10, text)
    shop.read(shop.b, 11, text)


def test_a_file_written_between_a_read_and_the_write_made_of_it_loses_an_update(shop: Shop) -> None:
    both_read(shop)
    shop.write(shop.a, 12, "4")
    shop.write(shop.b, 13, "4")
    (finding,) = shop.found()
    assert (finding["kind"], finding["level"]) == ("lost-update", "error")
    assert finding["message"] == (
        "b read stock = '5' (line 4), then a wrote '4' (line 5), then b wrote '4' (line 5), made of what it had read: the update of a is "
        "lost. Hold one lock from the read to the write."
    )
    assert [(edge.t0 / MS, edge.t1 / MS, edge.source, edge.reason) for edge in shop.windows] == [
        (10, 12, shop.a, Reason.NONE),
        (11, 13, shop.b, Reason.LOCK),
    ]


def test_one_after_the_other_loses_nothing_and_each_has_its_bracket(shop: Shop) -> None:
    shop.read(shop.a, 10, "'5'")
    shop.write(shop.a, 12, "4")
    shop.read(shop.b, 13, "'4'")
    shop.write(shop.b, 15, "3")
    assert shop.found() == []
    assert [(edge.t0 / MS, edge.t1 / MS, edge.source, edge.reason) for edge in shop.windows] == [
        (10, 12, shop.a, Reason.NONE),
        (13, 15, shop.b, Reason.NONE),
    ]


def test_one_after_the_other_loses_nothing(shop: Shop) -> None:
    for worker, ms, left in ((shop.a, 10, 5), (shop.b, 20, 4), (shop.a, 30, 3)):
        shop.read(worker, ms, str(left))
        shop.write(worker, ms + 1, str(left - 1))
    assert shop.kinds() == []


def test_what_was_only_overwritten_is_no_lost_update(shop: Shop) -> None:
    shop.read(shop.a, 10, "5")
    shop.write(shop.b, 12, "3", line="# replace")
    shop.write(shop.a, 13, "5", line="# replace")
    assert shop.kinds() == []


def test_another_s_plain_write_is_lost_too(shop: Shop) -> None:
    shop.read(shop.a, 10, "5")
    shop.write(shop.b, 12, "9", line="# replace")
    shop.write(shop.a, 13, "4")
    assert shop.kinds() == [("lost-update", 1)]


def test_what_stands_there_again_as_it_was_read_is_not_missed(shop: Shop) -> None:
    shop.read(shop.a, 10, "5")
    shop.write(shop.b, 12, "9", line="# replace")
    shop.write(shop.b, 13, "5", line="# replace")
    shop.write(shop.a, 14, "4")
    assert shop.kinds() == []


@pytest.mark.parametrize(("flags", "count"), [(WHOLE, [("lost-update", 1)]), (Extent.START, [])])
def test_what_was_appended_meanwhile_is_lost_if_the_file_was_emptied(shop: Shop, flags: int, count: list[tuple[str, int]]) -> None:
    shop.read(shop.a, 10, "5")
    shop.write(shop.b, 12, "more", flags=0)
    shop.write(shop.a, 13, "4", flags=flags)
    assert shop.kinds() == count


def test_what_is_appended_overwrites_nothing(shop: Shop) -> None:
    both_read(shop)
    shop.write(shop.a, 12, "4", flags=0)
    shop.write(shop.b, 13, "4", flags=0)
    assert shop.kinds() == []


def test_a_read_from_the_middle_is_no_read_of_the_content(shop: Shop) -> None:
    shop.read(shop.a, 10, "5", flags=0)
    shop.write(shop.b, 12, "9")
    shop.write(shop.a, 13, "4")
    assert shop.kinds() == []


def test_a_file_put_in_the_place_of_another_overwrites_it(shop: Shop) -> None:
    for worker, ms in ((shop.a, 10), (shop.b, 11)):
        shop.read(worker, ms, "5", opened="# whole", line="# whole")
    shop.replace(shop.a, 12, "5!")
    shop.replace(shop.b, 13, "5!")
    assert shop.kinds() == [("lost-update", 1)]


def test_of_calls_at_the_same_time_what_was_read_decides(shop: Shop) -> None:
    shop.write(shop.b, 12, "4", took=5, line="# replace")  # it is under way while the other reads
    shop.read(shop.a, 10, "?")
    shop.write(shop.a, 13, "3")
    assert shop.kinds() == []
    other = Shop()
    other.read(other.main, 5, "5")
    other.write(other.b, 12, "4", took=5, line="# replace")
    other.read(other.a, 10, "5")
    other.write(other.a, 13, "3")
    assert other.kinds() == [("lost-update", 1)]


@pytest.mark.parametrize(("line", "count"), [("# store", [("lost-update", 1)]), ("# replace", [])])
def test_of_two_that_write_at_the_same_time_one_is_lost_if_neither_knew_of_the_other(
    shop: Shop, line: str, count: list[tuple[str, int]]
) -> None:
    both_read(shop)
    shop.write(shop.a, 15, "4", took=2, line=line)
    shop.write(shop.b, 16, "4", took=2)
    assert shop.kinds() == count


def test_a_test_of_a_file_that_another_wrote_before_it_was_acted_on_is_told(shop: Shop) -> None:
    shop.read(shop.a, 10, "x", opened="# test", line="# test")
    shop.write(shop.b, 12, "y", line="# replace")
    shop.write(shop.a, 13, "", line="# clear")
    (finding,) = shop.found()
    assert (finding["kind"], finding["level"]) == ("check-then-act", "warning")
    assert finding["message"].startswith("a tested stock (line 10) and acted (line 11); in between b changed it (line 8).")


def test_a_file_that_nobody_wrote_meanwhile_may_be_tested(shop: Shop) -> None:
    shop.read(shop.a, 10, "x", opened="# test", line="# test")
    shop.write(shop.a, 13, "", line="# clear")
    assert shop.kinds() == []


@pytest.mark.parametrize("openings", [["# keep"], ["# keep", "# other"]])
def test_of_a_file_that_another_opened_for_them_updates_are_lost_too_if_it_is_known_which_opening_they_use(openings: list[str]) -> None:
    shop = Shop()
    source = (
        'f = open("stock", "r+")  # keep\ndef sell():\n    left = int(f.read())\n    f.write(str(left - 1))\ng = open("stock")  # other\n'
    )
    shop.story.source = source
    places = {words: shop.story.at(words) for words in openings}
    for words, place in places.items():
        shop.story.tables.flows[place] = Flows({"program.py": source}.get).flow("program.py", shop.story.tables.locations[place - 1][1])
        shop.story.add(1, Kind.CREATE, shop.main, resource=shop.file, location=shop.story.at(words))
        shop.story.add(1.1, Kind.CREATE, shop.a if len(openings) > 1 else shop.main, resource=shop.file, location=places["# keep"])
    for ms, worker, kind, text in (
        (2, shop.a, Kind.READ, "5"),
        (3, shop.b, Kind.READ, "5"),
        (4, shop.a, Kind.WRITE, "4"),
        (6, shop.b, Kind.WRITE, "4"),
    ):
        if kind is Kind.WRITE:
            shop._call(worker, ms, Call.WRITE, "f.write")
        shop._add(ms, kind, worker, text, "f.write" if kind is Kind.WRITE else "f.read", Extent.START)
    assert [finding["kind"] for finding in shop.found()] == (["lost-update"] if len(openings) == 1 else [])
