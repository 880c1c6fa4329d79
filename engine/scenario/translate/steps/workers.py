"""Workers that start, await and end each other: spawn, join, terminate."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.scenario.resources import Queue
from engine.scenario.steps import Join, Spawn, Terminate
from engine.scenario.translate.code import Code
from engine.scenario.translate.people import Person, found, found_in, make, person
from engine.scenario.translate.program import is_counted
from engine.scenario.translate.steps.timed import await_within
from engine.scenario.words import split_reference


def spawn(step: Spawn, code: Code) -> None:
    """Make a worker and start it; it can be found by its name."""
    with _each(step.spawn, code) as someone:
        code.line(f"{found(someone, code)} = {make(someone, code)}")
        worker = code.program.scenario.workers[someone.kind]
        if worker.kind != "task":
            code.line(f"{found(someone, code)}.start()")
        elif worker.daemon:
            code.line(f"{code.program.helper('daemons')}.append({found(someone, code)})")


def terminate(step: Terminate, code: Code) -> None:
    """End a process, or cancel a task."""
    _await_start(step.terminate, code)
    with _each(step.terminate, code) as someone:
        is_task = code.program.scenario.workers[someone.kind].kind == "task"
        code.line(f"{found(someone, code)}.{'cancel' if is_task else 'terminate'}()")


def join(step: Join, code: Code) -> None:
    """Wait for the end of workers, or until a queue's items are done."""
    kind, _ = split_reference(step.join)
    if isinstance(code.program.scenario.resources.get(kind), Queue):
        _join_queue(step, code)
        return
    _await_start(step.join, code)
    if code.program.scenario.workers[kind].kind == "task":
        _join_tasks(step, code)
        return
    with _each(step.join, code) as someone:
        _join_one(found(someone, code), step, code)
    if step.otherwise:
        with code.block(f"if {_any(step.join, code, '{}.is_alive()')}"):
            code.steps(step.otherwise, "else")


def _join_one(worker: str, step: Join, code: Code) -> None:
    if code.is_async:
        seconds = "" if step.timeout is None else f", {code.expression(step.timeout)}"
        code.line(f"await {code.program.imports.use('asyncio', 'to_thread')}({worker}.join{seconds})")
    else:
        code.line(f"{worker}.join({'' if step.timeout is None else f'timeout={code.expression(step.timeout)}'})")


def _join_tasks(step: Join, code: Code) -> None:
    """Wait without taking over how the task ended: a cancelled one does not cancel who waits for it."""
    someone, count = _who(step.join, code)
    loop = "" if count is None else f" for {someone.number} in range({count})"
    seconds = "" if step.timeout is None else f", timeout={code.expression(step.timeout)}"
    code.line(f"await {code.program.imports.use('asyncio', 'wait')}([{found(someone, code)}{loop}]{seconds})")
    if step.otherwise:
        with code.block(f"if {_any(step.join, code, 'not {}.done()')}"):
            code.steps(step.otherwise, "else")


def _any(reference: str, code: Code, question: str) -> str:
    someone, count = _who(reference, code)
    asked = question.format(found(someone, code))
    return asked if count is None else f"any({asked} for {someone.number} in range({count}))"


def _join_queue(step: Join, code: Code) -> None:
    queue = code.resource(step.join).text
    if step.timeout is None:
        code.line(f"{code.wait}{queue}.join()")
    elif code.is_async:
        await_within(code.expression(step.timeout), f"await {queue}.join()", None, step.otherwise, code)
    else:
        waiter = code.program.helper("waiter")
        code.line("# A queue's own join() waits without end, so a thread waits in it.")
        code.line(f"{waiter} = {code.program.imports.use('threading', 'Thread')}(target={queue}.join, daemon=True)")
        code.line(f"{waiter}.start()")
        code.line(f"{waiter}.join(timeout={code.expression(step.timeout)})")
        if step.otherwise:
            with code.block(f"if {waiter}.is_alive()"):
                code.steps(step.otherwise, "else")


def _who(reference: str, code: Code) -> tuple[Person, str | None]:
    """Return who is meant, and for all of a kind how many they are."""
    kind, subscript = split_reference(reference)
    worker = code.program.scenario.workers[kind]
    if subscript is not None or not is_counted(worker):
        return person(kind, worker, None if subscript is None else code.hole(subscript)), None
    return person(kind, worker, code.program.helper("number")), code.expression(worker.count)


@contextmanager
def _each(reference: str, code: Code) -> Iterator[Person]:
    """Write lines for one worker, or for all of a kind in a loop."""
    someone, count = _who(reference, code)
    if count is None:
        yield someone
        return
    with code.block(f"for {someone.number} in range({count})"):
        yield someone


def _await_start(reference: str, code: Code) -> None:
    """A thread may come to its join before the main worker has started whom it joins."""
    worker = code.program.scenario.workers[split_reference(reference)[0]]
    if code.role != "main" and worker.start == "begin" and not code.is_async:
        found_in(split_reference(reference)[0], code)
        code.line(f"{code.program.helper('all_started')}.wait()")
