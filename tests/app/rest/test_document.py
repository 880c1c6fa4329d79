"""The OpenAPI document: stable names, every problem told, and examples that are true."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.problems import MEDIA_TYPE
from app.rest.document import load_examples, operations
from tests.app.rest.examples import Examples, example_server, holds

# Clients are generated from these names: one that is here stays, and means what it does.
OPERATIONS = {
    "computeSchedules": ("post", "/api/v1/schedules"),
    "deleteRun": ("delete", "/api/v1/runs/{run_id}"),
    "deleteSeries": ("delete", "/api/v1/series/{series_id}"),
    "embedRun": ("post", "/api/v1/runs/{run_id}/embed"),
    "exportRun": ("get", "/api/v1/runs/{run_id}/export"),
    "getEvents": ("get", "/api/v1/runs/{run_id}/events"),
    "getFindings": ("get", "/api/v1/runs/{run_id}/findings"),
    "getFrames": ("get", "/api/v1/runs/{run_id}/frames"),
    "getLesson": ("get", "/api/v1/lessons/{lesson_id}"),
    "getRecording": ("get", "/api/v1/lessons/{lesson_id}/recording"),
    "getLimits": ("get", "/api/v1/limits"),
    "getRun": ("get", "/api/v1/runs/{run_id}"),
    "getRunScenario": ("get", "/api/v1/runs/{run_id}/scenario"),
    "getScenario": ("get", "/api/v1/scenarios/{scenario_id}"),
    "getScenarioSchema": ("get", "/api/v1/scenarios/schema"),
    "getVerdict": ("get", "/api/v1/runs/{run_id}/verdict"),
    "listScenarios": ("get", "/api/v1/scenarios"),
    "translateScenario": ("post", "/api/v1/scenarios/source"),
    "validateScenario": ("post", "/api/v1/scenarios/validate"),
    "getSchedule": ("get", "/api/v1/runs/{run_id}/schedule"),
    "getSeries": ("get", "/api/v1/series/{series_id}"),
    "getSpans": ("get", "/api/v1/runs/{run_id}/spans"),
    "getSummary": ("get", "/api/v1/runs/{run_id}/summary"),
    "importRun": ("post", "/api/v1/runs/import"),
    "listLessons": ("get", "/api/v1/lessons"),
    "listRuns": ("get", "/api/v1/runs"),
    "listSeries": ("get", "/api/v1/series"),
    "sendInput": ("post", "/api/v1/runs/{run_id}/input"),
    "startRun": ("post", "/api/v1/runs"),
    "startSeries": ("post", "/api/v1/series"),
    "stopRun": ("post", "/api/v1/runs/{run_id}/stop"),
    "stopSeries": ("post", "/api/v1/series/{series_id}/stop"),
}
EXAMPLES = [(operation, example) for operation, entries in load_examples().items() for example in entries]


@pytest.fixture(scope="module")
def examples() -> Iterator[Examples]:
    """One server for all examples."""
    with example_server() as running:
        yield running


def test_the_names_of_operations_are_stable(examples: Examples) -> None:
    assert examples.addresses() == OPERATIONS


def test_every_operation_has_examples_and_every_example_an_operation() -> None:
    assert set(load_examples()) == set(OPERATIONS)


@pytest.mark.parametrize(("operation", "example"), EXAMPLES, ids=[f"{operation}: {example['name']}" for operation, example in EXAMPLES])
def test_an_example_is_true(examples: Examples, operation: str, example: dict[str, Any]) -> None:
    status, kind, answer = examples.send(operation, example)
    assert (status, kind or "application/json") == (example["status"], example.get("type", "application/json"))
    shown = example.get("answer")
    if example.get("partial"):
        assert holds(answer, shown)
    else:
        assert answer == shown


def test_every_operation_is_described_with_its_problems(examples: Examples) -> None:
    for path, method, operation in operations(examples.document):
        assert operation["description"], path
        assert operation["tags"], path
        problems = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
        assert {"400", "401", "403", "500", "503"} <= set(problems)
        assert all(set(answer["content"]) == {MEDIA_TYPE} for answer in problems.values())
        assert ("404" in problems) == ("{" in path)
        assert ("415" in problems) == (method != "get")
        assert ("304" in operation["responses"]) == ("/runs/{run_id}" in path and method == "get")


def test_starting_something_may_be_refused_for_now_or_for_its_key(examples: Examples) -> None:
    starts = [operation for _, _, operation in operations(examples.document) if "429" in operation["responses"]]
    assert {operation["operationId"] for operation in starts} == {"startRun", "startSeries", "computeSchedules", "importRun"}
    with_key = [operation for operation in starts if operation["operationId"] != "importRun"]
    assert all({"200", "201", "409", "410", "422"} <= set(operation["responses"]) for operation in with_key)


def test_the_document_refers_to_nothing_that_it_lacks(examples: Examples) -> None:
    known = examples.document["components"]["schemas"]
    referred = set(_references(examples.document))
    assert referred <= set(known)
    assert set(known) == referred, "a shape that nothing uses"


def _references(value: Any) -> Iterator[str]:
    match value:
        case {"$ref": str(reference)}:
            yield reference.rpartition("/")[2]
        case dict():
            for member in value.values():
                yield from _references(member)
        case list():
            for member in value:
                yield from _references(member)
