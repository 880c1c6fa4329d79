"""Shared values, files and a worker's own values: read, write, increment, let."""

from engine.scenario.resources import File
from engine.scenario.steps import Increment, Let, Read, Write
from engine.scenario.translate.code import Code
from engine.scenario.translate.expressions import adapt_sum
from engine.scenario.translate.kinds import kind_of
from engine.scenario.translate.steps.timing import sleep_for


def read(step: Read, code: Code) -> None:
    """Read a shared value or a file."""
    code.line(f"{code.local(step.into)} = {_reading(step.read, code)}")


def write(step: Write, code: Code) -> None:
    """Write a shared value or a file."""
    code.line(_writing(step.write, code.expression(step.value), code, is_text=kind_of(step.value, code.program.parameters) is str))


def increment(step: Increment, code: Code) -> None:
    """Add to a shared value or a file; with a gap it is seen that this is a reading and a writing."""
    thing = code.resource(step.increment)
    sign, amount, summand = adapt_sum(step.by, code.speller)
    if step.gap is None and not isinstance(thing.model, File):
        code.line(f"{code.shared(step.increment, is_written=True)} {sign}= {amount}")
        return
    old = code.program.helper("old")
    code.line(f"{old} = {_reading(step.increment, code)}")
    if step.gap is not None:
        sleep_for(code.expression(step.gap), code)
    code.line(_writing(step.increment, f"{old} {sign} {summand}", code, is_text=False))


def _reading(reference: str, code: Code) -> str:
    thing = code.resource(reference)
    if not isinstance(thing.model, File):
        return code.shared(reference, is_written=False)
    kind = code.program.kind(thing.name)
    text = f"{thing.text}.read_text()"
    return text if kind is str else f"{'float' if kind is float else 'int'}({text} or 0)"


def _writing(reference: str, value: str, code: Code, *, is_text: bool) -> str:
    thing = code.resource(reference)
    if not isinstance(thing.model, File):
        return f"{code.shared(reference, is_written=True)} = {value}"
    return f"{thing.text}.write_text({value if is_text else f'str({value})'})"


def let(step: Let, code: Code) -> None:
    """Give values names."""
    for name, value in step.let.items():
        code.line(f"{code.local(name)} = {code.expression(value)}")
