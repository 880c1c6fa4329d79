"""Computing, sleeping, and looking again and again."""

from engine.scenario.steps import Compute, Sleep, WaitUntil
from engine.scenario.translate.code import Code


def compute(step: Compute, code: Code) -> None:
    """Use the CPU, by a function that the program gets for it."""
    code.line(f"{code.program.helper('compute')}({code.expression(step.compute)})")


def sleep(step: Sleep, code: Code) -> None:
    """Sleep."""
    if step.blocking:
        code.line(f"{code.program.imports.use('time', 'sleep')}({code.expression(step.sleep)})")
    else:
        sleep_for(code.expression(step.sleep), code)


def sleep_for(seconds: str, code: Code) -> None:
    """Sleep for so long, as one does it in this world."""
    use = code.program.imports.use
    code.line(f"await {use('asyncio', 'sleep')}({seconds})" if code.is_async else f"{use('time', 'sleep')}({seconds})")


def wait_until(step: WaitUntil, code: Code) -> None:
    """Look every so often whether something is true."""
    opposite = code.opposite(step.wait_until)
    if step.timeout is None:
        with code.block(f"while {opposite}"):
            sleep_for(code.expression(step.every), code)
        return
    now = f"{code.program.imports.use('time', 'monotonic')}()"
    deadline = code.program.helper("deadline")
    code.line(f"{deadline} = {now} + {code.expression(step.timeout)}")
    with code.block(f"while {code.opposite_and(step.wait_until, f'{now} < {deadline}')}"):
        sleep_for(code.expression(step.every), code)
    if step.otherwise:
        with code.block(f"if {opposite}"):
            code.steps(step.otherwise, "else")
