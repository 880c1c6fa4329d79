"""Procedures, called or submitted to a pool: submit, result, shutdown, call, return."""

from collections.abc import Mapping

from engine.scenario.steps import Call, Result, Return, Shutdown, Submit
from engine.scenario.translate.code import Code
from engine.scenario.translate.needs import Need, needs_of
from engine.scenario.translate.steps.timed import give_up, nothing, result_of
from engine.scenario.translate.variants import Variant, function_name


def call(step: Call, code: Code) -> None:
    """Call a procedure."""
    procedure = code.program.scenario.procedures[step.call]
    given = [_own(need, code) for need in needs_of(code.program.scenario, procedure.steps)]
    function = function_name(code.program, Variant(step.call, code.is_async, is_job=False))
    arguments = ", ".join([*given, *_arguments(step.call, step.arguments, code)])
    code.line(result_of(f"{code.wait}{function}({arguments})", step.into, code))


def _own(need: Need, code: Code) -> str:
    return code.program.helper("serial") if need is Need.SERIAL else need.value


def _arguments(name: str, given: Mapping[str, object], code: Code) -> list[str]:
    return [code.expression(given.get(parameter)) for parameter in code.program.scenario.procedures[name].parameters]


def submit(step: Submit, code: Code) -> None:
    """Submit a procedure to a pool."""
    needed = needs_of(code.program.scenario, code.program.scenario.procedures[step.submit].steps)
    given = [_for_job(need, code, is_numbered=Need.SERIAL in needed) for need in needed if need is not Need.SERIAL]
    function = function_name(code.program, Variant(step.submit, is_async=False, is_job=Need.SERIAL in needed))
    pool = code.resource(step.to).text
    arguments = ", ".join([function, *given, *_arguments(step.submit, step.arguments, code)])
    if code.is_async:
        loop = code.program.imports.use("asyncio", "get_running_loop")
        code.line(result_of(f"{loop}().run_in_executor({pool}, {arguments})", step.into, code))
    else:
        code.line(result_of(f"{pool}.submit({arguments})", step.into, code))


def _for_job(need: Need, code: Code, *, is_numbered: bool) -> str:
    """A job has dice of its own, and a name of its own where it names items: it runs beside others of the same worker."""
    if need is Need.DICE:
        return f"{code.program.imports.use('random', 'Random')}(dice.random())"
    if need is Need.ME and is_numbered:
        return f'f"{{me}}-{{next({code.program.helper("serial")})}}"'
    return need.value


def result(step: Result, code: Code) -> None:
    """Wait for what came out of a job."""
    future = code.expression(step.result)
    if step.timeout is None:
        code.line(result_of(f"await {future}" if code.is_async else f"{future}.result()", step.into, code))
        return
    seconds = code.expression(step.timeout)
    none = nothing(step.into, code)
    if not code.is_async:
        with code.block("try"):
            code.line(result_of(f"{future}.result(timeout={seconds})", step.into, code))
        give_up("TimeoutError", none, step.otherwise, code)
        return
    code.line(f"await {code.program.imports.use('asyncio', 'wait')}([{future}], timeout={seconds})")
    with code.block(f"if {future}.done()"):
        code.line(result_of(f"{future}.result()", step.into, code))
    if none or step.otherwise:
        with code.block("else"):
            if none:
                code.line(none)
            code.steps(step.otherwise, "else")


def shutdown(step: Shutdown, code: Code) -> None:
    """Let a pool finish."""
    pool = code.resource(step.shutdown).text
    if code.is_async:
        code.line(f"await {code.program.imports.use('asyncio', 'to_thread')}({pool}.shutdown)")
    else:
        code.line(f"{pool}.shutdown()")


def give_back(step: Return, code: Code) -> None:
    """Return from a procedure."""
    value = code.expression(step.value)
    code.line("return" if value == "None" else f"return {value}")
