"""Walks over steps: what is nested in them, what they refer to, what they compute, which names they give. With places, for pointers."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.scenario import steps as verbs
from engine.scenario.steps import Action, Choose, ForEach, Let, Repeat
from engine.scenario.words import split_text

Place = tuple[str | int, ...]

EXPRESSIONS = (
    "compute", "sleep", "timeout", "count", "until", "item", "value", "by", "gap", "every", "wait_until", "condition", "repeat", "values",
    "let", "arguments",
)  # fmt: skip
TEXTS = ("print", "mark", "section", "fail")
NO_EXPRESSIONS = frozenset({"all", "forever"})


class Site(NamedTuple):
    """A step where it stands. around: the steps that it is nested in, outermost first."""

    place: Place
    step: Action
    around: tuple[Action, ...] = ()


class Mention(NamedTuple):
    """A piece of text in a step that names or computes something. wanted: the kinds of things that a reference can mean."""

    place: Place
    text: str
    wanted: tuple[str, ...] = ()


TAKEN = ("lock", "rlock", "semaphore", "condition")
# Which kinds of things each verb is for; the field that names the thing is the verb itself, but for `submit ... to`.
REFERENCES: dict[type[Action], tuple[str, tuple[str, ...]]] = {
    verbs.Acquire: ("acquire", TAKEN), verbs.Try: ("attempt", TAKEN), verbs.Release: ("release", TAKEN), verbs.With: ("within", TAKEN),
    verbs.Wait: ("wait", ("event", "condition", "barrier")), verbs.Notify: ("notify", ("condition",)), verbs.SetEvent: ("set", ("event",)),
    verbs.ClearEvent: ("clear", ("event",)), verbs.Put: ("put", ("queue",)), verbs.Get: ("get", ("queue",)),
    verbs.TaskDone: ("task_done", ("queue",)), verbs.Send: ("send", ("pipe",)), verbs.Recv: ("recv", ("pipe",)),
    verbs.Read: ("read", ("value", "file")), verbs.Write: ("write", ("value", "file")), verbs.Increment: ("increment", ("value", "file")),
    verbs.Spawn: ("spawn", ("worker",)), verbs.Join: ("join", ("worker", "queue")), verbs.Terminate: ("terminate", ("worker",)),
    verbs.Submit: ("to", ("pool",)), verbs.Shutdown: ("shutdown", ("pool",)),
}  # fmt: skip


_FIELDS = {model: [field for field in EXPRESSIONS if field in model.model_fields] for model in verbs.MODELS.values()}
_TEXTS = {model: [field for field in TEXTS if field in model.model_fields] for model in verbs.MODELS.values()}


def walk(steps: Sequence[Action] | None, place: Place, around: tuple[Action, ...] = ()) -> Iterator[Site]:
    """Iterate over steps and all that is nested in them, in the document's order."""
    for number, step in enumerate(steps or ()):
        here = (*place, number)
        yield Site(here, step, around)
        for key, inner in nested(step):
            yield from walk(inner, (*here, *key), (*around, step))


def nested(step: Action) -> Iterator[tuple[Place, Sequence[Action]]]:
    """Iterate over the lists of steps within a step, each with its place in it."""
    if isinstance(step, Choose):
        yield from ((("choose", number, "steps"), choice.steps) for number, choice in enumerate(step.choose))
    for name, key in (("then", "then"), ("steps", "steps"), ("otherwise", "else")):
        inner = getattr(step, name, None)
        if inner:
            yield (key,), inner


def references_of(site: Site) -> Iterator[Mention]:
    """Iterate over what a step refers to."""
    field, wanted = REFERENCES.get(type(site.step), ("", ()))
    if not field:
        return
    held = getattr(site.step, field)
    place = (*site.place, key_of(site.step, field))
    if isinstance(held, list):
        yield from (Mention((*place, number), text, wanted) for number, text in enumerate(held))
    else:
        yield Mention(place, held, wanted)


def expressions_of(site: Site) -> Iterator[Mention]:
    """Iterate over the expressions of a step, without those in subscripts of references."""
    for field in _FIELDS[type(site.step)]:
        held = getattr(site.step, field)
        place = (*site.place, key_of(site.step, field))
        if isinstance(held, str) and held not in NO_EXPRESSIONS:
            yield Mention(place, held)
        elif isinstance(held, list | dict):
            items = held.items() if isinstance(held, dict) else enumerate(held)
            yield from (Mention((*place, key), text) for key, text in items if isinstance(text, str))
    for field in _TEXTS[type(site.step)]:
        holes = (hole for _, hole in split_text(getattr(site.step, field)) if hole is not None)
        yield from (Mention((*site.place, field), hole) for hole in holes)


def names_given(step: Action) -> Iterator[tuple[str, str]]:
    """Iterate over the names that a step gives to the worker's own values, each with the option that gives it."""
    if name := getattr(step, "into", None):
        yield name, "into"
    if isinstance(step, Let):
        yield from ((name, f"let/{name}") for name in step.let)
    if isinstance(step, ForEach):
        yield step.name, "for"
    if isinstance(step, Repeat) and step.name:
        yield step.name, "as"


def key_of(step: Action, field: str) -> str:
    """Return what a field is called in the document."""
    known = type(step).model_fields.get(field)
    return (known.alias if known is not None else None) or field
