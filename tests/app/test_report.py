from typing import Any

import pytest

from app.report import duration, ending, one_line, report

STATES = {"running_ns": 1_500_000, "ready_ns": 0, "ready_gil_ns": 20, "blocked_ns": 3_000_000_000, "blocked": {"lock": 3_000_000_000}}


def worker(number: int, kind: str, name: str, parent: int, **more: object) -> dict[str, Any]:
    return {"id": number, "kind": kind, "name": name, "parent": parent, "pid": 50, "states": STATES} | more


def summary(**run: object) -> dict[str, Any]:
    return {
        "run": {"program": "a.py", "status": "finished", "exit_code": 0, "signal": None, "note": None, "duration_ns": 2_000_000} | run,
        "kernel": "measured",
        "events": 1234,
        "dropped": 0,
        "workers": [worker(1, "process", "a.py", 0), worker(2, "thread", "MainThread", 1), worker(3, "thread", "B", 2, exit=3)],
        "resources": [
            {
                "kind": "lock",
                "name": "mutex",
                "created": {"file": "a.py", "line": 7},
                "acquisitions": 8,
                "contended": 2,
                "wait_ns": 5,
                "max_waiters": 1,
            },
            {"kind": "queue", "name": "q", "created": None, "acquisitions": 0, "wait_ns": 0, "max_depth": 3, "capacity": 4},
        ],
        "edges": {"start": 1, "join": 0},
        "findings": [{"level": "error", "message": "Nobody moves."}],
    }


@pytest.mark.parametrize(("ns", "text"), [(None, "-"), (5, "5 ns"), (1500, "1.5 µs"), (2_500_000, "2.5 ms"), (1_250_000_000, "1.25 s")])
def test_durations_are_spelt_in_the_unit_that_fits(ns: int | None, text: str) -> None:
    assert duration(ns) == text


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ({"status": "finished", "exit_code": 0}, "finished"),
        ({"status": "finished", "exit_code": 3}, "finished with exit code 3"),
        ({"status": "finished", "signal": "SIGKILL"}, "finished (killed by SIGKILL)"),
        ({"status": "timed-out", "signal": "SIGKILL"}, "timed-out"),
    ],
)
def test_an_ending_is_told(run: dict[str, Any], text: str) -> None:
    assert ending(run) == text


def test_a_run_is_told_in_one_line() -> None:
    assert one_line(summary()) == "a.py: finished after 2 ms, 1 process, 2 threads, 1,234 events, states measured by the kernel"
    assert "7 LOST" in one_line(summary() | {"dropped": 7})


def test_a_run_is_told_in_full() -> None:
    lines = list(report(summary(note="It was ended.")))

    assert lines[1] == "It was ended."
    assert "  error: Nobody moves." in lines
    assert any(line.startswith("      B exit 3") or line.startswith("      B ") for line in lines)
    assert "  lock mutex; made at a.py:7; taken 8 times, 2 waits; waited for 5 ns, at most 1 at once" in lines
    assert "  queue q; depth up to 3 of 4" in lines
    assert lines[-1] == "  1 start"


def test_a_long_list_is_cut_with_a_word() -> None:
    many = summary()
    many["resources"] = many["resources"][1:] * 100

    assert any("40 more" in line for line in report(many))
