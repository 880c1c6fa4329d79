"""The lessons on generators and gevent, run from end to end: who runs when, and who waits for what."""

import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from engine.events import EdgeKind, Reason, State
from engine.export.recording import Recording
from engine.run import Run, RunSpec
from tests.engine.living import LONG, text_of
from tests.engine.probe.greens import has_gevent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper and prctl exist on Linux only")
LESSONS = Path(__file__).parent.parent / "app" / "lessons"
PROGRAMS = Path(__file__).parent / "programs"
needs_gevent = pytest.mark.skipif(not has_gevent(sys.executable), reason="gevent is not installed for this Python")


@cache
def watch(lesson: str) -> Recording:
    return run(LESSONS / lesson / "program.py")


def run(program: Path) -> Recording:
    recording = Recording()
    with Run.start(RunSpec(program=str(program), stdio="capture", limits=LONG, run_id="r1")) as started:
        for frame in started.frames():
            recording.add(frame)
    return recording


def workers(recording: Recording, kind: str) -> dict[str, dict[str, Any]]:
    assert recording.summary is not None
    return {row["name"]: row for row in recording.summary["workers"] if row["kind"] == kind}


def spans(recording: Recording, worker: int, state: State, reason: Reason = Reason.NONE) -> list[tuple[int, int]]:
    """When a worker was in a state: from, to."""
    changes = sorted((change for change in recording.changes if change.worker == worker), key=lambda change: change.time)
    ends = [change.time for change in changes[1:]] + [max(change.time for change in recording.changes)]
    return [(change.time, end) for change, end in zip(changes, ends, strict=True) if (change.state, change.reason) == (state, reason)]


@needs_gevent
def test_patched_sleeps_overlap_under_the_hub() -> None:
    recording = watch("gevent-patched")
    greenlets = workers(recording, "greenlet")
    assert set(greenlets) == {"main", "hub", "fetch", "fetch-2", "fetch-3"}
    sleeps = [spans(recording, greenlets[name]["id"], State.BLOCKED, Reason.SLEEP) for name in ("fetch", "fetch-2", "fetch-3")]
    assert max(rows[0][0] for rows in sleeps) < min(rows[-1][1] for rows in sleeps)
    (thread,) = workers(recording, "thread").values()
    assert thread["states"]["blocked"].get("sleep", 0) == 0
    assert thread["states"]["blocked"]["io"] > 0
    assert "three has its answer" in text_of(recording)
    starts = [(edge.source, edge.target) for edge in recording.edges if edge.kind is EdgeKind.START]
    assert [target for source, target in starts if source == greenlets["main"]["id"]] == [
        greenlets[name]["id"] for name in ("fetch", "fetch-2", "fetch-3")
    ]
    assert not any(greenlets[name]["cut"] for name in greenlets)


@needs_gevent
def test_unpatched_sleeps_hold_the_thread_and_those_whose_turn_it_is_stay_ready() -> None:
    recording = watch("gevent-unpatched")
    greenlets = workers(recording, "greenlet")
    sleeps = [spans(recording, greenlets[name]["id"], State.BLOCKED, Reason.SLEEP) for name in ("fetch", "fetch-2", "fetch-3")]
    for earlier, later in pairwise(sleeps):
        assert earlier[-1][1] <= later[0][0]
    (waited,) = spans(recording, greenlets["fetch-3"]["id"], State.READY, Reason.LOOP)
    assert waited[1] - waited[0] >= 400_000_000
    (thread,) = workers(recording, "thread").values()
    assert thread["states"]["blocked"]["sleep"] >= 590_000_000


def test_jobs_that_compute_take_turns_and_never_run_together() -> None:
    recording = watch("generators-compute")
    jobs = workers(recording, "generator")
    assert set(jobs) == {"job", "job-2"}
    assert [row["hand_overs"] for row in jobs.values()] == [41, 41]
    one, other = (spans(recording, row["id"], State.RUNNING) for row in jobs.values())
    assert not any(a < d and c < b for a, b in one for c, d in other)


def test_coroutines_that_wait_are_suspended_together_while_the_thread_sleeps() -> None:
    recording = watch("generators-wait")
    fetches = workers(recording, "generator")
    assert len(fetches) == 10
    assert all(row["states"]["blocked"]["resume"] >= 190_000_000 for row in fetches.values())
    (thread,) = workers(recording, "thread").values()
    assert thread["states"]["blocked"]["sleep"] >= 100_000_000  # of 200 ms, less what a busy machine makes it late for the next sleep
    assert "fetch-10 has page 3" in text_of(recording)


def test_a_producer_sends_to_a_consumer_inside_its_own_turn() -> None:
    recording = watch("generators-send")
    strands = workers(recording, "generator")
    assert strands["consumer"]["parent"] == strands["producer"]["id"]
    assert strands["consumer"]["states"]["blocked"]["sleep"] >= 110_000_000
    assert strands["producer"]["states"]["blocked"]["resume"] >= 110_000_000


@needs_gevent
@pytest.mark.parametrize("lesson", ["gevent-patched", "gevent-unpatched"])
def test_nothing_is_found_wrong_with_the_lessons(lesson: str) -> None:
    assert not watch(lesson).findings


@needs_gevent
def test_connections_of_greenlets_have_lanes_and_arrows_like_any_others() -> None:
    recording = run(PROGRAMS / "green_echo.py")
    assert text_of(recording) == "['ann', 'bob']\n"
    assert recording.summary is not None
    greenlets = {row["id"]: name for name, row in workers(recording, "greenlet").items()}
    sockets = [row for row in recording.summary["resources"] if row["kind"] == "socket"]
    assert sorted((row["bytes_in"], row["bytes_out"]) for row in sockets) == [(0, 0)] + [(12, 12)] * 4
    connects = [(greenlets[edge.source], greenlets[edge.target]) for edge in recording.edges if edge.kind is EdgeKind.CONNECT]
    assert sorted(connects) == [("ask", "hub"), ("ask-2", "hub")]
    told = [(greenlets[edge.source], greenlets[edge.target]) for edge in recording.edges if edge.kind is EdgeKind.MESSAGE]
    pairs = {frozenset(pair) for pair in told}
    assert len(told) == 12
    assert pairs in [{frozenset({"ask", one}), frozenset({"ask-2", other})} for one, other in (("echo", "echo-2"), ("echo-2", "echo"))]
    (thread,) = (row for row in workers(recording, "thread").values() if row["name"] == "MainThread")
    waits = [
        row["states"]["blocked"].get("io", 0) for name, row in workers(recording, "greenlet").items() if name.startswith(("ask", "echo"))
    ]
    assert all(waits), "it is the greenlets that wait"
    assert thread["id"] not in {edge.source for edge in recording.edges if edge.kind in (EdgeKind.MESSAGE, EdgeKind.CONNECT)}
