"""The globals of the program: parameters as constants, and what the workers share."""

from collections.abc import Iterator

from engine.scenario.resources import Barrier, Condition, Event, File, Lock, Pipe, Pool, Queue, Resource, Semaphore, SharedValue
from engine.scenario.steps import Join, TaskDone
from engine.scenario.translate.code import Code
from engine.scenario.translate.program import Program
from engine.scenario.translate.text import literal, one_line
from engine.scenario.translate.walking import every_step
from engine.scenario.translate.worlds import World
from engine.scenario.words import split_reference

MODULES = {World.THREADS: "threading", World.TASKS: "asyncio"}
C_TYPES = {bool: '"b"', int: '"q"', float: '"d"'}


def parameter_lines(code: Code) -> None:
    """Write the parameters."""
    for name in code.program.scenario.parameters:
        with code.at(f"/parameters/{name}"):
            note = code.program.scenario.parameter(name).note
            _noted(f"{code.program.names.constants[name]} = {literal(code.program.parameters[name])}", note, code)


def resource_lines(code: Code) -> None:
    """Write what is shared, locks before the conditions that share them."""
    for name in _ordered(code.program):
        resource = code.program.scenario.resources[name]
        with code.at(f"/resources/{name}"):
            if isinstance(resource, Pipe):
                _pipe(name, resource, code)
            else:
                _noted(f"{code.program.names.resources[name]} = {_made(name, resource, code)}", resource.note, code)


def _ordered(program: Program) -> list[str]:
    resources = program.scenario.resources
    placed: list[str] = []
    for name, resource in resources.items():
        if isinstance(resource, Condition) and resource.lock in resources and resource.lock not in placed:
            placed.append(resource.lock)
        if name not in placed:
            placed.append(name)
    return placed


def _noted(text: str, note: str | None, code: Code) -> None:
    remark = one_line(note or "")
    if remark and len(text) + len(remark) + 4 <= 100:
        code.line(f"{text}  # {remark}")
        return
    code.comment(remark)
    code.line(text)


def _made(name: str, resource: Resource, code: Code) -> str:
    """Return an expression for a resource, or for a list of so many."""
    home = code.program.homes[name]
    if isinstance(resource, SharedValue):
        return _value(name, resource, code)
    if resource.count is None:
        return _one(name, resource, home, code)
    count = code.expression(resource.count)
    if isinstance(resource, File):
        number = code.program.helper("number")
        path = code.program.imports.use("pathlib", "Path")
        return f'[{path}(f"{name}-{{{number}}}.txt") for {number} in range({count})]'
    return f"[{_one(name, resource, home, code)} for _ in range({count})]"


def _one(name: str, resource: Resource, home: World, code: Code) -> str:
    match resource:
        case Lock(kind="lock"):
            return f"{_maker('Lock', home, code)}()"
        case Lock():
            return f"{_maker('RLock', home, code)}()"
        case Semaphore(value=value, bounded=bounded):
            return f"{_maker('BoundedSemaphore' if bounded else 'Semaphore', home, code)}({code.expression(value)})"
        case Condition(lock=lock):
            return f"{_maker('Condition', home, code)}({code.program.names.resources[lock] if lock else ''})"
        case Event():
            return f"{_maker('Event', home, code)}()"
        case Barrier(parties=parties):
            return f"{_maker('Barrier', home, code)}({code.expression(parties)})"
        case Queue():
            return _queue(name, resource, home, code)
        case File():
            return f'{code.program.imports.use("pathlib", "Path")}("{name}.txt")'
        case Pool():
            return _pool(name, resource, code)
        case _:
            raise TypeError(f"no expression makes a {resource.kind}")


def _maker(name: str, home: World, code: Code) -> str:
    if home is World.PROCESSES:
        return f"{code.program.processes()}.{name}"
    return code.program.imports.use(MODULES[home], name)


def _queue(name: str, resource: Queue, home: World, code: Code) -> str:
    size = "" if resource.size == 0 else code.expression(resource.size)
    if home is World.PROCESSES:
        return f"{code.program.processes()}.{'JoinableQueue' if _is_joined(name, code.program) else 'Queue'}({size})"
    maker = {"fifo": "Queue", "lifo": "LifoQueue", "priority": "PriorityQueue"}[resource.order]
    return f"{code.program.imports.use('asyncio' if home is World.TASKS else 'queue', maker)}({size})"


def _is_joined(name: str, program: Program) -> bool:
    """Tell whether anyone asks for a queue's items to be done: of the queues of processes only one kind counts them."""
    asked = (step for step in every_step(program.scenario) if isinstance(step, Join | TaskDone))
    return any(split_reference(step.join if isinstance(step, Join) else step.task_done)[0] == name for step in asked)


def _pool(name: str, resource: Pool, code: Code) -> str:
    use = code.program.imports.use
    size = code.expression(resource.size)
    if resource.of == "processes":
        return f"{use('concurrent.futures', 'ProcessPoolExecutor')}({size}, mp_context={code.program.processes()})"
    return f'{use("concurrent.futures", "ThreadPoolExecutor")}({size}, thread_name_prefix="{name}")'


def _value(name: str, resource: SharedValue, code: Code) -> str:
    initial = code.expression(resource.initial)
    many = None if resource.count is None else f"[{initial}] * {_factor(code.expression(resource.count))}"
    if code.program.homes[name] is not World.PROCESSES:
        return many or initial
    kind = C_TYPES.get(code.program.kind(name), '"q"')
    start = "0" if resource.initial is None else initial
    if many is not None:
        return f"{code.program.processes()}.Array({kind}, {many})"
    return f"{code.program.processes()}.Value({kind}, {start})"


def _factor(text: str) -> str:
    return text if text.isidentifier() or text.isdigit() else f"({text})"


def _pipe(name: str, resource: Pipe, code: Code) -> None:
    """Write a pipe, named as a whole so that a timeline knows it by that, and its ends: the receiving one comes first."""
    maker = code.program.imports.use("multiprocessing", "Pipe")
    if code.program.homes[name] is World.PROCESSES:
        maker = f"{code.program.processes()}.Pipe"
    made = f"{maker}()" if resource.duplex else f"{maker}(duplex=False)"
    pipe, a, b = code.program.names.resources[name], *(code.program.names.ends[name, end] for end in ("a", "b"))
    if resource.count is None:
        _noted(f"{pipe} = {made}", resource.note, code)
        code.line(f"{b}, {a} = {pipe}")
    else:
        _noted(f"{pipe} = [{made} for _ in range({code.expression(resource.count)})]", resource.note, code)
        code.line(f"{b}, {a} = zip(*{pipe})")


def file_starts(code: Code) -> Iterator[tuple[str, str]]:
    """Iterate over the files with statements that write what is in each at the start."""
    for name, resource in code.program.scenario.resources.items():
        if not isinstance(resource, File):
            continue
        path, text = code.program.names.resources[name], literal(str(resource.initial))
        if resource.count is None:
            yield name, f"{path}.write_text({text})"
        else:
            each = code.program.helper("path")
            yield name, f"for {each} in {path}:"
            yield name, f"    {each}.write_text({text})"
