"""The names in expressions: does each mean something where it stands, and something that has a value?"""

import ast
from collections.abc import Iterator

from engine.errors import Problem
from engine.scenario.checks.facts import Body, Facts
from engine.scenario.checks.references import check_subscript, is_sure, kind_of
from engine.scenario.problems import problem, suggestion
from engine.scenario.resources import Queue, SharedValue
from engine.scenario.sentences import Sentence, say, with_article
from engine.scenario.steps import ForEach, Repeat, Result, While
from engine.scenario.walking import Mention, Site, expressions_of, names_given, references_of
from engine.scenario.words import GIVEN, names_in, parse_expression, split_reference

DRAWING = frozenset({"randint", "uniform", "chance"})  # from the worker's own dice

# What other languages call what Python calls otherwise.
FROM_ELSEWHERE = {"null": "None", "nil": "None", "undefined": "None", "true": "True", "false": "False"}

VALUES = frozenset({"item", "value", "return", "let", "arguments"})  # where a text can stand

_LOOPS = (Repeat, While, ForEach)


def check(facts: Facts) -> Iterator[Problem]:
    """Tell which names in expressions mean nothing, or nothing yet."""
    for body in facts.bodies:
        yield from _Scope(body, facts).problems()
    for name, worker in facts.scenario.workers.items():
        if isinstance(worker.delay, str):
            yield from _delay(("workers", name, "delay"), worker.delay, facts)


def _delay(place: tuple[str, ...], expression: str, facts: Facts) -> Iterator[Problem]:
    """Tell what a delay cannot use, which is known before its worker runs."""
    tree = parse_expression(expression)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and id(node) in called and node.id in DRAWING:
            yield problem(place, "not-yet-known", say("detail.not-yet.drawn", name=node.id))
        elif isinstance(node, ast.Name) and id(node) not in called and node.id not in {"index", "seed", *facts.bound.parameters}:
            yield problem(place, "unknown-name", say("detail.name.not-here", name=node.id))


def read_in(mention: Mention) -> set[str]:
    """Return the names that an expression reads, or the subscript of a reference."""
    text: str | None = mention.text
    if mention.wanted:
        _, text = split_reference(mention.text)
    return set(names_in(text)) if text is not None else set()


def _way(kind: str, name: str) -> Sentence | str:
    """Say how one gets at what a thing holds."""
    return say("detail.hint.read-first") if kind == "file" else say("detail.hint.depth", name=name) if kind == "queue" else ""


class _Scope:
    """One body, and the names that are bound while one reads it from its beginning."""

    def __init__(self, body: Body, facts: Facts) -> None:
        self._facts = facts
        self._sites = facts.sites_of(body)
        self._bound = set(facts.scenario.procedures[body.name].parameters) if body.kind == "procedure" else set()
        self._all = self._bound | {name for site in self._sites for name, _ in names_given(site.step)}

    def problems(self) -> Iterator[Problem]:
        for site in self._sites:
            for mention in self._mentions(site):
                yield from self._problems_of(mention, site)
            if isinstance(site.step, Result):
                yield from self._future(site, site.step)
            self._bound |= {name for name, _ in names_given(site.step)}

    def _mentions(self, site: Site) -> Iterator[Mention]:
        yield from expressions_of(site)
        for mention in references_of(site):
            _, subscript = split_reference(mention.text)
            if subscript is not None:
                yield Mention(mention.place, subscript)

    def _problems_of(self, mention: Mention, site: Site) -> Iterator[Problem]:
        tree = parse_expression(mention.text)
        special: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                special |= {id(node.func), *self._depths(node)}
            elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
                yield from self._subscripted(mention, node.value.id, ast.unparse(node.slice), site)
            elif isinstance(node, ast.Name) and id(node) not in special:
                yield from self._name(mention, node.id, site)

    def _depths(self, call: ast.Call) -> Iterator[int]:
        """Iterate over the queues whose depth is asked for, by len(queue): they have no value elsewhere."""
        if isinstance(call.func, ast.Name) and call.func.id == "len" and len(call.args) == 1:
            argument = call.args[0]
            name = argument.value if isinstance(argument, ast.Subscript) else argument
            if isinstance(name, ast.Name) and isinstance(self._facts.scenario.resources.get(name.id), Queue):
                yield id(name)

    def _subscripted(self, mention: Mention, name: str, subscript: str, site: Site) -> Iterator[Problem]:
        resource = self._facts.scenario.resources.get(name)
        if isinstance(resource, SharedValue | Queue) and name not in self._all:
            count = self._facts.bound.resource_counts[name]
            yield from check_subscript(mention.place, name, subscript, count, self._facts, is_sure(site))

    def _name(self, mention: Mention, name: str, site: Site) -> Iterator[Problem]:
        scenario = self._facts.scenario
        if name in self._bound or name in GIVEN or name in scenario.parameters:
            return
        if isinstance(scenario.resources.get(name), SharedValue):
            return
        if name in self._all:
            if not any(isinstance(step, _LOOPS) for step in site.around):  # in a loop it may be of the round before
                yield problem(mention.place, "not-yet-known", say("detail.not-yet.later", name=name))
        elif kind := kind_of(name, self._facts):
            yield problem(mention.place, "no-value", say("detail.name.no-value", name=name, kind=with_article(kind), hint=_way(kind, name)))
        else:
            values = [each for each, resource in scenario.resources.items() if isinstance(resource, SharedValue)]
            known = [*self._bound, *scenario.parameters, *values, *GIVEN, *FROM_ELSEWHERE.values()]
            hint = suggestion(FROM_ELSEWHERE.get(name, name), known)
            if not hint and name == mention.text.strip() and (mention.place[-1] in VALUES or mention.place[-2] in VALUES):
                hint = say("detail.hint.quotes", name=name)
            yield problem(mention.place, "unknown-name", say("detail.name.unknown", name=name, hint=hint))

    def _future(self, site: Site, step: Result) -> Iterator[Problem]:
        name, _ = split_reference(step.result)
        if name not in self._all:
            said = say("detail.name.no-future", name=name, hint=suggestion(name, self._all))
            yield problem((*site.place, "result"), "unknown-name", said)
        elif name not in self._bound and not any(isinstance(around, _LOOPS) for around in site.around):
            yield problem((*site.place, "result"), "not-yet-known", say("detail.not-yet.later", name=name))
