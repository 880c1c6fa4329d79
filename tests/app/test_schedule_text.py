"""A schedule as text."""

from app.schedule_text import align, gantt_lines, number_text, queue_text, schedule_lines
from tests.engine.scheduling.worked import SILBERSCHATZ, compute


def test_numbers_have_two_digits_at_most() -> None:
    assert [number_text(value) for value in (3, 5.666, 2.5, 2.0, None)] == ["3", "5.67", "2.5", "2", ""]


def test_a_gantt_has_names_over_times() -> None:
    names, times = gantt_lines(compute("rr", SILBERSCHATZ, quantum=4)["gantt"], cpus=1, width=100)
    assert names.split("|") == ["CPU 0  ", "P1   ", "P2  ", "P3  ", "P1" + " " * 22, ""]
    assert [times.index(text) for text in ("0", "4", "7", "10", "30")] == [at for at, sign in enumerate(names) if sign == "|"]


def test_a_gantt_shows_gaps_and_wraps() -> None:
    bars = compute("rr", "A 2 30, B 2 30", quantum=1)["gantt"]
    lines = list(gantt_lines(bars, cpus=2, width=60))
    assert lines[0].startswith("CPU 0  |-")
    assert len(lines) > 4
    assert max(map(len, lines)) <= 64
    assert lines[-1] == "CPU 1  (nothing ran here)"


def test_columns_are_aligned() -> None:
    assert list(align([["name", "wait"], ["A", "7"], ["mean", "12.5"]])) == ["name  wait", "A        7", "mean  12.5"]


def test_queues_are_written_first_to_run_first() -> None:
    assert queue_text([]) == "-"
    assert queue_text([{"level": None, "jobs": ["A", "B"], "length": 2}]) == "A B"
    levels = [{"level": 0, "jobs": [], "length": 0}, {"level": 1, "jobs": list("ABCDEFGHI"), "length": 12}]
    assert queue_text(levels) == "Q0: -; Q1: A B C D E F G H ... (12)"


def test_all_is_told() -> None:
    body = compute("mlfq", ostep="0,12,5:1,3,0", sweep={"knob": "quantum", "values": [1, 2]})
    text = "\n".join(schedule_lines(body, with_steps=True))
    for part in ("mlfq (queues 3", "CPU 0  |J0", "mean", "CPU busy", "- I/O changes nothing", "because", "quantum  response"):
        assert part in text


def test_real_processes_are_told_beside_the_textbook() -> None:
    body = compute("rr", SILBERSCHATZ, quantum=4)
    measured = {name: body[name] for name in ("jobs", "mean", "gantt")} | {"known": "measured"}
    rows = [
        {"name": job["name"], "burst": 0.01, "first_run": 0, "finish": -1, "response": 0, "waiting": 0, "turnaround": 2}
        for job in body["jobs"]
    ]
    jitter = {"mean": 0.25, "largest": 2, "work": 0.01}
    both = {**body, "measured": measured, "difference": {"jobs": rows}, "jitter": jitter, "same_order": True, "unit_ms": 100.0}
    text = "\n".join(schedule_lines(both))
    assert "Real processes (measured, a unit is 100 ms): the order is the textbook's." in text
    assert "P1    +0.01      +0.00   -1.00     +0.00    +0.00       +2.00" in text
    assert text.endswith("Jitter: a time is off by 0.25 units in the mean, 2.00 at most; CPU time by 0.01.")
