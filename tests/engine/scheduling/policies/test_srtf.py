"""Shortest remaining time first."""

from tests.engine.scheduling.worked import ARRIVALS, STALLINGS, column, compute, gantt, reasons, rules


def test_silberschatz() -> None:
    body = compute("srtf", "P1 0 8, P2 1 4, P3 2 9, P4 3 5")
    assert gantt(body) == "P1 0-1, P2 1-5, P4 5-10, P1 10-17, P3 17-26"
    assert column(body, "waiting") == [9, 0, 15, 2]
    assert body["mean"] == {"response": 4.25, "waiting": 6.5, "turnaround": 13}


def test_the_other_textbook() -> None:
    body = compute("srtf", ARRIVALS)
    assert gantt(body) == "P1 0-2, P2 2-4, P3 4-5, P2 5-7, P4 7-11, P1 11-16"
    assert (body["mean"]["waiting"], body["mean"]["turnaround"]) == (3, 7)


def test_stallings() -> None:
    body = compute("srtf", STALLINGS)
    assert column(body, "finish") == [3, 15, 8, 20, 10]
    assert body["mean"]["turnaround"] == 7.2


def test_ostep_late_short_jobs_preempt() -> None:
    body = compute("srtf", "A 0 100, B 10 10, C 10 10")
    assert gantt(body) == "A 0-10, B 10-20, C 20-30, A 30-120"
    assert body["mean"]["turnaround"] == 50  # 103.33 without pre-emption
    assert round(compute("sjf", "A 0 100, B 10 10, C 10 10")["mean"]["turnaround"], 2) == 103.33


def test_equal_remaining_time_keeps_the_running_job() -> None:
    body = compute("srtf", "A 0 5, B 2 3")
    assert gantt(body) == "A 0-5, B 5-8"
    assert "equal-left-keeps" in rules(body)


def test_the_reason_compares_what_is_left() -> None:
    body = compute("srtf", "P1 0 8, P2 1 4, P3 2 9")
    assert reasons(body)[:3] == [(0, "P1", "only"), (1, "P2", "less-left"), (2, "P2", "keeps.left")]
    assert body["decisions"][1]["reason"]["text"] == "P2 takes the CPU from P1: it needs 4, P1 still needs 7."
    assert body["decisions"][2]["kept"] is True


def test_of_two_cpus_the_job_with_most_left_gives_way() -> None:
    body = compute("srtf", "A 0 9, B 0 5, C 1 2", cpus=2)
    assert [(bar["name"], bar["cpu"], bar["start"], bar["end"]) for bar in body["gantt"]] == [
        ("B", 0, 0, 5), ("A", 1, 0, 1), ("C", 1, 1, 3), ("A", 1, 3, 11),
    ]  # fmt: skip
