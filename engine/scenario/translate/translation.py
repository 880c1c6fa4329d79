"""A scenario as a plain Python program: its parts in their order, and which line of it stands for which part of the scenario."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.scenario.binding import Bound
from engine.scenario.translate.code import Code
from engine.scenario.translate.functions import procedure_function, worker_function
from engine.scenario.translate.layout import BLANK, Line, render
from engine.scenario.translate.main import call_main, main_functions
from engine.scenario.translate.program import Program, begin_program
from engine.scenario.translate.resources import parameter_lines, resource_lines
from engine.scenario.translate.starting import kept_by_name
from engine.scenario.translate.steps import write_step
from engine.scenario.translate.text import docstring_lines
from engine.scenario.translate.variants import variants
from engine.scenario.words import text_in

COMPUTE = '''def {compute}(seconds):
    """Use the CPU for so many seconds of CPU time."""
    end = {clock}() + seconds
    while {clock}() < end:
        pass'''


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A program. lines: JSON pointer of the step - or worker, resource, parameter, expectation - that a line, counted from 1, stands for.

    resources: what each resource is called in the program. A worker's name there is its name here, with -0, -1 ... where it is counted.
    """

    source: str
    lines: Mapping[int, str]
    resources: Mapping[str, str]


def translate(bound: Bound) -> Translation:
    """Translate a scenario whose parameters are chosen; a program that it brings along stays as it is."""
    if bound.scenario.program is not None:
        return Translation(source=bound.scenario.program, lines={}, resources={})
    program = begin_program(bound)
    functions = [procedure_function(program, variant) for variant in variants(program.scenario)]
    functions += [worker_function(program, name) for name in program.scenario.workers]
    functions += main_functions(program)
    parts = _parts(program, functions, call_main(program), _globals(program))
    source, lines = render(parts)
    return Translation(source=source, lines=lines, resources=dict(program.names.resources))


def _globals(program: Program) -> list[Line]:
    """Write what stands at the top: constants, then what is shared. What only functions ask for is known by now."""
    constants = _module(program)
    parameter_lines(constants)
    shared = _module(program)
    resource_lines(shared)
    if "SEED" in program.used:
        with constants.at("/seed"):
            constants.line(f"{program.helper('SEED')} = {program.seed}")
    kept = [Line(0, text) for text in kept_by_name(program)]
    if "all_started" in program.used:
        kept.append(Line(0, f"{program.helper('all_started')} = {program.imports.use('threading', 'Event')}()"))
    if "mp" in program.used:
        text = f'{program.helper("mp")} = {program.imports.use("multiprocessing", "get_context")}("fork")'
        shared.lines.insert(0, Line(0, f"{text}  # each child starts with a copy of what is here"))
    parts = [part for part in (constants.lines, shared.lines, kept) if part]
    return [line for number, part in enumerate(parts) for line in ([BLANK] if number else []) + part]


def _module(program: Program) -> Code:
    return Code(program, write_step, is_async=False, role="module", own=set(), depth=0)


def _parts(program: Program, functions: list[list[Line]], last: list[Line], top: list[Line]) -> list[Line]:
    scenario = program.scenario
    helpers = []
    if "compute" in program.used:
        text = COMPUTE.format(compute=program.helper("compute"), clock=program.imports.use("time", "thread_time"))
        helpers.append([Line(0, line) for line in text.split("\n")])
    lines = [Line(0, line, is_prose=True) for line in docstring_lines(text_in(scenario.title), text_in(scenario.about))]
    imports = [Line(0, line) for line in program.imports.lines()]
    for part, gap in [(imports, 1), (top, 1)]:
        lines += [BLANK] * gap + part if part else []
    for part in [*helpers, *functions, last]:
        lines += [BLANK, BLANK, *part]
    return lines
