"""Programs that users might write with something wrong in them, run from end to end: what is found, where, and whom it names."""

import sys
from typing import Any, NamedTuple

import pytest

from engine.export.recording import Recording
from engine.run import Run, RunSpec
from engine.wire import FrameKind
from tests.engine.living import LONG
from tests.program_runs import PROGRAMS, summary_of, watch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper and prctl exist on Linux only")


class Hangs(NamedTuple):
    """A program that hangs: what is found, whom it names, what they wait for, and what is found with it."""

    kind: str
    workers: set[str]
    resources: set[str]
    message: str
    others: frozenset[str] = frozenset({"deadlock", "join-hang"})


class Told(NamedTuple):
    """A program that ends, and of which something is told: what, how seriously, about whom and what, on which line."""

    kind: str
    level: str
    workers: list[str]
    resources: list[str]
    line: int
    message: str


FOUND = {
    "readers_shut_writer_out": [
        Told(
            "starvation",
            "warning",
            ["writer", "reader-0", "reader-1"],
            ["room", "door"],
            44,
            "for room (line 44), which reader-0 took for a group (line 18): since then",
        )
    ],
    "convoy": [
        Told("lock-held-while-waiting", "warning", ["W0", "W1", "W2", "W3"], ["lock"], 12, "during a sleep at line 12"),
        Told("lock-convoy", "warning", ["W0", "W1", "W2", "W3"], ["lock"], 11, "hand-overs without dissolving"),
    ],
    "sleeps_with_lock": [
        Told(
            "lock-held-while-waiting",
            "warning",
            ["slow", "quick"],
            ["lock"],
            13,
            "slow held lock (taken at line 11) during a sleep at line 13, 400",
        )
    ],
    "notify_missed_for_a_while": [
        Told("lost-wakeup", "warning", ["waiter", "notifier"], ["cond"], 17, "notifier notified cond at line 11, but nobody was waiting")
    ],
    "released_twice": [Told("over-release", "warning", ["W0"], ["permits"], 13, "rose to 3 permits and began with 2")],
    "released_by_another_thread": [
        Told("foreign-release", "info", ["Thread-1 (rel)", "MainThread"], ["l"], 8, "which MainThread had taken at line 11")
    ],
    "leaves_an_orphan": [
        Told("orphan", "warning", ["leaves_an_orphan.py-1", "leaves_an_orphan.py"], [], 6, "its parent, had ended: it was an orphan")
    ],
    "leaves_a_zombie": [
        Told("zombie", "warning", ["leaves_a_zombie.py-1", "leaves_a_zombie.py"], [], 6, "leaves_a_zombie.py-1 (pid"),
    ],
    "daemon_cut_off": [
        Told("daemon-cut-off", "info", ["writer", "MainThread"], [], 12, "writer, a daemon, was cut off in its sleep (line 12)")
    ],
    "daemon_process_cut_off": [
        Told("daemon-cut-off", "info", ["MainThread", "MainThread"], [], 10, "counter, a daemon, was cut off in its sleep (line 10)"),
    ],
}
WITH_CAUSE = frozenset({"join-hang", "missing-sentinel", "feeder-hang", "lost-wakeup", "fork-with-lock-held"})
HANGS = {
    "philosophers_naive": Hangs("deadlock", {f"P{n}" for n in range(5)}, {f"forks[{n}]" for n in range(5)}, "Nobody will ever move"),
    "bank_transfer": Hangs("deadlock", {"a-to-b", "b-to-a"}, {"lock", "lock#2"}, "a-to-b waits for lock#2, held by b-to-a"),
    "processes_in_a_ring": Hangs(
        "deadlock",
        {"P", "Q"},
        {"a", "b"},
        "P waits for b, held by Q; Q waits for a, held by P",
        frozenset({"deadlock", "join-hang", "lock-held-while-waiting"}),  # one of them may start late on a busy machine
    ),
    "join_each_other": Hangs("deadlock", {"A", "B"}, set(), "A waits for B to finish; B waits for A to finish"),
    "pool_waits_for_itself": Hangs(
        "pool-deadlock",
        {"MainThread", "ThreadPoolExecutor-0_0"},
        {"ex"},
        "ex waits for itself: outer() (line 7) waits for the result of pow(2, 3), which its only worker is too busy waiting to begin",
        frozenset({"pool-deadlock"}),
    ),
    "pool_waits_for_several": Hangs(
        "pool-deadlock",
        {"MainThread", "ThreadPoolExecutor-0_0"},
        {"ex"},
        "outer() (line 8) waits for the result of pow(2, 0), pow(2, 1), which its only worker is too busy waiting to begin",
        frozenset({"pool-deadlock"}),
    ),
    "map_in_its_own_pool": Hangs(
        "pool-deadlock",
        {"MainThread", "Thread-1 (worker)", "Thread-2 (worker)"},
        {"pool"},
        "which all its 2 workers are too busy waiting",
        frozenset({"pool-deadlock"}),
    ),
    "pool_worker_dies": Hangs(
        "deadlock", {"MainThread"}, set(), "waits for the result of leave(3), but ForkPoolWorker-1, which had begun it"
    ),
    "one_sentinel_for_three": Hangs(
        "missing-sentinel", set(), {"q"}, "got None as the last item and ended; nobody put one for the others", WITH_CAUSE
    ),
    "no_sentinel": Hangs("missing-sentinel", {"consumer"}, {"q"}, "no last item said that there is no more", WITH_CAUSE),
    "queue_not_drained": Hangs("feeder-hang", {"filler"}, {"q"}, "q still has 20 of its items", WITH_CAUSE),
    "notify_too_early": Hangs("lost-wakeup", {"waiter", "notifier"}, {"cond"}, "notifier notified cond at line 18", WITH_CAUSE),
    "event_pulse": Hangs("lost-wakeup", {"late", "pulse"}, {"go"}, "pulse set go at line 16 and cleared it at once", WITH_CAUSE),
    "fork_with_lock": Hangs(
        "fork-with-lock-held", {"child", "holder"}, {"lock"}, "child will wait for lock for ever (line 17)", WITH_CAUSE
    ),
    "tasks_lock_ring": Hangs(
        "deadlock", {"to-the-right", "to-the-left"}, {"left", "right"}, "to-the-right waits for right, held by to-the-left"
    ),
    "tasks_no_sentinel": Hangs("missing-sentinel", set(), {"queue"}, "got None as the last item and ended", WITH_CAUSE),
    "event_never_set": Hangs("join-hang", {"MainThread", "waiter"}, {"done"}, "waiter waits for done to be set"),
}


# Programs that end, and what is found in them: its kind, its level, whom it names first, and some of what it says.
FLAWED = {
    "loop_blocked": ("loop-blocked", "warning", "Task-3 (rude)", "slept in time.sleep (line 14). Meanwhile Task-2 (tick)"),
    "loop_computes": ("loop-blocked", "warning", "Task-3 (crunch)", "computed between line 13 and line 17. Meanwhile Task-2 (tick)"),
    "never_awaited": ("never-awaited", "warning", "Task-1 (main)", "save() was called (line 11) and never awaited"),
    "task_destroyed": ("task-destroyed", "warning", "lost", "destroyed while it still waited at line 8"),
    "jobs_nobody_asks": (
        "exception-never-retrieved",
        "error",
        "ThreadPoolExecutor-0_0",
        "boil(1) ended because of ValueError: dry (line 9)",
    ),
    "exception_never_retrieved": ("exception-never-retrieved", "error", "unheard", "ValueError: nobody hears me (line 7)"),
}


@pytest.mark.parametrize("name", HANGS)
def test_a_program_that_hangs_is_told_of_while_it_runs(name: str) -> None:
    expected = HANGS[name]
    recording = watch(name, until=expected.kind)
    summary = summary_of(recording)
    workers = {worker["id"]: worker for worker in summary["workers"]}
    resources = {row["id"]: row["name"] for row in summary["resources"]}
    finding = next(finding for finding in summary["findings"] if finding["kind"] == expected.kind and finding["level"] == "error")

    assert summary["status"] == "stopped"
    assert expected.message in finding["message"]
    named = [workers[number] for number in finding["workers"]]
    named += [workers[worker["parent"]] for worker in named if worker["name"] == "MainThread"]
    assert expected.workers <= {worker["name"] for worker in named}
    assert {resources[number] for number in finding["resources"] if number in resources} == expected.resources  # a job is none of them
    assert {finding["kind"] for finding in summary["findings"]} <= expected.others
    assert recording.findings[finding["id"]]["location"]


@pytest.mark.parametrize("name", FOUND)
def test_what_is_wrong_with_a_program_that_ends_is_told(name: str) -> None:
    recording = watch(name)
    summary = summary_of(recording)
    workers = {worker["id"]: worker["name"] for worker in summary["workers"]}
    resources = {row["id"]: row["name"] for row in summary["resources"]}

    assert (summary["status"], summary["run"]["exit_code"]) == ("finished", 0)
    assert {finding["kind"] for finding in summary["findings"]} == {told.kind for told in FOUND[name]}
    for told in FOUND[name]:
        (finding,) = (finding for finding in summary["findings"] if finding["kind"] == told.kind)
        assert told.message in finding["message"]
        line = recording.locations[finding["location"]][1] if finding["location"] else 0
        assert (finding["level"], line, finding["open"]) == (told.level, told.line, False)
        assert sorted(workers[number] for number in finding["workers"]) == sorted(told.workers)
        assert [resources[number] for number in finding["resources"]] == told.resources


def watch_until_anything_is_found(name: str) -> dict[str, Any]:
    recording = Recording()
    with Run.start(RunSpec(program=str(PROGRAMS / f"{name}.py"), stdio="capture", limits=LONG, run_id=name)) as run:
        for frame in run.frames():
            recording.add(frame)
            if frame.kind == FrameKind.FINDING:
                run.stop()
    return summary_of(recording)


def test_a_thread_that_another_passes_by_again_and_again_is_told_of() -> None:
    summary = watch_until_anything_is_found("greedy_thread")
    names = {worker["id"]: worker["name"] for worker in summary["workers"]}
    if not summary["findings"]:  # others had the CPUs so often that both lacked one for long: then it was not all the other's doing
        assert sum(row["states"]["ready_ns"] for row in summary["workers"]) > summary["run"]["duration_ns"] / 10
        return
    (finding,) = summary["findings"]
    assert (finding["kind"], finding["message_id"], finding["level"]) == ("starvation", "finding.starvation", "warning")
    assert [names[number] for number in finding["workers"]] == ["patient", "greedy"]
    assert (finding["parameters"]["resource"], finding["parameters"]["line"]) == ("mutex", 19)
    assert finding["parameters"]["passes"] >= 20


def test_a_process_of_low_priority_that_is_kept_from_the_cpu_is_told_of() -> None:
    summary = watch_until_anything_is_found("kept_from_the_cpu")
    if summary["kernel"] != "measured":
        pytest.skip("the kernel's switches cannot be read")
    workers = {worker["id"]: worker for worker in summary["workers"]}
    if not summary["findings"]:  # others had the CPU nearly all the time: then the program itself did not run for a second
        assert sum(row["states"]["running_ns"] for row in workers.values() if row["name"].startswith("cook-")) < 1_500_000_000
        return
    (finding,) = summary["findings"]
    assert (finding["kind"], finding["message_id"], finding["parameters"]["rank"]) == ("starvation", "finding.starvation.cpu", "nice 19")
    guest, *cooks = [workers[workers[number]["parent"]]["name"] for number in finding["workers"]]
    assert guest == "guest"
    assert set(cooks) <= {f"cook-{number}" for number in range(6)}
    assert finding["parameters"]["ran_ns"] < finding["parameters"]["other_ns"] / 24  # a quarter of what one of six has


def test_a_thread_that_is_kept_from_the_gil_is_told_of() -> None:
    summary = watch_until_anything_is_found("gil_convoy")
    names = {worker["id"]: worker["name"] for worker in summary["workers"]}
    if not summary["findings"]:  # others had the CPUs most of the time: then the clock came to ask for too few turns
        ran = sum(row["states"]["running_ns"] for row in summary["workers"] if row["name"].startswith("cook-"))
        assert ran < summary["run"]["duration_ns"] / 2
        return
    (finding,) = summary["findings"]
    assert (finding["kind"], finding["message_id"]) == ("starvation", "finding.starvation.gil")
    clock, *cooks = [names[number] for number in finding["workers"]]
    assert clock == "clock"
    assert set(cooks) <= {f"cook-{number}" for number in range(4)}
    assert finding["parameters"]["turns"] >= 20


@pytest.mark.parametrize("name", FLAWED)
def test_a_flaw_is_told_of_that_does_not_keep_a_program_from_ending(name: str) -> None:
    kind, level, first, words = FLAWED[name]
    summary = summary_of(watch(name))
    names = {worker["id"]: worker["name"] for worker in summary["workers"]}
    finding = summary["findings"][0]
    assert (summary["status"], {finding["kind"] for finding in summary["findings"]}) == ("finished", {kind})
    assert (finding["level"], names[finding["workers"][0]]) == (level, first)
    assert words in finding["message"]
