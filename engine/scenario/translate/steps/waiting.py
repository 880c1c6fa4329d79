"""Events, conditions and barriers: wait, notify, set, clear."""

from engine.scenario.resources import Barrier, Condition
from engine.scenario.steps import ClearEvent, Notify, SetEvent, Wait
from engine.scenario.translate.code import Code, Thing
from engine.scenario.translate.steps.timed import await_within, give_up, nothing, result_of, try_within, unless


def wait(step: Wait, code: Code) -> None:
    """Wait for an event, for a condition or at a barrier."""
    thing = code.resource(step.wait)
    if step.until is not None and isinstance(thing.model, Condition):
        _wait_for(step, step.until, thing, code)
    elif step.timeout is None:
        code.line(result_of(f"{code.wait}{thing.text}.wait()", step.into, code))
    elif code.is_async:
        nothing_came = nothing(step.into, code, "None" if isinstance(thing.model, Barrier) else "False")
        statement = result_of(f"await {thing.text}.wait()", step.into, code)
        await_within(code.expression(step.timeout), statement, nothing_came, step.otherwise, code)
    elif isinstance(thing.model, Barrier):
        statement = result_of(f"{thing.text}.wait(timeout={code.expression(step.timeout)})", step.into, code)
        broken = code.program.imports.use("threading", "BrokenBarrierError")
        try_within(broken, statement, nothing(step.into, code), step.otherwise, code)
    else:
        _wait_within(f"{thing.text}.wait(timeout={code.expression(step.timeout)})", step, code)


def _wait_for(step: Wait, until: str, condition: Thing, code: Code) -> None:
    """Wait until something is true; without a time the loop is written out, as the books have it."""
    if step.timeout is None:
        _loop(until, condition, code)
        if step.into is not None:
            code.line(f"{code.local(step.into)} = True")
    elif code.is_async:
        timeout = f"{code.program.imports.use('asyncio', 'timeout')}({code.expression(step.timeout)})"
        with code.block("try"), code.block(f"async with {timeout}"):
            _loop(until, condition, code)
            if step.into is not None:
                code.line(f"{code.local(step.into)} = True")
        give_up("TimeoutError", nothing(step.into, code, "False"), step.otherwise, code)
    else:
        call = f"{condition.text}.wait_for(lambda: {code.expression(until)}, timeout={code.expression(step.timeout)})"
        _wait_within(call, step, code)


def _loop(until: str, condition: Thing, code: Code) -> None:
    with code.block(f"while {code.opposite(until)}"):
        code.line(f"{code.wait}{condition.text}.wait()")


def _wait_within(call: str, step: Wait, code: Code) -> None:
    if step.into is not None or not step.otherwise:
        code.line(result_of(call, step.into, code))
        call = code.local(step.into) if step.into is not None else call
    unless(call, step.otherwise, code)


def notify(step: Notify, code: Code) -> None:
    """Wake who waits for a condition."""
    condition = code.resource(step.notify)
    if step.count == "all":
        code.line(f"{condition.text}.notify_all()")
    else:
        code.line(f"{condition.text}.notify({'' if step.count == 1 else code.expression(step.count)})")


def set_event(step: SetEvent, code: Code) -> None:
    """Set an event."""
    code.line(f"{code.resource(step.set).text}.set()")


def clear_event(step: ClearEvent, code: Code) -> None:
    """Clear an event."""
    code.line(f"{code.resource(step.clear).text}.clear()")
