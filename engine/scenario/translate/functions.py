"""The functions of workers and procedures: a head, what they know of themselves, their steps."""

from collections.abc import Iterator

from engine.scenario.translate.code import Code
from engine.scenario.translate.layout import Line
from engine.scenario.translate.needs import Need, needs_of
from engine.scenario.translate.people import is_told_its_number, sleeps_first
from engine.scenario.translate.program import Program, is_counted
from engine.scenario.translate.steps import write_step
from engine.scenario.translate.steps.timing import sleep_for
from engine.scenario.translate.text import docstring_lines
from engine.scenario.translate.variants import Variant, function_name
from engine.scenario.translate.walking import locals_of


def worker_function(program: Program, name: str) -> list[Line]:
    """Write the function of a worker."""
    worker = program.scenario.workers[name]
    is_async = worker.kind == "task"
    code = Code(program, write_step, is_async=is_async, role="worker", own=locals_of(worker.steps))
    code.pointer = f"/workers/{name}"
    _be_nice(code, name)
    if sleeps_first(name, code):
        sleep_for(code.expression(worker.delay), code)
    known = 'f"' + name + '-{index}"' if is_counted(worker) else f'"{name}"'
    for line in introduce(needs_of(program.scenario, worker.steps), known, code, is_told=is_told_its_number(name, code)):
        code.line(line)
    code.steps(worker.steps, "steps")
    parameters = "index" if is_told_its_number(name, code) else ""
    return finish(code, f"def {program.names.workers[name]}({parameters})", worker.note)


def procedure_function(program: Program, variant: Variant) -> list[Line]:
    """Write a function of a procedure."""
    procedure = program.scenario.procedures[variant.procedure]
    own = locals_of(procedure.steps) | set(procedure.parameters)
    code = Code(program, write_step, is_async=variant.is_async, role="procedure", own=own)
    code.pointer = f"/procedures/{variant.procedure}"
    needed = needs_of(program.scenario, procedure.steps)
    given = [
        need.value if need is not Need.SERIAL else program.helper("serial")
        for need in needed
        if not (variant.is_job and need is Need.SERIAL)
    ]
    if variant.is_job:
        code.line(_serial(code))
    code.steps(procedure.steps, "steps")
    parameters = ", ".join([*given, *(code.local(parameter) for parameter in procedure.parameters)])
    return finish(code, f"def {function_name(program, variant)}({parameters})", procedure.note)


def introduce(needed: list[Need], known: str, code: Code, *, is_told: bool) -> Iterator[str]:
    """Iterate over lines that tell a worker what it needs to know of itself."""
    if Need.INDEX in needed and not is_told:
        yield "index = 0"
    if Need.ME in needed:
        yield f"me = {known}"
    if Need.DICE in needed:
        name = "{me}" if Need.ME in needed else known.removeprefix("f").strip('"')
        yield f'dice = {code.program.imports.use("random", "Random")}(f"{{{code.program.helper("SEED")}}} {name}")'
    if Need.SERIAL in needed:
        yield _serial(code)


def _serial(code: Code) -> str:
    return f"{code.program.helper('serial')} = {code.program.imports.use('itertools', 'count')}(1)"


def finish(code: Code, head: str, note: str | None = None) -> list[Line]:
    """Put a head over a body, with the declaration of the globals that it assigns."""
    word = "async " if code.is_async else ""
    lines = [Line(0, f"{word}{head}:", code.pointer)]
    if note:
        lines += [Line(1, text, code.pointer, is_prose=True) for text in docstring_lines(note, None)]
    if code.globals:
        lines.append(Line(1, f"global {', '.join(sorted(code.globals))}", code.pointer))
    if all(line.text.startswith("#") for line in code.lines):
        code.line("pass")
    return [*lines, *code.lines]


def _be_nice(code: Code, name: str) -> None:
    """Lower a priority: a thread has one of its own on Linux."""
    worker, use = code.program.scenario.workers[name], code.program.imports.use
    if worker.kind == "process" and worker.priority:
        code.line(f"{use('os', 'nice')}({worker.priority})")
    elif worker.kind == "thread" and worker.priority:
        which, thread = use("os", "PRIO_PROCESS"), use("threading", "get_native_id")
        code.line(f"{use('os', 'setpriority')}({which}, {thread}(), {worker.priority})")
