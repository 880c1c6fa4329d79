"""What a run with expectations was ordered with: its scenario and what was chosen for it. The program and the verdict follow from it."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.framefile import FrameFile
from app.problems import FieldError, Problem, field_problem
from app.runs import Order
from app.scenario_library import ScenarioLibrary
from app.store import RunRecord
from engine.errors import ScenarioError
from engine.export.recording import Recording, damage_told
from engine.scenario.binding import Bound
from engine.scenario.translate.translation import Translation, translate
from engine.scenario.verdict.answers import Verdict
from engine.scenario.verdict.judging import judge
from engine.scenario.words import text_in

SCENARIO_ID = re.compile(r"[a-z0-9-]{1,64}")
MOST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A scenario's text (YAML or JSON), the parameters that were chosen, and its title in English."""

    document: str
    parameters: dict[str, Any]
    title: str

    def to_json(self) -> str:
        """Write it for the store."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, document: str | dict[str, Any], parameters: dict[str, Any], *, title: str) -> "Script":
        """Make it of a scenario as a text or as data."""
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
        return cls(document=text, parameters=parameters, title=title)

    @classmethod
    def from_json(cls, text: str) -> "Script":
        """Read what `to_json` wrote."""
        return cls(**json.loads(text))


def document_of(scenario: str | dict[str, Any], scenarios: ScenarioLibrary) -> str | dict[str, Any]:
    """Return a scenario as it is given, as a text or as data; that of the library, if it is an id. Problem where there is none."""
    if not isinstance(scenario, str) or SCENARIO_ID.fullmatch(scenario) is None:
        return scenario
    entry = scenarios.get(scenario)
    if entry is None:
        raise field_problem("/scenario", f"There is no scenario {scenario[:40]!r} in the library.")
    return entry.source


def prepared(
    document: str | dict[str, Any],
    parameters: Mapping[str, Any],
    seed: int | None,
    *,
    scenarios: ScenarioLibrary,
    at: str = "/scenario",
) -> Bound:
    """Read and check a scenario; the Problem says what is wrong, at pointers below `at`, in `/parameters` or at `/seed`."""
    try:
        return scenarios.prepare(document, parameters, seed)
    except ScenarioError as error:
        chosen = {f"/parameters/{name}" for name in parameters} | ({"/seed"} if seed is not None else set())
        raise problem_of(error, at=at, chosen=chosen) from None


def problem_of(error: ScenarioError, *, at: str, chosen: set[str]) -> Problem:
    """Make the 422: each problem with its place in the request and, where the scenario is a text, its line and column there."""
    errors = [
        FieldError(
            pointer=each.pointer if each.pointer in chosen else at + each.pointer,
            detail=each.detail,
            code=each.code,
            line=each.line,
            column=each.column,
            message_id=each.message_id,
            parameters=each.parameters,
        )
        for each in error.problems
    ]
    return Problem(422, "invalid-scenario", str(error), errors=errors, error_count=error.count)


def program_name(bound: Bound) -> str:
    """Make a file name of a scenario's title."""
    words = re.sub(r"[^a-z0-9]+", "_", text_in(bound.scenario.title).lower()).strip("_")
    return f"{words[:MOST_NAME].rstrip('_') or 'scenario'}.py"


def reseeded(order: Order, seed: int, *, scenarios: ScenarioLibrary) -> Order:
    """Return an order with another seed; the program of a scenario is made anew, for its seed stands in it."""
    if order.script is None:
        return replace(order, seed=seed)
    script = Script.from_json(order.script)
    bound = scenarios.prepare(script.document, script.parameters, seed)
    return replace(order, seed=seed, source=translate(bound).source)


def translated(record: RunRecord, *, scenarios: ScenarioLibrary) -> tuple[Script, Bound, Translation]:
    """Return what a run was ordered with, and the program that follows from it; Problem 404 if it had no scenario and no expectations."""
    if record.script is None:
        raise Problem(404, "not-a-scenario", "This run has no scenario and no expectations.")
    script = Script.from_json(record.script)
    bound = scenarios.prepare(script.document, script.parameters, record.seed)
    return script, bound, translate(bound)


def verdict_of(record: RunRecord, file: FrameFile, *, scenarios: ScenarioLibrary) -> Verdict:
    """Judge a run that has ended."""
    recording = Recording()
    with file, damage_told("The file of this run"):
        _, bound, translation = translated(record, scenarios=scenarios)
        for frame in file.frames():
            recording.add(frame)
        return judge(bound, translation, recording)
