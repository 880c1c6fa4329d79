"""Threads, processes and tasks: what they cannot share, and what one of these worlds does not have."""

from collections.abc import Iterator

from engine.errors import Problem
from engine.scenario.checks.facts import Body, Facts, World
from engine.scenario.checks.names import read_in
from engine.scenario.problems import problem
from engine.scenario.resources import Condition, Lock, Pool, Queue, Resource, SharedValue
from engine.scenario.sentences import Sentence, say, with_article
from engine.scenario.steps import Shutdown, Submit, Write
from engine.scenario.walking import expressions_of, references_of
from engine.scenario.words import split_reference

Users = dict[str, dict[World, str]]  # of a resource: in which worlds it is used, and by whom, for one

SHARED_BY_ALL = ("value", "file", "pipe", "pool")


def check(facts: Facts) -> Iterator[Problem]:
    """Tell which resources cannot be used by all who use them."""
    users = users_of(facts)
    for name, resource in facts.scenario.resources.items():
        place = ("resources", name)
        used = users[name]
        others = [world for world in used if world != "task"]
        if "task" in used and others and resource.kind not in SHARED_BY_ALL:
            yield problem(place, "two-worlds", _both(name, resource.kind, used, others[0]))
        yield from _lacking(name, resource, used)
    yield from _pools(facts)
    yield from _texts(facts, users)


def users_of(facts: Facts) -> Users:
    """Return for each resource in which worlds it is used, and by whom."""
    users: Users = {name: {} for name in facts.scenario.resources}
    for world, done in facts.done_in.items():
        for body, site in done:
            names = {split_reference(mention.text)[0] for mention in references_of(site)}
            for mention in (*expressions_of(site), *references_of(site)):
                names |= read_in(mention)
            for name in names & users.keys():
                users[name].setdefault(world, body.name)
    for name, resource in facts.scenario.resources.items():
        if isinstance(resource, Condition) and resource.lock in users:
            both = {**users[name], **users[resource.lock]}
            users[name], users[resource.lock] = both, both
    return users


def _lacking(name: str, resource: Resource, used: dict[World, str]) -> Iterator[Problem]:
    """Tell what a world does not have."""
    if "process" in used and isinstance(resource, Queue) and resource.order != "fifo":
        said = say("detail.world.fifo", name=name, who=used["process"])
        yield problem(("resources", name, "order"), "wrong-world", said)
    if "task" in used and isinstance(resource, Lock) and resource.kind == "rlock":
        yield problem(("resources", name), "wrong-world", say("detail.world.rlock", name=name, who=used["task"]))


def _pools(facts: Facts) -> Iterator[Problem]:
    told = set()
    for body, site in facts.done_in["process"]:
        match site.step:
            case Submit(to=reference):
                key = "to"
            case Shutdown(shutdown=reference):
                key = "shutdown"
            case _:
                continue
        if isinstance(facts.resource(reference), Pool) and site.place not in told:
            told.add(site.place)
            yield problem((*site.place, key), "wrong-world", say("detail.world.pool", who=_doer(body, facts)))


def _doer(body: Body, facts: Facts) -> Sentence | str:
    return body.name if facts.world_of(body) == "process" else say("detail.world.job")


def _both(name: str, kind: str, used: dict[World, str], other: World) -> Sentence:
    task, who, kind_said = used["task"], used[other], say(f"detail.noun.{kind}")
    return say("detail.two-worlds", name=name, task=task, other=with_article(other), who=who, kind=kind_said)


def _texts(facts: Facts, users: Users) -> Iterator[Problem]:
    """Tell where a text would go into memory that processes share: only numbers fit there."""
    shared = {name for name, resource in facts.scenario.resources.items() if isinstance(resource, SharedValue) and "process" in users[name]}
    for name in sorted(shared):
        resource = facts.scenario.resources[name]
        assert isinstance(resource, SharedValue)
        if _is_text(resource.initial, facts):
            said = say("detail.world.text", name=name, who=users[name]["process"])
            yield problem(("resources", name, "initial"), "text-in-process", said)
    for body in facts.bodies:
        for site in facts.sites_of(body):
            if (
                isinstance(site.step, Write)
                and (name := split_reference(site.step.write)[0]) in shared
                and _is_text(site.step.value, facts)
            ):
                said = say("detail.world.text", name=name, who=users[name]["process"])
                yield problem((*site.place, "value"), "text-in-process", said)


def _is_text(value: object, facts: Facts) -> bool:
    try:
        return isinstance(facts.bound.evaluate(value), str)
    except ValueError:
        return value == "me"
