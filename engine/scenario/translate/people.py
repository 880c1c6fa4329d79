"""Workers as objects of the program: how one is made, what it is called, where it is found again."""

from typing import NamedTuple

from engine.scenario.document import Worker
from engine.scenario.translate.code import Code
from engine.scenario.translate.needs import Need, needs_of
from engine.scenario.translate.program import is_counted


class Person(NamedTuple):
    """One worker, or with a number that is an expression any of its kind. name: its name as source; number: None if it has none."""

    kind: str
    name: str
    number: str | None


def person(kind: str, worker: Worker, number: str | None) -> Person:
    """Describe one of a kind of worker. number: an expression of the program."""
    if not is_counted(worker):
        return Person(kind, f'"{kind}"', None)
    if number is not None and number.isdigit():
        return Person(kind, f'"{kind}-{number}"', number)
    return Person(kind, f'f"{kind}-{{{number}}}"', number)


def make(someone: Person, code: Code) -> str:
    """Return an expression that makes a worker; a task is started by that, a thread or a process is not."""
    program = code.program
    worker = program.scenario.workers[someone.kind]
    function = program.names.workers[someone.kind]
    argument = someone.number if someone.number is not None and is_told_its_number(someone.kind, code) else None
    if worker.kind == "task":
        return f"{program.imports.use('asyncio', 'create_task')}({function}({argument or ''}), name={someone.name})"
    maker = program.imports.use("threading", "Thread") if worker.kind == "thread" else f"{program.processes()}.Process"
    arguments = f", args=({argument},)" if argument is not None else ""
    daemon = ", daemon=True" if worker.daemon else ""
    return f"{maker}(target={function}{arguments}, name={someone.name}{daemon})"


def is_told_its_number(kind: str, code: Code) -> bool:
    """Tell whether a worker's function takes its number."""
    worker = code.program.scenario.workers[kind]
    needed = needs_of(code.program.scenario, worker.steps)
    asks = bool({Need.INDEX, Need.ME, Need.DICE} & set(needed)) or (sleeps_first(kind, code) and "index" in str(worker.delay))
    return is_counted(worker) and asks


def sleeps_first(kind: str, code: Code) -> bool:
    """Tell whether a worker begins by sleeping: where there are tasks, all are made at once, and one with a delay sleeps first."""
    worker = code.program.scenario.workers[kind]
    return code.program.is_async and worker.start == "begin" and worker.delay != 0


def found_in(kind: str, code: Code) -> str:
    """Return the name of what a worker is found in by its name: tasks apart from threads and processes."""
    return code.program.helper("tasks" if code.program.scenario.workers[kind].kind == "task" else "workers")


def found(someone: Person, code: Code) -> str:
    """Return an expression for a worker that was made."""
    return f"{found_in(someone.kind, code)}[{someone.name}]"
