"""Starting the workers and waiting for their end, as the main function does it.

Where nobody asks for a worker by its name they are in lists; else in dictionaries, where `spawn`, `join` and `terminate` find them.
"""

from collections.abc import Iterator

from engine.scenario.document import Worker
from engine.scenario.steps import Spawn
from engine.scenario.translate.code import Code
from engine.scenario.translate.people import found, make, person
from engine.scenario.translate.program import Program, is_counted
from engine.scenario.translate.walking import every_step

Group = tuple[str, Worker]


def start_workers(code: Code) -> None:
    """Write how the workers of the beginning are made and started, in the document's order."""
    groups = _groups(code.program, is_task=False)
    tasks = _groups(code.program, is_task=True)
    if not code.program.is_async and any(worker.delay != 0 for _, worker in groups):
        _start_one_after_the_other(groups, code)
    elif code.program.by_name:
        for group in [*tasks, *groups]:
            _enter(group, code)
        _start_all(f"list({code.program.helper('workers')}.values())" if groups else "", code)
    else:
        _list("tasks", [group for group in tasks if not group[1].daemon], code)
        _list("daemons", [group for group in tasks if group[1].daemon], code)
        _list("workers", groups, code)
        _start_all(code.program.helper("workers") if groups else "", code)


def _groups(program: Program, *, is_task: bool) -> list[Group]:
    workers = program.scenario.workers.items()
    return [(name, worker) for name, worker in workers if worker.start == "begin" and (worker.kind == "task") == is_task]


def _start_all(workers: str, code: Code) -> None:
    if workers:
        worker = code.program.helper("worker")
        with code.block(f"for {worker} in {workers}"):
            code.line(f"{worker}.start()")


def _enter(group: Group, code: Code) -> None:
    """Make a worker, or all of its kind, and keep it under its name."""
    name, worker = group
    someone = person(name, worker, "index")
    with code.at(f"/workers/{name}"):
        if is_counted(worker):
            with code.block(f"for index in range({code.expression(worker.count)})"):
                code.line(f"{found(someone, code)} = {make(someone, code)}")
                _remember_daemon(group, found(someone, code), code)
        else:
            code.line(f"{found(someone, code)} = {make(someone, code)}")
            _remember_daemon(group, found(someone, code), code)


def _remember_daemon(group: Group, text: str, code: Code) -> None:
    if group[1].kind == "task" and group[1].daemon:
        code.line(f"{code.program.helper('daemons')}.append({text})")


def _list(wanted: str, groups: list[Group], code: Code, delays: bool = False) -> None:
    """Put workers into a list: those that are single as items, those that are many by a loop."""
    name, operator = code.program.helper(wanted) if groups else "", "="
    for is_many, part in _runs(groups):
        if is_many or len(part) == 1:
            with code.at(f"/workers/{part[0][0]}"):
                code.line(f"{name} {operator} [{_item(part[0], code, delays)}]")
        else:
            code.line(f"{name} {operator} [")
            for group in part:
                with code.at(f"/workers/{group[0]}"), code.indented():
                    code.line(f"{_item(group, code, delays)},")
            code.line("]")
        operator = "+="


def _item(group: Group, code: Code, delays: bool) -> str:
    name, worker = group
    made = make(person(name, worker, "index"), code)
    text = f"({code.expression(worker.delay)}, {made})" if delays else made
    return f"{text} for index in range({code.expression(worker.count)})" if is_counted(worker) else text


def _runs(groups: list[Group]) -> Iterator[tuple[bool, list[Group]]]:
    """Iterate over groups, those next to each other together that are single workers."""
    singles: list[Group] = []
    for group in groups:
        if is_counted(group[1]):
            if singles:
                yield False, singles
            singles = []
            yield True, [group]
        else:
            singles.append(group)
    if singles:
        yield False, singles


def _start_one_after_the_other(groups: list[Group], code: Code) -> None:
    """Start each worker when its delay is over. Each has its time from the beginning, so that delays do not add up."""
    program = code.program
    arrivals, worker, workers = program.helper("arrivals"), program.helper("worker"), program.helper("workers")
    now, begin, delay = f"{program.imports.use('time', 'monotonic')}()", program.helper("begin"), program.helper("delay")
    arrival = program.helper("arrival")
    _list("arrivals", groups, code, delays=True)
    code.line(f"{arrivals}.sort(key=lambda {arrival}: {arrival}[0])")
    if program.by_name:
        code.line(f"{workers}.update(({worker}.name, {worker}) for _, {worker} in {arrivals})")
    else:
        code.line(f"{workers} = [{worker} for _, {worker} in {arrivals}]")
    code.line(f"{begin} = {now}")
    with code.block(f"for {delay}, {worker} in {arrivals}"):
        code.line(f"{program.imports.use('time', 'sleep')}(max(0, {begin} + {delay} - {now}))")
        code.line(f"{worker}.start()")


def wait_for_workers(code: Code) -> None:
    """Write how the main worker waits for the end of all that are no daemons."""
    tasks, others = (_waited_for(code.program, is_task=is_task) for is_task in (True, False))
    if tasks:
        _wait_for_tasks(tasks, code)
    if others:
        _wait_for_others(others, code)


def _waited_for(program: Program, *, is_task: bool) -> list[Group]:
    everyone = _groups(program, is_task=is_task)
    if is_spawning(program):
        everyone = [(name, worker) for name, worker in program.scenario.workers.items() if (worker.kind == "task") == is_task]
    return everyone if any(not worker.daemon for _, worker in everyone) else []


def _wait_for_tasks(groups: list[Group], code: Code) -> None:
    program, wait = code.program, code.program.imports.use("asyncio", "wait")
    tasks, task, waiting = (program.helper(wish) for wish in ("tasks", "task", "waiting"))
    if not program.by_name:
        code.line(f"await {wait}({tasks})")
    elif not is_spawning(program) and not any(worker.daemon for _, worker in groups):
        code.line(f"await {wait}({tasks}.values())")
    else:
        daemons = f" and {task} not in {program.helper('daemons')}" if has_daemon_tasks(program) else ""
        with code.block(f"while {waiting} := [{task} for {task} in {tasks}.values() if not {task}.done(){daemons}]"):
            code.line(f"await {wait}({waiting})")


def _wait_for_others(groups: list[Group], code: Code) -> None:
    program = code.program
    workers, worker, alive = (program.helper(wish) for wish in ("workers", "worker", "alive"))
    some_are_daemons = any(member.daemon for _, member in groups)
    if program.by_name and is_spawning(program):
        condition = f"{worker}.is_alive()" + (f" and not {worker}.daemon" if some_are_daemons else "")
        with code.block(f"while {alive} := [{worker} for {worker} in list({workers}.values()) if {condition}]"):
            _join(f"{alive}[0]", code)
        return
    with code.block(f"for {worker} in {workers}{'.values()' if program.by_name else ''}"):
        if some_are_daemons:
            with code.block(f"if not {worker}.daemon"):
                _join(worker, code)
        else:
            _join(worker, code)


def _join(worker: str, code: Code) -> None:
    code.line(f"await {code.program.imports.use('asyncio', 'to_thread')}({worker}.join)" if code.is_async else f"{worker}.join()")


def is_spawning(program: Program) -> bool:
    """Tell whether workers are started by steps."""
    return any(isinstance(step, Spawn) for step in every_step(program.scenario))


def has_daemon_tasks(program: Program) -> bool:
    """Tell whether there are tasks that the main worker does not wait for."""
    return any(worker.kind == "task" and worker.daemon for worker in program.scenario.workers.values())


def kept_by_name(program: Program) -> list[str]:
    """Return the statements for what workers are kept in, where they are asked for by name."""
    if not program.by_name:
        return []
    kinds = {found_in_text(worker) for worker in program.scenario.workers.values()}
    lines = [f"{program.helper(wish)} = {{}}" for wish in ("tasks", "workers") if wish in kinds]
    return lines + ([f"{program.helper('daemons')} = []"] if has_daemon_tasks(program) else [])


def found_in_text(worker: Worker) -> str:
    """Return where a worker is kept."""
    return "tasks" if worker.kind == "task" else "workers"
