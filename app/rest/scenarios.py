"""Scripted scenarios: the library, the language's schema, checking, the Python program, and the verdict on a run."""

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Response
from starlette.responses import JSONResponse, PlainTextResponse

from app.messages import LANGUAGES
from app.problems import Problem, not_found
from app.rest.data import Opened
from app.rest.shapes import (
    RunScenarioAnswer,
    ScenarioAnswer,
    ScenariosAnswer,
    ScenarioSourceAnswer,
    ValidScenarioAnswer,
    VerdictAnswer,
)
from app.scenario_library import ScenarioEntry, ScenarioLibrary
from app.schemas import ScenarioRequest
from app.scripts import document_of, prepared, program_name, translated, verdict_of
from engine.scenario.binding import Bound
from engine.scenario.reading import data_of, places_of
from engine.scenario.schema import json_schema
from engine.scenario.translate.translation import Translation, translate
from engine.scenario.words import text_in

PYTHON = "text/x-python"
SCHEMA: dict[int | str, dict[str, Any]] = {
    200: {"description": "A JSON Schema, draft 2020-12.", "content": {"application/schema+json": {}}}
}
SOURCES: dict[int | str, dict[str, Any]] = {200: {"description": "The program.", "content": {PYTHON: {"schema": {"type": "string"}}}}}


def add_scenarios(router: APIRouter, *, scenarios: ScenarioLibrary, opened: Opened) -> None:
    """Add the routes of scenarios."""
    _add_library(router, scenarios)
    _add_checks(router, scenarios)
    _add_verdicts(router, scenarios, opened)


def _add_library(router: APIRouter, scenarios: ScenarioLibrary) -> None:
    @router.get("/scenarios", tags=["scenarios"])
    async def list_scenarios() -> ScenariosAnswer:
        """List the scenarios of the library in their order."""
        entries = await asyncio.to_thread(scenarios.all)
        return ScenariosAnswer(items=[ScenarioAnswer(**entry_facts(entry)) for entry in entries])

    @router.get("/scenarios/schema", tags=["scenarios"], response_class=Response, responses=SCHEMA)
    async def get_scenario_schema() -> Response:
        """Return the JSON Schema of the scenario language: for editors, and for everyone who writes scenarios by program."""
        text = await asyncio.to_thread(lambda: json.dumps(json_schema(), ensure_ascii=False))
        return Response(text, media_type="application/schema+json")

    @router.get("/scenarios/{scenario_id}", tags=["scenarios"])
    async def get_scenario(scenario_id: str) -> ScenarioAnswer:
        """Return a scenario of the library with its YAML text."""
        entry = await asyncio.to_thread(scenarios.get, scenario_id)
        if entry is None:
            raise not_found("scenario")
        return ScenarioAnswer(**entry_facts(entry))


def _add_checks(router: APIRouter, scenarios: ScenarioLibrary) -> None:
    def prepare(wanted: ScenarioRequest) -> Bound:
        document = document_of(wanted.scenario, scenarios)
        return prepared(document, wanted.parameters, wanted.seed, scenarios=scenarios)

    @router.post("/scenarios/validate", tags=["scenarios"])
    async def validate_scenario(wanted: Annotated[ScenarioRequest, Body()]) -> ValidScenarioAnswer:
        """Check a scenario with parameters. 422 says what is wrong: a code, a JSON pointer, and line and column in a text.

        Deadlocks, races and forgotten locks are no errors here: they are what a scenario shows, and its expectations say.
        """
        bound = await asyncio.to_thread(prepare, wanted)
        return ValidScenarioAnswer(
            valid=True,
            title=text_in(bound.scenario.title),
            parameters=dict(bound.parameters),
            seed=bound.seed,
            scenario=data_of(bound.scenario),
        )

    @router.post("/scenarios/source", tags=["scenarios"], responses=SOURCES, response_model=ScenarioSourceAnswer)
    async def translate_scenario(wanted: Annotated[ScenarioRequest, Body()], accept: Annotated[str, Header()] = "") -> Response:
        """Return the Python program that a scenario is: as JSON with the step that each line stands for, or as text (text/x-python)."""
        bound = await asyncio.to_thread(prepare, wanted)
        translation = await asyncio.to_thread(translate, bound)
        if PYTHON in accept:
            return PlainTextResponse(translation.source, media_type=PYTHON)
        document = document_of(wanted.scenario, scenarios)
        return JSONResponse(await asyncio.to_thread(source_facts, document, bound, translation))


def _add_verdicts(router: APIRouter, scenarios: ScenarioLibrary, opened: Opened) -> None:
    @router.get("/runs/{run_id}/scenario", tags=["scenarios"])
    async def get_run_scenario(run_id: str) -> RunScenarioAnswer:
        """Return what a run with expectations was ordered with, and the program it became. 404 for a run without."""
        record, file = await opened(run_id)
        file.close()
        script, bound, translation = await asyncio.to_thread(lambda: translated(record, scenarios=scenarios))
        facts = await asyncio.to_thread(source_facts, script.document, bound, translation)
        return RunScenarioAnswer(document=script.document, parameters=dict(bound.parameters), seed=bound.seed, **facts)

    @router.get("/runs/{run_id}/verdict", tags=["scenarios"])
    async def get_verdict(run_id: str) -> VerdictAnswer:
        """Say of each expectation whether it held, what was measured, and what shows it: worker, time, line, step. 409 while it runs."""
        record, file = await opened(run_id)
        if record.is_live:
            file.close()
            raise Problem(409, "run-live", "The program still runs; the verdict comes with its end.")
        verdict = await asyncio.to_thread(lambda: verdict_of(record, file, scenarios=scenarios))
        return VerdictAnswer(run=record.id, seed=record.seed, **verdict.row())


def entry_facts(entry: ScenarioEntry) -> dict[str, Any]:
    """Describe a scenario of the library."""
    scenario = entry.scenario
    return {
        "id": entry.id,
        "group": entry.group,
        "texts": {language: {"title": entry.title(language), "about": entry.about(language)} for language in LANGUAGES},
        "parameters": {name: scenario.parameter(name).model_dump(mode="json", exclude_none=True) for name in scenario.parameters},
        "seed": scenario.seed,
        "expectations": len(scenario.expect),
        "source": entry.source,
    }


def source_facts(document: str | dict[str, Any], bound: Bound, translation: Translation) -> dict[str, Any]:
    """Describe a translation, and where in the scenario's text its steps stand."""
    lines = {str(line): pointer for line, pointer in translation.lines.items()}
    told = {*lines.values(), *(f"/expect/{number}" for number in range(len(bound.scenario.expect)))}
    places = places_of(document) if isinstance(document, str) else {}
    here = {pointer: line for pointer, (line, _) in places.items() if pointer in told}
    return {"program": program_name(bound), "source": translation.source, "lines": lines, "places": here}
