"""Steps: how long a task keeps its loop, with what, and whom it keeps waiting."""

from engine.events import Flag, Kind, Reason
from engine.timeline.steps import LONG_NS
from tests.story import MS, Story

SOURCE = """
async def rude():
    await before
    time.sleep(1)
    await after
"""


def office() -> tuple[Story, int, int, int]:
    """A loop whose task `rude` is about to go on from line 3, and another that is ready all the time."""
    story = Story(SOURCE)
    main = story.process("loop.py", pid=100)
    story.on(main, 0).begin(main, 0)
    rude, other = story.strand("rude", main), story.strand("other", main)
    story.step(main, rude, 1)
    story.add(2, Kind.WAIT, rude, reason=Reason.FUTURE, value=-1, flags=Flag.STRAND, location=story.at("await before"))
    story.step(main, 0, 2.1).queued(main, other, 3).queued(main, rude, 4).step(main, rude, 5)
    return story, main, rude, other


def let_go(story: Story, main: int, rude: int, ms: float) -> Story:
    story.add(ms, Kind.WAIT, rude, reason=Reason.FUTURE, value=-1, flags=Flag.STRAND, location=story.at("await after"))
    return story.step(main, 0, ms + 0.1)


def test_a_step_that_computes_for_long_is_told_with_its_lines_and_whom_it_kept() -> None:
    story, main, rude, other = office()
    let_go(story, main, rude, 305)
    timeline, _ = story.told(until=306)
    (finding,) = timeline.summary()["findings"]
    assert (finding["kind"], finding["level"], finding["open"]) == ("loop-blocked", "warning", False)
    assert finding["workers"] == [rude, other]
    assert finding["parameters"] | {"first": 3, "last": 5, "ms": 300, "longest": 300, "others": "other"} == finding["parameters"]
    assert finding["message_id"] == "finding.loop-blocked.cpu.lines"
    assert "computed between line 3 and line 5" in finding["message"]


def test_a_step_that_sleeps_is_told_with_the_line_of_the_sleep() -> None:
    story, main, rude, _ = office()
    story.sleep(rude, 10, 250, line="time.sleep").off(main, 10.1).on(main, 260)
    let_go(story, main, rude, 261)
    (finding,) = story.told(until=262)[0].summary()["findings"]
    assert finding["message_id"] == "finding.loop-blocked.sleep"
    assert finding["parameters"]["line"] == 4
    assert finding["location"] == story.at("time.sleep", "<module>")


def test_a_step_under_way_is_told_while_it_lasts_and_made_good_when_it_is_over() -> None:
    story, main, rude, _ = office()
    let_go(story, main, rude, 900)
    timeline = story.timeline()
    rows = [row for _, batch in story.fold(timeline, until=902) for row in batch.findings]
    assert rows[0]["open"]
    assert rows[0]["parameters"]["ms"] < 400
    assert (rows[-1]["id"], rows[-1]["open"], rows[-1]["parameters"]["ms"]) == (rows[0]["id"], False, 895)


def test_a_step_is_not_told_that_is_short_or_keeps_nobody_waiting_or_has_no_cpu() -> None:
    story, main, rude, _ = office()
    let_go(story, main, rude, 5 + LONG_NS / MS - 1)
    assert story.told(until=300)[0].summary()["findings"] == []

    story, main, rude, other = office()
    story.step(main, other, 4.5).strand_end(other, 4.6).step(main, rude, 4.7)
    let_go(story, main, rude, 305)
    assert story.told(until=306)[0].summary()["findings"] == []

    story, main, rude, _ = office()
    story.off(main, 20, preempted=True).on(main, 300)
    let_go(story, main, rude, 305)
    assert story.told(until=306)[0].summary()["findings"] == []


def test_the_longest_step_is_told_of_the_thread() -> None:
    story, main, rude, _ = office()
    let_go(story, main, rude, 45)
    timeline, batch = story.told(until=50)
    (row,) = [row for row in timeline.summary()["workers"] if row["id"] == main]
    assert row["longest_step"] == {"duration_ns": round(40.1 * MS), "worker": rude, "at_ns": 5 * MS}
    assert [row for row in batch.workers if row["id"] == main][-1]["longest_step"] == {
        "duration": round(40.1 * MS),
        "worker": rude,
        "at": 5 * MS,
    }
