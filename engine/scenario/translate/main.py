"""The main function: starts the workers, does the main worker's steps, waits for all that are no daemons, tells the final values."""

from collections.abc import Iterator

from engine.scenario.expectations import Final
from engine.scenario.resources import File, Pool
from engine.scenario.steps import Leave
from engine.scenario.translate.code import Code
from engine.scenario.translate.functions import finish, introduce
from engine.scenario.translate.layout import Line
from engine.scenario.translate.needs import needs_of
from engine.scenario.translate.program import Program
from engine.scenario.translate.resources import file_starts
from engine.scenario.translate.starting import start_workers, wait_for_workers
from engine.scenario.translate.steps import write_step
from engine.scenario.translate.walking import locals_of, steps_in
from engine.scenario.words import split_reference


def main_functions(program: Program) -> list[list[Line]]:
    """Write `main`, and before it a function for the main worker's steps if they may end before the end."""
    functions = []
    own = any(isinstance(step, Leave) and step.leave == "worker" for step in steps_in(program.scenario.main))
    if own:
        code = _begin(program)
        _do_steps(code)
        functions.append(finish(code, f"def {program.helper('conduct')}()"))
    code = _begin(program)
    for name, statement in file_starts(code):
        with code.at(f"/resources/{name}"):
            code.line(statement)
    start_workers(code)
    if "all_started" in program.used:
        code.line(f"{program.helper('all_started')}.set()")
    if own:
        code.line(f"{code.wait}{program.helper('conduct')}()")
    else:
        _do_steps(code)
    wait_for_workers(code)
    _tell_finals(code)
    return [*functions, finish(code, "def main()")]


def call_main(program: Program) -> list[Line]:
    """Write the last lines of the program."""
    call = f"{program.imports.use('asyncio', 'run')}(main())" if program.is_async else "main()"
    return [Line(0, 'if __name__ == "__main__":'), Line(1, call)]


def _begin(program: Program) -> Code:
    return Code(program, write_step, is_async=program.is_async, role="main", own=locals_of(program.scenario.main))


def _do_steps(code: Code) -> None:
    steps = code.program.scenario.main
    with code.at("/main"):
        for line in introduce(needs_of(code.program.scenario, steps), '"main"', code, is_told=False):
            code.line(line)
        code.steps(steps, "")


def _tell_finals(code: Code) -> None:
    """Print what expectations ask for when all have ended, the jobs of pools too."""
    finals = {wish.final: number for number, wish in reversed(list(enumerate(code.program.scenario.expect))) if isinstance(wish, Final)}
    resources = code.program.scenario.resources
    if not finals:
        return
    for name, resource in resources.items():
        if isinstance(resource, Pool):
            _shut_down(name, resource, code)
    for final, number in sorted(finals.items(), key=lambda item: item[1]):
        with code.at(f"/expect/{number}"):
            for line in _final_lines(final, code):
                code.line(line)


def _shut_down(name: str, resource: Pool, code: Code) -> None:
    pool = text = code.program.names.resources[name]
    if resource.count is not None:
        pool = code.program.helper("pool")
    end = f"await {code.program.imports.use('asyncio', 'to_thread')}({pool}.shutdown)" if code.is_async else f"{pool}.shutdown()"
    if resource.count is None:
        code.line(end)
        return
    with code.block(f"for {pool} in {text}"):
        code.line(end)


def _final_lines(final: str, code: Code) -> Iterator[str]:
    name, subscript = split_reference(final)
    resource = code.program.scenario.resources[name]
    if resource.count is None or subscript is not None:
        value = f"{code.resource(final).text}.read_text()" if isinstance(resource, File) else code.shared(final, is_written=False)
        yield f'print(f"final: {final} = {{{value}}}", flush=True)'
