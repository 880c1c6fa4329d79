from engine.export.partial import summary_of
from tests.engine.export.made import SUMMARY, recording


def test_a_whole_run_has_its_own_summary() -> None:
    assert summary_of(recording()) == SUMMARY


def test_a_run_that_breaks_off_is_added_up() -> None:
    summary = summary_of(recording(is_whole=False))

    assert summary.keys() == SUMMARY.keys()
    assert (summary["run"]["status"], summary["run"]["duration_ns"], summary["dropped"]) == ("unknown", 6000, 2)
    assert "breaks off" in summary["run"]["note"]
    second = summary["workers"][2]["states"]
    assert second == {"running_ns": 0, "ready_ns": 1000, "ready_gil_ns": 2000, "blocked_ns": 1500, "blocked": {"lock": 1500}}
    assert summary["workers"][1]["states"]["running_ns"] == 6000
    lock, queue = summary["resources"]
    assert (lock["acquisitions"], lock["contended"], lock["wait_ns"], lock["max_waiters"]) == (2, 1, 1500, 1)
    assert lock["created"] == {"file": "/a.py", "line": 7, "function": "work"}
    assert (queue["max_depth"], queue["capacity"], queue["created"]) == (3, 4, None)
    assert summary["edges"] == {"start": 1, "wake": 1}
    assert len(summary["findings"]) == 1
