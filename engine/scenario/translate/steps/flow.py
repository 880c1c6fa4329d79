"""Loops and ways: repeat, while, for, if, choose, leave."""

from engine.scenario.steps import Choose, ForEach, If, Leave, Repeat, While
from engine.scenario.translate.code import Code


def repeat(step: Repeat, code: Code) -> None:
    """Do steps so many times, or for ever."""
    name = code.local(step.name) if step.name else "_"
    if step.repeat != "forever":
        header = f"for {name} in range({code.expression(step.repeat)})"
    else:
        header = f"for {name} in {code.program.imports.use('itertools', 'count')}()" if step.name else "while True"
    with code.block(header):
        code.steps(step.steps, "steps")


def loop(step: While, code: Code) -> None:
    """Do steps as long as something is true."""
    with code.block(f"while {code.expression(step.condition)}"):
        code.steps(step.steps, "steps")


def for_each(step: ForEach, code: Code) -> None:
    """Do steps for each of some values."""
    if isinstance(step.values, list):
        values = f"[{', '.join(code.expression(value) for value in step.values)}]"
    else:
        values = code.expression(step.values)
    with code.block(f"for {code.local(step.name)} in {values}"):
        code.steps(step.steps, "steps")


def branch(step: If, code: Code, word: str = "if") -> None:
    """Do one thing or another. An `else` that is another `if` becomes `elif`."""
    with code.block(f"{word} {code.expression(step.condition)}"):
        code.steps(step.then, "then")
    match step.otherwise:
        case [If(note=None) as inner]:
            with code.at(f"{code.pointer}/else/0"):
                branch(inner, code, "elif")
        case [_, *_] as steps:
            with code.block("else"):
                code.steps(steps, "else")


def choose(step: Choose, code: Code) -> None:
    """Draw one of several ways."""
    conditions = _drawn(step, code)
    words = ["if", *["elif"] * (len(conditions) - 2), "else"]
    for number, (word, condition, choice) in enumerate(zip(words, conditions, step.choose, strict=True)):
        place = f"{code.pointer}/choose/{number}"
        with code.at(place if number else f"{code.pointer}"), code.block(word if word == "else" else f"{word} {condition}"), code.at(place):
            code.steps(choice.steps, "steps")


def _drawn(step: Choose, code: Code) -> list[str]:
    weights = [choice.weight for choice in step.choose]
    if len(weights) == 2:
        share = "0.5" if weights[0] == weights[1] else f"{weights[0]} / {code.expression(sum(weights))}"
        return [f"dice.random() < {share}", ""]
    draw = code.program.helper("draw")
    if len(set(weights)) == 1:
        code.line(f"{draw} = dice.randrange({len(weights)})")
    else:
        code.line(f"{draw} = dice.choices(range({len(weights)}), weights={weights})[0]")
    return [f"{draw} == {number}" for number in range(len(weights))]


def leave(step: Leave, code: Code) -> None:
    """Leave the loop or end the worker; out of a procedure that takes an exception."""
    if step.leave == "loop":
        code.line("break")
    elif code.role != "procedure":
        code.line("return")
    elif code.is_async:
        code.line(f"raise {code.program.imports.use('asyncio', 'CancelledError')}")
    else:
        code.line(f"{code.program.imports.use('sys', 'exit')}()")
