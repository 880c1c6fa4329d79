"""Outcomes added up."""

from app.distribution import distribution, durations
from app.outcomes import Outcome


def outcome(number: int, **changes: object) -> Outcome:
    facts = {"run": f"run{number}", "seed": number, "status": "finished", "exit_code": 0, "output": "aa", "lines": ("1",)}
    return Outcome(number=number, **{**facts, **changes})  # type: ignore[arg-type] # the changes are the test's own


def test_what_is_most_frequent_comes_first() -> None:
    outcomes = [
        outcome(0, status="timed-out", exit_code=None, findings=("deadlock", "join-hang"), output="bb", lines=("2",), has_more=True),
        outcome(1, findings=("deadlock",)),
        outcome(2),
    ]
    told = distribution(outcomes)
    assert told["outcomes"] == [
        {"status": "finished", "exit_code": 0, "signal": None, "count": 2},
        {"status": "timed-out", "exit_code": None, "signal": None, "count": 1},
    ]
    assert told["findings"] == [{"kind": "deadlock", "count": 2}, {"kind": "join-hang", "count": 1}]
    assert told["outputs"] == [
        {"hash": "aa", "count": 2, "lines": ["1"], "has_more": False, "run": "run1"},
        {"hash": "bb", "count": 1, "lines": ["2"], "has_more": True, "run": "run0"},
    ]
    assert told["duration_ns"] is None


def test_of_no_runs_nothing_is_said() -> None:
    assert distribution([]) == {"outcomes": [], "findings": [], "outputs": [], "duration_ns": None}


def test_percentiles_are_values_that_were_measured() -> None:
    assert durations([5]) == {"min": 5, "median": 5, "p95": 5, "max": 5}
    assert durations([40, 10, 20, 30]) == {"min": 10, "median": 25, "p95": 40, "max": 40}
    assert durations(range(1, 101)) == {"min": 1, "median": 50, "p95": 95, "max": 100}
