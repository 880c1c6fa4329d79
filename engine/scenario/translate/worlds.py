"""Which world each shared thing lives in: that of threads, of processes or of tasks, by who uses it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from engine.scenario.document import Scenario
from engine.scenario.resources import Condition, Pool
from engine.scenario.steps import Action, Call, Submit
from engine.scenario.translate.walking import names_of, steps_in
from engine.scenario.words import split_reference


class World(StrEnum):
    """What runs something, as a worker's `kind` says it."""

    THREADS = "thread"
    PROCESSES = "process"
    TASKS = "task"


def main_world(scenario: Scenario) -> World:
    """Return what the main worker is: a coroutine where there are tasks, else a thread."""
    return World.TASKS if any(worker.kind == "task" for worker in scenario.workers.values()) else World.THREADS


def users_of(scenario: Scenario) -> dict[str, set[World]]:
    """Return for each resource in which worlds it is used."""
    users: dict[str, set[World]] = {name: set() for name in scenario.resources}
    everyone = [(World(worker.kind), worker.steps) for worker in scenario.workers.values()]
    for world, step in _everything(scenario, [(main_world(scenario), scenario.main), *everyone]):
        for name in names_of(step) & users.keys():
            users[name].add(world)
    return users


def homes_of(scenario: Scenario) -> dict[str, World]:
    """Return for each resource which world's kind of it is made. What shares a lock lives where the lock lives."""
    users = users_of(scenario)
    for name, resource in scenario.resources.items():
        if isinstance(resource, Condition) and resource.lock in users:
            users[name] |= users[resource.lock]
            users[resource.lock] |= users[name]
    return {name: _home(worlds) for name, worlds in users.items()}


def _home(worlds: Iterable[World]) -> World:
    found = set(worlds)
    if World.PROCESSES in found:
        return World.PROCESSES
    return World.TASKS if found == {World.TASKS} else World.THREADS


def _everything(scenario: Scenario, starts: Sequence[tuple[World, Sequence[Action]]]) -> Iterator[tuple[World, Action]]:
    """Iterate over all steps that are ever done, with the world that they are done in."""
    todo = list(starts)
    seen: set[tuple[str, World]] = set()
    while todo:
        world, steps = todo.pop()
        for step in steps_in(steps):
            yield world, step
            for entered in _entered(scenario, step, world):
                if entered not in seen:
                    seen.add(entered)
                    todo.append((entered[1], scenario.procedures[entered[0]].steps))


def _entered(scenario: Scenario, step: Action, world: World) -> Iterator[tuple[str, World]]:
    match step:
        case Call(call=name) if name in scenario.procedures:
            yield name, world
        case Submit(submit=name, to=pool) if name in scenario.procedures:
            yield name, pool_world(scenario.resources, pool)


def pool_world(resources: Mapping[str, object], reference: str) -> World:
    """Return what does the jobs of a pool."""
    pool = resources.get(split_reference(reference)[0])
    return World.PROCESSES if isinstance(pool, Pool) and pool.of == "processes" else World.THREADS
