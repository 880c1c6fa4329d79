"""What the checks know: the scenario as it is bound, its bodies of steps, and which of them lead to which."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from engine.scenario.binding import Bound
from engine.scenario.document import Scenario
from engine.scenario.resources import Resource
from engine.scenario.steps import Action, Call, Spawn, Submit
from engine.scenario.walking import Place, Site, walk
from engine.scenario.words import split_reference

World = Literal["thread", "process", "task"]


class Body(NamedTuple):
    """A list of steps that is done as a whole: a worker's, a procedure's, the main worker's."""

    kind: Literal["worker", "procedure", "main"]
    name: str
    place: Place
    steps: Sequence[Action]

    def __str__(self) -> str:
        return self.name


MAIN = "main"  # the main worker's name; no worker can be called so


@dataclass(frozen=True)
class Facts:
    """All facts of one scenario."""

    bound: Bound
    sites: dict[tuple[str, str], list[Site]] = field(default_factory=dict)

    @property
    def scenario(self) -> Scenario:
        return self.bound.scenario

    @cached_property
    def bodies(self) -> list[Body]:
        """Return all bodies, in the document's order."""
        scenario = self.scenario
        return [
            *(Body("procedure", name, ("procedures", name, "steps"), each.steps) for name, each in scenario.procedures.items()),
            *self.starts,
        ]

    @cached_property
    def starts(self) -> list[Body]:
        """Return the bodies that somebody does by himself: the workers' and the main worker's."""
        workers = [Body("worker", name, ("workers", name, "steps"), each.steps) for name, each in self.scenario.workers.items()]
        return [*workers, Body("main", MAIN, ("main",), self.scenario.main)]

    def sites_of(self, body: Body) -> list[Site]:
        """Return the steps of a body, with all that is nested in them."""
        key = (body.kind, body.name)
        if key not in self.sites:
            self.sites[key] = list(walk(body.steps, body.place))
        return self.sites[key]

    def procedure(self, name: str) -> Body | None:
        """Find the body of a procedure."""
        found = self.scenario.procedures.get(name)
        return None if found is None else Body("procedure", name, ("procedures", name, "steps"), found.steps)

    def resource(self, reference: str) -> Resource | None:
        """Find what a reference means."""
        return self.scenario.resources.get(split_reference(reference)[0])

    def done_by(self, body: Body) -> Iterator[Site]:
        """Iterate over the steps that a body does, those of the procedures that it calls too."""
        seen, todo = {body.name if body.kind == "procedure" else None}, [body]
        while todo:
            for site in self.sites_of(todo.pop()):
                yield site
                if isinstance(site.step, Call) and site.step.call not in seen and (called := self.procedure(site.step.call)):
                    seen.add(called.name)
                    todo.append(called)

    def spawned_by(self, body: Body) -> Iterator[tuple[Site, str]]:
        """Iterate over the workers that a body starts, with the steps that do."""
        for site in self.done_by(body):
            if isinstance(site.step, Spawn):
                yield site, split_reference(site.step.spawn)[0]

    def submitted_by(self, body: Body) -> list[Body]:
        """Return the procedures that a body has done by pools, and those that these have done."""
        found: dict[str, Body] = {}
        todo = [body]
        while todo:
            for site in self.done_by(todo.pop()):
                if isinstance(site.step, Submit) and site.step.submit not in found and (job := self.procedure(site.step.submit)):
                    found[job.name] = job
                    todo.append(job)
        return list(found.values())

    @cached_property
    def main_world(self) -> World:
        """Return what the main worker is: a coroutine where there are tasks, else a thread."""
        return "task" if any(worker.kind == "task" for worker in self.scenario.workers.values()) else "thread"

    @cached_property
    def done_in(self) -> dict[World, list[tuple[Body, Site]]]:
        """Return the steps that are done in each world, with who does them or has them done by a pool."""
        found: dict[World, list[tuple[Body, Site]]] = {"thread": [], "process": [], "task": []}
        for start in self.starts:
            seen: set[tuple[str, World]] = set()
            todo: list[tuple[Body, World]] = [(start, self.world_of(start))]
            while todo:
                body, world = todo.pop()
                for site in self.sites_of(body):
                    found[world].append((start, site))
                    for name, its_world in self._entered(site.step, world):
                        procedure = self.procedure(name)
                        if procedure is not None and (name, its_world) not in seen:
                            seen.add((name, its_world))
                            todo.append((procedure, its_world))
        return found

    def world_of(self, start: Body) -> World:
        """Return what does the steps of a worker or of the main worker."""
        return self.main_world if start.kind == "main" else self.scenario.workers[start.name].kind

    def _entered(self, step: Action, world: World) -> Iterator[tuple[str, World]]:
        if isinstance(step, Call):
            yield step.call, world
        elif isinstance(step, Submit):
            pool = self.resource(step.to)
            yield step.submit, "process" if pool is not None and pool.kind == "pool" and pool.of == "processes" else "thread"
