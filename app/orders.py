"""From a request to an order: fills in the example's program and the server's defaults, and says which field is wrong."""

from app.library import Library
from app.problems import field_problem
from app.runs import Order
from app.schemas import MAX_ARGUMENT, MAX_ARGUMENTS, LimitsRequest, StartRunRequest
from app.settings import RunLimits, Settings

DEFAULT_PROGRAM = "program.py"


def order_from(request: StartRunRequest, *, settings: Settings, library: Library) -> Order:
    """Make the order, or raise the Problem that names the field."""
    lesson = library.get(request.lesson) if request.lesson is not None else None
    if request.lesson is not None and lesson is None:
        raise field_problem("/lesson", f"There is no example {request.lesson!r}.", code="no-such-example")
    source = request.source if request.source is not None else lesson.source if lesson else ""
    program = request.program or (lesson.program if lesson else DEFAULT_PROGRAM)
    return Order(
        program=program,
        source=source,
        args=_arguments(request, default=lesson.args if lesson else ""),
        stdin=request.stdin if request.stdin is not None else (lesson.stdin or None) if lesson else None,
        limits=limits_from(request.limits, settings=settings),
        lesson=lesson.id if lesson else None,
        data=request.data if request.data is not None else lesson is not None and lesson.data,
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


def _arguments(request: StartRunRequest, *, default: str) -> tuple[str, ...]:
    try:
        words = (request if request.args is not None else request.model_copy(update={"args": default})).arguments() or []
    except ValueError as error:
        raise field_problem("/args", f"The arguments cannot be split: {str(error).lower()}.", code="arguments-not-split") from None
    if len(words) > MAX_ARGUMENTS or any(len(word) > MAX_ARGUMENT for word in words):
        raise field_problem("/args", f"A program can get {MAX_ARGUMENTS} arguments at most.", code="too-many-arguments")
    return tuple(words)
