"""What the API answers with."""

from dataclasses import replace

from app.outcomes import Outcome
from app.rest.answers import run_answer, series_answer
from tests.app.test_series_store import SERIES
from tests.app.test_store import record


def test_a_run_is_shown_without_its_source_and_with_its_links() -> None:
    answer = run_answer(record("aaaa", seed=3, series="bbbb")).model_dump()
    assert "source" not in answer
    assert (answer["live"], answer["args"], answer["seed"], answer["series"]) == (True, ["a b", "", "\n"], 3, "bbbb")
    assert answer["links"]["websocket"] == "/ws/runs/aaaa"
    assert answer["links"]["events"] == "/api/v1/runs/aaaa/events"


def test_a_series_is_shown_with_what_has_come_of_it() -> None:
    outcome = Outcome(number=0, run="cccc", seed=7, status="finished", exit_code=0, duration_ns=5, output="ab", lines=("x",))
    answer = series_answer(replace(SERIES, status="running"), [outcome], going=["dddd"]).model_dump()
    assert (answer["done"], answer["going"], answer["live"], answer["duration_ns"]["p95"]) == (1, ["dddd"], True, 5)
    assert answer["runs"][0]["run"] == "cccc"
    assert answer["links"] == {"self": "/api/v1/series/aaaa", "stop": "/api/v1/series/aaaa/stop"}
    assert series_answer(SERIES, [], going=[]).duration_ns is None
