from collections.abc import Iterable, Sequence

import pytest

from engine.events import Kind
from engine.findings import watch
from engine.findings.finding import Finding
from engine.findings.watch import Watch
from engine.timeline.noticed import Noticed
from engine.timeline.world import World
from tests.story import MS, Story


def test_losses_are_one_finding_that_grows() -> None:
    story = Story()
    timeline = story.timeline()
    timeline.lost(3, MS)
    timeline.lost(3, 2 * MS)
    timeline.lost(8, 3 * MS)
    (finding,) = timeline.take().findings
    assert (finding["parameters"], finding["at"]) == ({"count": 8}, MS)
    assert timeline.summary()["dropped"] == 8
    timeline.lost(9, 4 * MS)
    assert [row["id"] for row in timeline.take().findings] == [finding["id"]]


def test_findings_are_numbered_from_one() -> None:
    story = Story()
    main = story.process("hall.py", pid=100)
    story.begin(main, 0)
    for ms in (1, 2, 3):
        story.add(ms, Kind.EXCEPTION, main)
    _, batch = story.told(until=20)
    assert [row["id"] for row in batch.findings] == [1, 2, 3]


def test_a_program_that_fails_a_thousand_times_is_told_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "MOST", 2)
    story = Story()
    main = story.process("hall.py", pid=100)
    story.begin(main, 0)
    for ms in (1, 2, 3):
        story.add(ms, Kind.EXCEPTION, main)
    _, batch = story.told(until=20)
    assert len(batch.findings) == 2


def test_a_watch_begins_with_nothing() -> None:
    fresh = Watch()
    assert (fresh.take(), fresh.findings(), fresh.lost_count) == ([], [], 0)


class Repeats:
    """Tells the same finding at each look, with what it has come to."""

    def __init__(self) -> None:
        self.looks = 0

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterable[Finding]:
        self.looks += 1
        text = f"look {self.looks}"
        yield Finding(kind="orphan", level="info", message=text, message_id="", key=("orphan", 1), at=self.looks, since=self.looks)


def test_what_is_told_again_takes_the_place_of_what_was_told_but_not_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    repeats = Repeats()
    monkeypatch.setattr(watch, "lookouts", lambda: [repeats])
    _, batch = Story().told(until=500)
    assert repeats.looks > 3
    assert {(row["id"], row["at"]) for row in batch.findings} == {(1, 1)}
    assert batch.findings[-1]["message"] == f"look {repeats.looks}"


def test_there_is_a_lookout_of_each_kind_for_each_run() -> None:
    first, second = watch.lookouts(), watch.lookouts()
    assert len({type(lookout) for lookout in first}) == len(first)
    assert not {id(lookout) for lookout in first} & {id(lookout) for lookout in second}
