import pytest

from engine.events import Kind
from engine.findings import watch
from engine.findings.watch import Watch
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
