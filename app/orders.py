"""From a request to an order: fills in the example's program and the server's defaults, and says which field is wrong."""

from dataclasses import replace
from typing import Any

from app.knobs import arguments_for
from app.library import Lesson, Library
from app.problems import field_problem
from app.runs import Order
from app.scenario_library import ScenarioLibrary
from app.schemas import MAX_ARGUMENT, MAX_ARGUMENTS, LimitsRequest, StartRunRequest
from app.scripts import Script, document_of, prepared, program_name
from app.settings import RunLimits, Settings
from engine.scenario.translate.translation import translate
from engine.scenario.verdict.watching import needs_data
from engine.scenario.words import text_in
from engine.spec import SECOND_NS

DEFAULT_PROGRAM = "program.py"


def order_from(request: StartRunRequest, *, settings: Settings, library: Library, scenarios: ScenarioLibrary) -> Order:
    """Make the order, or raise the Problem that names the field."""
    if request.scenario is not None:
        return _scenario_order(request, request.scenario, settings=settings, scenarios=scenarios)
    order = _program_order(request, settings=settings, library=library)
    return order if request.expect is None else _expecting(order, request.expect, scenarios=scenarios)


def _scenario_order(request: StartRunRequest, scenario: str | dict[str, Any], *, settings: Settings, scenarios: ScenarioLibrary) -> Order:
    parameters = request.parameters or {}
    document = document_of(scenario, scenarios)
    bound = prepared(document, parameters, request.seed, scenarios=scenarios)
    script = Script.of(document, parameters, title=text_in(bound.scenario.title))
    limits = request.limits
    if limits.wall_ns is None:
        wall_ns = min(int(bound.scenario.limits.seconds * SECOND_NS), settings.max_limits.wall_ns)
        limits = limits.model_copy(update={"wall_ns": wall_ns})
    return Order(
        program=request.program or program_name(bound),
        source=translate(bound).source,
        args=bound.arguments(),
        stdin="",
        limits=limits_from(limits, settings=settings),
        data=request.data if request.data is not None else needs_data(bound.scenario),
        seed=bound.seed,
        script=script.to_json(),
    )


def _expecting(order: Order, expect: list[Any], *, scenarios: ScenarioLibrary) -> Order:
    """Put expectations to a program: it becomes a scenario that brings its program along."""
    document = {"lockstep": 1, "title": order.program, "program": order.source, "expect": expect}
    prepared(document, {}, None, scenarios=scenarios, at="")
    script = Script.of(document, {}, title=order.program)
    return replace(order, script=script.to_json())


def _program_order(request: StartRunRequest, *, settings: Settings, library: Library) -> Order:
    lesson = library.get(request.lesson) if request.lesson is not None else None
    if request.lesson is not None and lesson is None:
        raise field_problem("/lesson", f"There is no example {request.lesson!r}.", code="no-such-example")
    source = request.source if request.source is not None else lesson.source if lesson else ""
    program = request.program or (lesson.program if lesson else DEFAULT_PROGRAM)
    return Order(
        program=program,
        source=source,
        args=_turned(request, lesson) if request.knobs is not None else _arguments(request, default=lesson.args if lesson else ""),
        stdin=request.stdin if request.stdin is not None else (lesson.stdin or None) if lesson else None,
        limits=limits_from(request.limits, settings=settings),
        lesson=lesson.id if lesson else None,
        data=request.data if request.data is not None else lesson is not None and lesson.data,
        seed=request.seed,
    )


def limits_from(request: LimitsRequest, *, settings: Settings) -> RunLimits:
    """Fill in the server's defaults; Problem where the server allows less."""
    values = {}
    for name in ("wall_ns", "events", "output_bytes"):
        asked = getattr(request, name)
        most = getattr(settings.max_limits, name)
        if asked is not None and asked > most:
            raise field_problem(f"/limits/{name}", f"This server allows {most} at most.", code="over-limit")
        values[name] = asked if asked is not None else getattr(settings.default_limits, name)
    return RunLimits(**values)


def _turned(request: StartRunRequest, lesson: Lesson | None) -> tuple[str, ...]:
    if lesson is None:
        raise field_problem("/knobs", "Only an example has knobs; give a program its numbers as `args`.")
    if request.args is not None:
        raise field_problem("/knobs", "Give `knobs` or `args`, not both: an example's knobs become its arguments.")
    return arguments_for(lesson.knobs, request.knobs or {})


def _arguments(request: StartRunRequest, *, default: str) -> tuple[str, ...]:
    try:
        words = (request if request.args is not None else request.model_copy(update={"args": default})).arguments() or []
    except ValueError as error:
        raise field_problem("/args", f"The arguments cannot be split: {str(error).lower()}.", code="arguments-not-split") from None
    if len(words) > MAX_ARGUMENTS or any(len(word) > MAX_ARGUMENT for word in words):
        raise field_problem("/args", f"A program can get {MAX_ARGUMENTS} arguments at most.", code="too-many-arguments")
    return tuple(words)
