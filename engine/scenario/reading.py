"""A scenario from YAML or JSON text, or from data. What is wrong with its form is told with its place in the text.

Its form only: whether names mean something and numbers fit is checking.py's, when the parameters are known.
"""

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from engine.errors import Problem, ScenarioError
from engine.scenario.document import Scenario
from engine.scenario.json_text import places_in, read_json
from engine.scenario.plain import MAX_BYTES, problems_of_data, unfit_character
from engine.scenario.problems import problem
from engine.scenario.sentences import say
from engine.scenario.wording import lines_added, worded
from engine.scenario.yaml_text import Places, read_yaml

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Reading:
    """A scenario and the text it was read from, if it was a text."""

    scenario: Scenario
    text: str | None = None
    places: Places | None = field(default=None, repr=False)

    def error(self, problems: list[Problem]) -> ScenarioError:
        """Make the error for what is wrong with the scenario, with the places in its text."""
        return _error(problems, len(problems), self.text, self.places)


def read_scenario(source: str | bytes | dict[str, Any]) -> Scenario:
    """Read a scenario from YAML or JSON text, or from data; ScenarioError says where it has not the form of one."""
    return read_text(source).scenario


def read_text(source: str | bytes | dict[str, Any]) -> Reading:
    """Read a scenario and keep where its pieces stand."""
    text = _decoded(source) if isinstance(source, str | bytes) else None
    data, places = (source, None) if text is None else _data_of(text)
    if data is None and text is not None:
        raise ScenarioError([problem("", "empty", say("detail.empty"))])
    if found := list(problems_of_data(data)):
        raise _error(found, len(found), text, places)
    try:
        # What is data has the names of the language, never those of our fields (`else`, not `otherwise`).
        scenario = Scenario.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        found, count = worded(details, data)
        raise _error(found, count, text, places) from None
    return Reading(scenario, text, places)


def places_of(source: str) -> Places:
    """Return where each piece of a scenario stands in its YAML or JSON text, by JSON pointer: line and column, both from 1."""
    reading = read_text(source)
    return places_in(source) if reading.places is None else reading.places


def data_of(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as data, with what was given and nothing else: what it was read from."""
    data: dict[str, Any] = scenario.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return data


def _decoded(source: str | bytes) -> str:
    if len(source) > MAX_BYTES or (isinstance(source, str) and len(source.encode("utf-8", "surrogatepass")) > MAX_BYTES):
        raise ScenarioError([problem("", "too-large", say("detail.too-large", kib=MAX_BYTES // 1024))])
    try:
        text = source.decode("utf-8") if isinstance(source, bytes) else source
    except UnicodeDecodeError:
        raise ScenarioError([problem("", "no-utf8", say("detail.no-utf8"))]) from None
    if text.startswith(_BYTE_ORDER_MARK):
        raise ScenarioError([problem("", "no-utf8", say("detail.no-utf8.mark"))])
    if unfit := unfit_character(text):
        at, called = unfit
        line = text.count("\n", 0, at) + 1
        sentence = say("detail.unfit-character", character=called)
        raise ScenarioError([problem("", "unfit-character", sentence, line=line, column=at - text.rfind("\n", 0, at))])
    return text


def _data_of(text: str) -> tuple[Any, Places | None]:
    if not text.lstrip().startswith("{"):
        return read_yaml(text)
    try:
        return read_json(text), None
    except ScenarioError as error:
        if error.problems[0].code != "no-json":
            raise
        try:  # YAML has braces too
            return read_yaml(text)
        except ScenarioError:
            raise error from None


def _error(problems: list[Problem], count: int, text: str | None, places: Places | None) -> ScenarioError:
    if text is not None:
        problems = sorted(lines_added(problems, places_in(text) if places is None else places), key=lambda each: each.line or 0)
    return ScenarioError(problems, count=count)
