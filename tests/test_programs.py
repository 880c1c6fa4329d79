"""What users might write, run from end to end: how it ends, what is found, and what became of its resources."""

import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engine.export.recording import Recording
from engine.run import Run, RunSpec
from engine.wire import FrameKind
from tests.engine.living import LONG, text_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper and prctl exist on Linux only")
PROGRAMS = Path(__file__).parent / "programs"


class Correct(NamedTuple):
    """A program that ends well: the end of what it prints, and of each resource its kind and some of its numbers."""

    last: str
    resources: dict[str, tuple[str, dict[str, int | None]]]


class Hangs(NamedTuple):
    """A program that hangs: what is found, whom it names, what they wait for, and what is found with it."""

    kind: str
    workers: set[str]
    resources: set[str]
    message: str
    others: frozenset[str] = frozenset({"deadlock", "join-hang"})


CORRECT = {
    "philosophers_in_order": Correct("[5, 5, 5, 5, 5]", {f"forks[{n}]": ("lock", {"acquisitions": 10, "max_depth": 0}) for n in range(5)}),
    "philosophers_with_footman": Correct(
        "[5, 5, 5, 5, 5]", {"footman": ("semaphore", {"acquisitions": 25, "capacity": 4}), "forks[4]": ("semaphore", {"acquisitions": 10})}
    ),
    "rendezvous": Correct("both", {name: ("semaphore", {"acquisitions": 1}) for name in ("a_arrived", "b_arrived")}),
    "multiplex": Correct("Semaphore released too many times", {"permits": ("semaphore", {"acquisitions": 8, "capacity": 3})}),
    "readers_writers": Correct("3", {"mutex": ("lock", {"acquisitions": 18}), "room_empty": ("semaphore", {"capacity": 1})}),
    "sleeping_barber": Correct("6", {"mutex": ("lock", {}), "customer_ready": ("semaphore", {}), "barber_ready": ("semaphore", {})}),
    "buffer_with_condition": Correct("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", {"cond": ("condition", {"max_waiters": 1})}),
    "released_by_its_taker": Correct("handed over", {"l": ("lock", {"acquisitions": 2})}),
    "shared_by_processes": Correct(
        "RLock <Semaphore",
        {
            "bar": ("barrier", {"capacity": 3, "max_depth": 3}),
            "jq": ("queue", {"capacity": 4, "max_depth": 4, "acquisitions": 20}),
            "q": ("queue", {"capacity": 1, "max_depth": 1}),
            "r": ("rlock", {"acquisitions": 2}),
        },
    ),
    "start_methods": Correct("forkserver [0, 0]", {}),
    "many_on_one_line": Correct(
        "",
        {
            "mpq": ("queue", {}),
            "v": ("value", {}),
            "arr": ("value", {}),
            "bar": ("barrier", {"capacity": 4}),
            "bs": ("semaphore", {"capacity": 3}),
            "pr": ("pipe", {}),
            "pw": ("pipe", {}),
            "pair[0]": ("lock", {"acquisitions": 1}),
            "pair[1]": ("lock", {"acquisitions": 1}),
            "jobs": ("queue", {"capacity": 7, "max_depth": 1}),
        },
    ),
    "sleeps": Correct("", {}),
    "several_with_room": Correct("7", {"ex": ("pool", {"acquisitions": 1}), "inner": ("pool", {"acquisitions": 9})}),
    "pool_with_room": Correct("8", {"ex": ("pool", {"acquisitions": 2, "capacity": 2})}),
    "map_in_another_pool": Correct("[0, 1, 2]]", {"pool": ("pool", {"acquisitions": 4}), "second": ("pool", {"acquisitions": 12})}),
    "executor_worker_dies": Correct("BrokenProcessPool", {"pool": ("pool", {"capacity": 1})}),
    "pools": Correct(
        "True",
        {"threads": ("pool", {"acquisitions": 8}), "processes": ("pool", {"acquisitions": 8}), "one": ("pool", {"max_depth": 1})},
    ),
    "managed": Correct(
        "{'n': 4} [0, 0, 1, 1]",
        {"counts": ("value", {"acquisitions": 10}), "lock": ("lock", {"acquisitions": 4}), "done": ("queue", {"acquisitions": 4})},
    ),
    "tasks_lock_order": Correct("done", {name: ("lock", {"acquisitions": 100}) for name in ("left", "right")}),
    "tasks_sentinels": Correct("done", {"queue": ("queue", {"acquisitions": 16, "capacity": 2, "max_depth": 2})}),
    "loop_free": Correct("", {}),
    "all_awaited": Correct("gathered", {}),
    "tasks_ended": Correct("True", {}),
    "exceptions_retrieved": Correct("1", {}),
    "echo_servers": Correct(
        "all echoed",
        {
            "server": ("socket", {"acquisitions": 2, "capacity": 128}),
            "connection": ("socket", {"bytes_in": 300000, "bytes_out": 300000}),
            "plain": ("socket", {"bytes_in": 5, "bytes_out": 5}),
        },
    ),
    "pipes_and_files": Correct(
        "total 4950",
        {
            "w→r": ("pipe", {"bytes_in": 390, "bytes_out": 390}),
            "numbers.json": ("file", {"bytes_in": 390, "bytes_out": 390}),
            "flock(numbers.json)": ("lock", {"acquisitions": 2}),
        },
    ),
    "thread_pool_by_hand": Correct("70210", {"jobs": ("queue", {"capacity": 5, "acquisitions": 128})}),
    "executor_maps": Correct("4940 40", {"lock": ("lock", {"acquisitions": 40})}),
    "rate_limiter": Correct("40", {"tokens": ("semaphore", {"capacity": 3, "acquisitions": 40})}),
    "logs_from_threads": Correct("150", {}),
    "counter_with_lock": Correct("60000", {"lock": ("lock", {"acquisitions": 60_000})}),
    "buffer_with_semaphores": Correct("870 4 0", {"spaces": ("semaphore", {"acquisitions": 60}), "mutex": ("lock", {"acquisitions": 120})}),
    "buffer_with_two_conditions": Correct("780", {"not_empty": ("condition", {}), "not_full": ("condition", {})}),
    "fair_readers_writers": Correct("10", {"turnstile": ("semaphore", {"acquisitions": 28}), "mutex": ("lock", {"acquisitions": 36})}),
    "barrier_rounds": Correct("True 30", {"barrier": ("barrier", {"max_depth": 3})}),
    "ping_pong": Correct("io" * 20, {"ping": ("event", {}), "pong": ("event", {})}),
    "countdown_latch": Correct("open 0", {"zero": ("condition", {})}),
    "transfers_in_order": Correct("300", {}),
    "jobs_done_by_daemons": Correct("20", {"jobs": ("queue", {"max_depth": 20})}),
    "processes_and_a_queue": Correct("190000", {"jobs": ("queue", {}), "results": ("queue", {})}),
    "processes_of_different_length": Correct("[0, 0, 0] 0", {}),
    "cache_with_rlock": Correct("50", {"lock": ("rlock", {})}),
    "timer_and_stop": Correct("True", {"stop": ("event", {}), "lock": ("lock", {"acquisitions": 1})}),
    # The twins of those in FOUND and HANGS.
    "turnstile_for_writers": Correct("20", {"turnstile": ("lock", {"acquisitions": 60})}),
    "kept_from_the_cpu equal": Correct("", {}),
    "gil_left_alone": Correct("done", {}),
    "generous_thread": Correct("done", {"mutex": ("semaphore", {"capacity": 1})}),
    "convoy_dissolved": Correct("done 120", {"lock": ("lock", {"acquisitions": 120})}),
    "sleeps_without_lock": Correct("['quick', 'begin', 'end']", {"lock": ("lock", {"acquisitions": 2})}),
    "notify_remembered": Correct("woken", {"cond": ("condition", {})}),
    "polls_a_condition": Correct("all 3", {"cond": ("condition", {})}),
    "event_stays_set": Correct("went", {"go": ("event", {})}),
    "sentinel_for_each": Correct("all ended", {"q": ("queue", {"acquisitions": 12})}),
    "released_in_pairs": Correct("permits 2 []", {"permits": ("semaphore", {"capacity": 2}), "items": ("semaphore", {"capacity": 2})}),
    "queue_drained_first": Correct("got 20", {"q": ("queue", {"acquisitions": 40})}),
    "fork_without_lock": Correct("done", {"lock": ("lock", {"acquisitions": 1})}),
    "waits_for_its_child": Correct("parent ends", {}),
    "daemon_told_to_stop": Correct("main ends", {"jobs": ("queue", {"acquisitions": 6})}),
}


class Told(NamedTuple):
    """A program that ends, and of which something is told: what, how seriously, about whom and what, on which line."""

    kind: str
    level: str
    workers: list[str]
    resources: list[str]
    line: int
    message: str


FOUND = {
    "greedy_thread": [Told("starvation", "warning", ["patient", "greedy"], ["mutex"], 19, "patient waited")],
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
    "exception_never_retrieved": ("exception-never-retrieved", "error", "unheard", "ValueError: nobody hears me (line 7)"),
}


class Races(NamedTuple):
    """A program that shares data wrongly: what is found of which datum, and who."""

    kind: str
    level: str
    name: str
    workers: set[str]
    count: int
    message: str


RACES = {
    "lost_update": Races("lost-update", "error", "stock", {"S1", "S2"}, 1, "is lost"),
    "oversold": Races("check-then-act", "error", "left", {"S1", "S2"}, 1, "although the test no longer held"),
    "one_without_lock": Races(
        "unlocked-access", "warning", "balance", {"careful", "careless"}, 0, "careless writes balance (line 22) without mutex"
    ),
    "value_without_lock": Races("lost-update", "error", "value", {"P1", "P2"}, 1, "read value = 0 (line 5)"),
    "lost_update_in_methods": Races("lost-update", "error", "Account._balance", {"S1", "S2"}, 1, "made of what it had read"),
    "file_without_lock": Races("lost-update", "error", "stock.txt", {"P1", "P2"}, 1, "read stock.txt = '5' (line 10)"),
    "flag_instead_of_lock": Races("check-then-act", "error", "busy", {"V1", "V2"}, 1, "although the test no longer held"),
    "json_without_lock": Races("lost-update", "error", "stock.json", {"P1", "P2"}, 1, "{'count': 5} (line 12)"),
}
SHARED_PROPERLY = [
    *("lost_update_locked", "oversold_locked", "all_with_lock", "shared_properly", "json_without_lock locked"),
    *("lost_update_in_methods locked", "tasks_update_in_turn", "flag_instead_of_lock locked"),
]


@cache
def watch(name: str, until: str = "", *, data: bool = False) -> Recording:
    """Run a program to its end, or until something of that kind is found; words behind its name are its arguments."""
    recording = Recording()
    name, *args = name.split()
    order = RunSpec(program=str(PROGRAMS / f"{name}.py"), args=tuple(args), stdio="capture", limits=LONG, run_id=name, data=data)
    with Run.start(order) as run:
        for frame in run.frames():
            recording.add(frame)
            if until and frame.kind == FrameKind.FINDING and (frame.json()["kind"], frame.json()["level"]) == (until, "error"):
                run.stop()
    return recording


def summary_of(recording: Recording) -> dict[str, Any]:
    assert recording.summary is not None
    return recording.summary


@pytest.mark.parametrize("name", CORRECT)
def test_a_correct_program_runs_as_ever_and_nothing_is_found(name: str) -> None:
    expected = CORRECT[name]
    recording = watch(name)
    summary = summary_of(recording)

    assert (summary["status"], summary["run"]["exit_code"], summary["findings"], summary["dropped"]) == ("finished", 0, [], 0)
    assert text_of(recording).rstrip("\n").endswith(expected.last)
    assert text_of(recording, 2) == ""
    rows = {row["name"]: row for row in reversed(summary["resources"])}
    for resource, (kind, numbers) in expected.resources.items():
        assert (rows[resource]["kind"], {key: rows[resource][key] for key in numbers}) == (kind, numbers)


@pytest.mark.parametrize("name", CORRECT)
def test_every_worker_of_a_correct_program_ends_and_its_states_add_up_to_its_life(name: str) -> None:
    for worker in summary_of(watch(name))["workers"]:
        states = worker["states"]
        parts = [states[key] for key in ("running_ns", "ready_ns", "ready_gil_ns", "blocked_ns")]
        assert worker["ended_ns"] is not None
        assert min(parts) >= 0
        assert sum(states["blocked"].values()) == states["blocked_ns"]
        assert 0 <= worker["ended_ns"] - worker["started_ns"] - sum(parts) - states.get("new_ns", 0) < 1_000_000


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


@pytest.mark.parametrize("name", RACES)
def test_data_that_is_shared_wrongly_is_told_of_once(name: str) -> None:
    expected = RACES[name]
    summary = summary_of(watch(name, data=True))
    workers = {worker["id"]: worker for worker in summary["workers"]}
    (finding,) = summary["findings"]
    named = [workers[number] for number in finding["workers"]]
    named += [workers[worker["process"]] for worker in named if worker["name"] == "MainThread"]

    assert (finding["kind"], finding["level"]) == (expected.kind, expected.level)
    assert expected.message in finding["message"]
    assert finding["parameters"]["name"] == expected.name
    assert expected.workers <= {worker["name"] for worker in named}
    assert finding["parameters"]["count"] == expected.count or not expected.count
    assert finding["location"]


def test_tasks_that_await_between_a_read_and_a_write_are_told_so() -> None:
    found = {finding["kind"]: finding for finding in summary_of(watch("tasks_lose_updates", data=True))["findings"]}
    assert {kind: (finding["message_id"], finding["level"]) for kind, finding in found.items()} == {
        "lost-update": ("finding.lost-update.tasks", "error"),
        "check-then-act": ("finding.check-then-act.tasks", "error"),
    }
    assert "Task-3 (deposit) wrote 120 (line 12), made of what it had read: the update of Task-2" in found["lost-update"]["message"]
    assert "Do not await between the test and the write" in found["check-then-act"]["message"]


@pytest.mark.parametrize("name", SHARED_PROPERLY)
def test_data_that_is_shared_properly_raises_no_alarm(name: str) -> None:
    summary = summary_of(watch(name, data=True))
    assert (summary["status"], summary["run"]["exit_code"], summary["findings"], summary["dropped"]) == ("finished", 0, [], 0)
    assert any(row["kind"] == "variable" for row in summary["resources"])


@pytest.mark.parametrize("name", ["file_without_lock flock", "file_without_lock apart"])
def test_files_that_are_locked_or_kept_apart_raise_no_alarm(name: str) -> None:
    summary = summary_of(watch(name))
    assert (summary["status"], summary["run"]["exit_code"], summary["findings"], summary["dropped"]) == ("finished", 0, [], 0)


@pytest.mark.parametrize("name", ["value_without_lock", "json_without_lock"])
def test_what_processes_share_is_watched_without_being_asked_for(name: str) -> None:
    assert [finding["kind"] for finding in summary_of(watch(name))["findings"]] == ["lost-update"]


@pytest.mark.parametrize("name", [name for name in CORRECT if name != "start_methods"])
def test_a_correct_program_does_the_same_while_its_data_is_watched(name: str) -> None:
    recording = watch(name, data=True)
    summary = summary_of(recording)
    assert (summary["status"], summary["run"]["exit_code"], summary["findings"]) == ("finished", 0, [])
    assert text_of(recording).rstrip("\n").endswith(CORRECT[name].last)


def test_a_task_that_was_cancelled_ended_so_and_was_not_cut_off() -> None:
    tasks = {row["name"]: row for row in summary_of(watch("tasks_ended"))["workers"] if row["kind"] == "task"}
    ends = {name: (row["cancelled"], row["cut"], row["exit"]) for name, row in tasks.items()}
    assert ends == {"Task-1 (main)": (False, False, 0), "kept": (True, False, 0), "left": (True, False, 0)}
