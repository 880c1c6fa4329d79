"""I14: the API against its own document. Whatever fits the document, and whatever does not, gets an answer that the document tells of."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.rest.document import load_examples
from tests.app.fakes import ORIGIN
from tests.app.rest.examples import Examples, example_server
from tests.app.test_schemas import check_refused

CASES = 15  # of each operation and way; the same ones each time
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# A body may fit its schema and still name no example, hold a null character, be no scenario and no file of ours, or say nothing that can
# be scheduled; and only CSV has tables.
WITH_MEANING = {
    "computeSchedules",
    "exportRun",
    "importRun",
    "sendInput",
    "startRun",
    "startSeries",
    "translateScenario",
    "validateScenario",
}
# All that these are told is an id, and any text may be one; or bytes, and any may come.
WITHOUT_FIELDS = {
    "deleteRun",
    "deleteSeries",
    "getLesson",
    "getLimits",
    "getRecording",
    "getRunScenario",
    "getScenario",
    "getScenarioSchema",
    "getSchedule",
    "getSummary",
    "getVerdict",
    "importRun",
    "listLessons",
    "listScenarios",
    "stopRun",
    "stopSeries",
}
WAYS = [
    (name, mode)
    for name in sorted(load_examples())
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    if mode is GenerationMode.POSITIVE or name not in WITHOUT_FIELDS
]


@pytest.fixture(scope="module")
def examples() -> Iterator[Examples]:
    """One server for all cases."""
    with example_server() as running:
        yield running


@pytest.fixture(scope="module")
def schema(examples: Examples) -> Any:
    """The document as schemathesis reads it; who may ask is another test's business (test_security.py)."""
    components = {name: part for name, part in examples.document["components"].items() if name != "securitySchemes"}
    document = {name: part for name, part in examples.document.items() if name != "security"}
    return schemathesis.openapi.from_dict({**document, "components": components})


@pytest.mark.parametrize(("name", "mode"), WAYS, ids=[f"{name}-{mode.value}" for name, mode in WAYS])
def test_an_operation_does_what_its_document_says(examples: Examples, schema: Any, name: str, mode: GenerationMode) -> None:
    operation = schema.find_operation_by_id(name)
    ids = {"run_id": examples.run_on("ended"), "series_id": examples.make_series()}
    checks = [*CHECKS, *([] if name in WITH_MEANING else [positive_data_acceptance])]

    def check(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            case.path_parameters.update({found: ids[found] for found in case.path_parameters if found in ids})
        sent = case.as_transport_kwargs(base_url=ORIGIN)
        sent.pop("cookies", None)
        kept = {header: value for header, value in sent["headers"].items() if header.lower() not in {"authorization", "host"}}
        if isinstance(sent.get("data"), bytes):
            sent["content"] = sent.pop("data")
        sent["headers"] = {**kept, **examples.bearer}
        answer = examples.client.request(**sent)
        if 400 <= answer.status_code < 500:
            check_refused(answer)
        # A body too long for the gate is refused before anybody reads it, which schemathesis does not count as a refusal.
        left_out = [negative_data_rejection] if answer.status_code == 413 else []
        case.validate_response(answer, checks=checks, excluded_checks=left_out)
        if name == "startSeries" and answer.status_code == 201:  # it may be of 200 runs
            examples.client.post(answer.json()["links"]["stop"], headers=examples.bearer)

    cases = operation.as_strategy(generation_mode=mode)
    limits = {"max_examples": CASES, "derandomize": True, "database": None, "phases": [Phase.generate]}
    settings(**limits, deadline=None, suppress_health_check=list(HealthCheck))(given(case=cases)(check))()
