"""Correct programs that users might write, run from end to end: how they end, and what became of workers and resources."""

import sys
from typing import NamedTuple

import pytest

from tests.engine.living import text_of
from tests.program_runs import summary_of, watch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper and prctl exist on Linux only")


class Correct(NamedTuple):
    """A program that ends well: the end of what it prints, and of each resource its kind and some of its numbers."""

    last: str
    resources: dict[str, tuple[str, dict[str, int | None]]]


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
    "jobs_somebody_asks": Correct("all asked", {}),
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
    "counter_with_lock": Correct("12000", {"lock": ("lock", {"acquisitions": 12_000})}),
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
