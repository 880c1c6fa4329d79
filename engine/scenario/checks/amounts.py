"""How many and how large: numbers that come out of expressions, and how much there is in all."""

from collections.abc import Iterator
from typing import Any

from engine.errors import Problem
from engine.scenario.binding import Bound
from engine.scenario.checks.facts import Facts
from engine.scenario.checks.references import is_sure
from engine.scenario.problems import problem, sentence_of
from engine.scenario.resources import MAX_PARTIES, MAX_PERMITS, MAX_POOL, MAX_QUEUE, Barrier, Pool, Queue, Resource, Semaphore, SharedValue
from engine.scenario.sentences import say
from engine.scenario.steps import Action, Notify, Release, Repeat
from engine.scenario.walking import Place, key_of
from engine.scenario.words import MAX_SECONDS

MAX_ALL_WORKERS = 200
MAX_ALL_RESOURCES = 500

_SECONDS = ("compute", "sleep", "timeout", "gap", "every")


def check(facts: Facts) -> Iterator[Problem]:
    """Tell which numbers are out of range."""
    bound = facts.bound
    workers = sum(count or 1 for count in bound.worker_counts.values())
    if workers > MAX_ALL_WORKERS:
        yield problem(("workers",), "too-many", say("detail.too-many.workers", most=MAX_ALL_WORKERS, count=workers))
    resources = sum(count or 1 for count in bound.resource_counts.values())
    if resources > MAX_ALL_RESOURCES:
        yield problem(("resources",), "too-many", say("detail.too-many.resources", most=MAX_ALL_RESOURCES, count=resources))
    for name, resource in bound.scenario.resources.items():
        yield from _resource(("resources", name), resource, bound)
    for name, worker in bound.scenario.workers.items():
        for index in range(bound.worker_counts[name] or 1):
            if found := list(seconds(("workers", name, "delay"), worker.delay, bound, index=index)):
                yield found[0]
                break
    for number, value in enumerate(bound.scenario.args):
        try:
            bound.evaluate(value)
        except ValueError as error:
            yield problem(("args", number), "not-yet-known", sentence_of(error))
    for body in facts.bodies:
        for site in facts.sites_of(body):
            if is_sure(site):  # else it may not be done with these parameters
                yield from _step(site.place, site.step, bound)


def _resource(place: Place, resource: Resource, bound: Bound) -> Iterator[Problem]:
    match resource:
        case Semaphore(value=value):
            yield from whole((*place, "value"), value, 0, MAX_PERMITS, bound)
        case Barrier(parties=parties):
            yield from whole((*place, "parties"), parties, 1, MAX_PARTIES, bound)
        case Queue(size=size):
            yield from whole((*place, "size"), size, 0, MAX_QUEUE, bound)
        case Pool(size=size):
            yield from whole((*place, "size"), size, 1, MAX_POOL, bound)
        case SharedValue(initial=str(initial)):
            try:
                bound.evaluate(initial)
            except ValueError as error:
                yield problem((*place, "initial"), "bad-value", sentence_of(error))


def _step(place: Place, step: Action, bound: Bound) -> Iterator[Problem]:
    for field in _SECONDS:
        if isinstance(value := getattr(step, field, None), str):
            yield from seconds((*place, key_of(step, field)), value, bound)
    match step:
        case Repeat(repeat=str(rounds)) if rounds != "forever":
            yield from whole((*place, "repeat"), rounds, 0, 10**7, bound, is_known=False)
        case Release(count=str(count)):
            yield from whole((*place, "count"), count, 1, 1000, bound, is_known=False)
        case Notify(count=str(count)) if count != "all":
            yield from whole((*place, "count"), count, 1, 1000, bound, is_known=False)


def whole(place: Place, value: int | str, least: int, most: int, bound: Bound, *, is_known: bool = True) -> Iterator[Problem]:
    """Tell if an expression gives no whole number in a range. is_known: it must be known before the run."""
    if not isinstance(value, str):
        return  # its own form has been looked at
    try:
        number = bound.evaluate(value)
    except ValueError as error:
        if is_known:
            yield problem(place, "not-yet-known", sentence_of(error))
        return
    if isinstance(number, bool) or not isinstance(number, int):
        yield problem(place, "wrong-type", say("detail.gives.no-whole", text=value))
    elif not least <= number <= most:
        yield problem(place, "out-of-range", say("detail.gives.range", text=value, number=number, least=least, most=most))


def seconds(place: Place, value: float | str, bound: Bound, **more: Any) -> Iterator[Problem]:
    """Tell if an expression gives no number of seconds, as far as that is known. more: other names that it may use."""
    if not isinstance(value, str):
        return
    try:
        number = bound.evaluate(value, **more)
    except ValueError:
        return
    if isinstance(number, bool) or not isinstance(number, int | float):
        yield problem(place, "wrong-type", say("detail.gives.no-seconds", text=value))
    elif not 0 <= number <= MAX_SECONDS:
        yield problem(place, "out-of-range", say("detail.gives.seconds-range", text=value, number=f"{number:.6g}", most=MAX_SECONDS))
