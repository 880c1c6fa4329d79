"""What a supervisor says of itself; whole runs are tested in tests/engine/test_run.py."""

import os
import sys
from pathlib import Path

import pytest

from engine.spec import Limits, RunSpec
from engine.supervisor import loop
from engine.supervisor.channel import Control, Outbox
from engine.supervisor.loop import Phase, Supervisor
from engine.supervisor.signals import Signals
from engine.wire import Frame, FrameKind, FrameReader


class NoSignals(Signals):
    """Signals of a process that takes none over."""

    def __init__(self) -> None:
        self.ignored = frozenset()


def frames_of(spec: RunSpec, folder: Path) -> list[Frame]:
    """Let a supervisor run in this process, which only a program that cannot be started allows."""
    control, ours_control = os.pipe()
    ours, frames = os.pipe()
    os.set_blocking(control, False)
    Supervisor(spec, folder, Control(control), Outbox(frames), NoSignals()).run()
    os.close(frames)
    found = FrameReader().feed(os.read(ours, 1 << 16))
    for descriptor in (ours, control, ours_control):
        os.close(descriptor)
    return found


def test_a_program_that_cannot_be_started_makes_a_whole_failed_run(tmp_path: Path) -> None:
    frames = frames_of(RunSpec(code="pass", python="/no/python", run_id="x", limits=Limits(events=5)), tmp_path)

    assert [frame.kind for frame in frames] == [FrameKind.META, FrameKind.STATUS, FrameKind.STATUS, FrameKind.SUMMARY]
    meta, last, summary = frames[0].json(), frames[2].json(), frames[3].json()
    assert (meta["run"], meta["limits"]["events"], meta["kernel"]) == ("x", 5, "inferred")
    assert (last["phase"], last["status"]) == (Phase.ENDED, "failed")
    assert "cannot be started" in last["note"]
    assert summary["run"]["status"] == summary["status"] == "failed"
    assert {"workers", "resources", "edges", "findings", "events", "dropped", "kernel"} <= summary.keys()


@pytest.mark.parametrize(("number", "name"), [(9, "SIGKILL"), (15, "SIGTERM"), (99, "signal 99")])
def test_signals_have_names(number: int, name: str) -> None:
    assert loop._signal_name(number) == name


def test_folding_leaves_time_in_every_tick() -> None:
    assert loop.FOLD_NS < loop.TICK_NS
    assert sys.maxsize > loop.MOST_PENDING


def test_ticks_are_short_only_while_there_is_news_and_time_to_fold_it() -> None:
    assert loop.tick_ns(has_news=True, is_behind=False) == loop.SHORT_TICK_NS
    assert loop.tick_ns(has_news=True, is_behind=True) == loop.TICK_NS
    assert loop.tick_ns(has_news=False, is_behind=False) == loop.TICK_NS
