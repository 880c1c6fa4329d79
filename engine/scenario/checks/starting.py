"""Who starts, awaits and ends whom: what cannot be, and what would never end."""

from collections.abc import Iterator
from typing import Literal

from engine.errors import Problem
from engine.scenario.checks.facts import MAIN, Body, Facts
from engine.scenario.problems import problem
from engine.scenario.sentences import say
from engine.scenario.steps import Join, Spawn, Terminate
from engine.scenario.walking import Site
from engine.scenario.words import split_reference


def check(facts: Facts) -> Iterator[Problem]:
    """Tell which workers are started, awaited or ended as they cannot be."""
    started = {name for start in facts.starts for _, name in facts.spawned_by(start)}
    for name, worker in facts.scenario.workers.items():
        if worker.start == "spawned" and name not in started:
            yield problem(("workers", name, "start"), "never-started", say("detail.never-started", name=name))
        if worker.kind == "task" and worker.priority:
            yield problem(("workers", name, "priority"), "no-such-option", say("detail.option.priority"))
        if worker.start == "spawned" and worker.delay != 0:
            yield problem(("workers", name, "delay"), "no-such-option", say("detail.option.delay"))
    yield from _circles(facts)
    homes = _homes(facts)
    told: set[str] = set()
    for start in facts.starts:
        for site in facts.done_by(start):
            for found in _problems_of(site, start, homes, facts):
                if found.pointer not in told:  # a procedure's step is done by several
                    told.add(found.pointer)
                    yield found


def _problems_of(site: Site, who: Body, homes: dict[str, set[str]], facts: Facts) -> Iterator[Problem]:
    match site.step:
        case Spawn(spawn=reference):
            name = split_reference(reference)[0]
            if name in facts.scenario.workers:
                yield from _spawn(site, who, name, facts)
        case Join(join=reference):
            name, subscript = split_reference(reference)
            if name not in facts.scenario.workers:
                return
            if who.name == name and (subscript is None or subscript.strip() == "index"):
                yield problem((*site.place, "join"), "self-join", say("detail.self-join", name=name))
            else:
                yield from _reach(site, "join", who, name, homes, facts)
        case Terminate(terminate=reference):
            name = split_reference(reference)[0]
            if name not in facts.scenario.workers:
                return
            if facts.scenario.workers[name].kind == "thread":
                yield problem((*site.place, "terminate"), "wrong-kind", say("detail.wrong-kind.thread", name=name))
            else:
                yield from _reach(site, "terminate", who, name, homes, facts)


def _spawn(site: Site, who: Body, name: str, facts: Facts) -> Iterator[Problem]:
    worker = facts.scenario.workers[name]
    if worker.start == "begin":
        yield problem((*site.place, "spawn"), "begins-by-itself", say("detail.begins-by-itself", name=name))
    if worker.kind == "task" and facts.world_of(who) != "task":
        yield problem((*site.place, "spawn"), "wrong-world", say("detail.task.start", name=name))
    parent = facts.scenario.workers.get(who.name)
    if worker.kind == "process" and parent is not None and parent.kind == "process" and parent.daemon:
        yield problem((*site.place, "spawn"), "daemon-parent", say("detail.daemon-parent", name=who.name))


def _reach(
    site: Site, verb: Literal["join", "terminate"], who: Body, name: str, homes: dict[str, set[str]], facts: Facts
) -> Iterator[Problem]:
    """Tell whether somebody cannot get at a worker: a task from outside its loop, anyone from another process."""
    place = (*site.place, verb)
    if facts.scenario.workers[name].kind == "task" and facts.world_of(who) != "task":
        yield problem(place, "wrong-world", say(f"detail.task.{verb}", name=name))
    elif (starters := _starters(name, homes, facts)) and not homes[who.name] & starters:
        yield problem(place, "not-its-starter", say(f"detail.starter.{verb}", who=who.name, name=name))


def _starters(name: str, homes: dict[str, set[str]], facts: Facts) -> set[str]:
    """Return the processes that start a worker: by the name of their worker, or the main one."""
    if facts.scenario.workers[name].start == "begin":
        return {MAIN}
    return {home for start in facts.starts for _, spawned in facts.spawned_by(start) if spawned == name for home in homes[start.name]}


def _homes(facts: Facts) -> dict[str, set[str]]:
    """Return in which processes each worker lives. A thread lives where it was started."""
    homes: dict[str, set[str]] = {MAIN: {MAIN}}
    for name, worker in facts.scenario.workers.items():
        homes[name] = {name} if worker.kind == "process" else {MAIN} if worker.start == "begin" else set()
    for _ in facts.scenario.workers:  # that many rounds reach everyone
        for start in facts.starts:
            for _, name in facts.spawned_by(start):
                if name in homes and facts.scenario.workers[name].kind != "process":
                    homes[name] |= homes[start.name]
    return homes


def _circles(facts: Facts) -> Iterator[Problem]:
    """Tell which workers start themselves, maybe by way of others: each would start the next without end."""
    starts = {start.name: start for start in facts.starts}
    children = {name: {child for _, child in facts.spawned_by(start) if child in starts} for name, start in starts.items()}
    for name, start in starts.items():
        for site, child in facts.spawned_by(start):
            if name in _reached(child, children):
                said = say("detail.circle.starts" if child == name else "detail.circle.starts-by", name=name)
                yield problem((*site.place, "spawn"), "circle", said)
                break


def _reached(name: str, children: dict[str, set[str]]) -> set[str]:
    reached, todo = {name}, [name]
    while todo:
        new = children.get(todo.pop(), set()) - reached
        reached |= new
        todo += new
    return reached
