"""A loop that was kept for long, in words."""

import pytest

from engine.events import Reason
from engine.findings.loop_blocked import explain_long_step
from engine.timeline.steps import LongStep
from engine.timeline.world import World
from tests.story import MS, Story


def step(world_of: Story, reason: Reason, *, blocked: int, kept: int = 1, is_over: bool = True) -> tuple[World, LongStep]:
    main = world_of.process("program.py", pid=100)
    strands = [world_of.strand(f"t{number}", main) for number in range(kept + 1)]
    world = World(world_of.tables, kernel="measured")
    for number in (main, *strands):
        world.worker(number, 0)
    lines = [world_of.tables.location("program.py", line, "f") for line in (7, 8, 9)]
    return world, LongStep(
        thread=main,
        strand=strands[0],
        began=MS,
        ended=301 * MS,
        running_ns=(300 - blocked) * MS,
        blocked_ns=blocked * MS,
        reason=reason,
        location=lines[0],
        resource=0,
        first=lines[1],
        last=lines[2] if is_over else 0,
        kept=[(number, 200 * MS) for number in strands[1:]],
        is_over=is_over,
    )


@pytest.mark.parametrize(
    ("reason", "blocked", "words", "message_id"),
    [
        (Reason.SLEEP, 290, "kept the event loop of MainThread for 300 ms without an await: it slept in time.sleep (line 7)", "sleep"),
        (Reason.LOCK, 290, "it waited for something, a lock of threads (line 7)", "lock"),
        (Reason.IO, 290, "it waited for input or output (line 7)", "io"),
        (Reason.UNKNOWN, 290, "it was inside a call that blocks (line 7)", "call"),
        (Reason.SLEEP, 10, "it computed between line 8 and line 9", "cpu.lines"),
    ],
)
def test_a_blocking_call_is_told_from_computation(reason: Reason, blocked: int, words: str, message_id: str) -> None:
    finding = explain_long_step(*step(Story(), reason, blocked=blocked))
    assert words in finding.message
    assert finding.message_id == f"finding.loop-blocked.{message_id}"


def test_of_many_kept_waiting_some_are_named_and_all_are_counted() -> None:
    finding = explain_long_step(*step(Story(), Reason.SLEEP, blocked=290, kept=5))
    assert "Meanwhile t1, t2, t3 and 2 more could have run and waited up to 200 ms" in finding.message
    assert finding.parameters["count"] == 5


def test_a_step_under_way_is_told_as_such() -> None:
    finding = explain_long_step(*step(Story(), Reason.LOCK, blocked=10, is_over=False))
    assert "t0 has kept the event loop of MainThread for 300 ms" in finding.message
    assert "it computed after line 8" in finding.message
    assert finding.is_open
