"""What the whole translation knows while it writes: the scenario as it is bound, the names, the imports, who lives where."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.scenario.binding import Bound, Chosen
from engine.scenario.document import Scenario, Worker
from engine.scenario.steps import Join, Spawn, Terminate
from engine.scenario.translate.imports import Imports
from engine.scenario.translate.kinds import kind_of_resource
from engine.scenario.translate.names import Names, choose_names
from engine.scenario.translate.walking import every_step
from engine.scenario.translate.worlds import World, homes_of, main_world
from engine.scenario.words import split_reference


@dataclass(slots=True, kw_only=True)
class Program:
    """The facts of one translation. used: names of helpers that what is written so far uses."""

    scenario: Scenario
    parameters: Mapping[str, Chosen]
    seed: int
    names: Names
    imports: Imports
    homes: Mapping[str, World]
    is_async: bool
    by_name: bool
    used: set[str] = field(default_factory=set)

    def helper(self, wanted: str) -> str:
        """Use something that the translation adds to the program, and return its name."""
        self.used.add(wanted)
        return self.names.helper(wanted)

    def processes(self) -> str:
        """Return the name of what processes and their things are made with."""
        self.imports.use("multiprocessing", "get_context")
        return self.helper("mp")

    def kind(self, resource: str) -> type:
        """Return what kind of value a shared value or a file holds."""
        return kind_of_resource(self.scenario, resource, self.parameters)


def begin_program(bound: Bound) -> Program:
    """Look at a scenario and prepare its translation."""
    scenario = bound.scenario
    names = choose_names(scenario)
    return Program(
        scenario=scenario,
        parameters=bound.parameters,
        seed=bound.seed,
        names=names,
        imports=Imports(names.pool),
        homes=homes_of(scenario),
        is_async=main_world(scenario) is World.TASKS,
        by_name=_asks_for_workers(scenario),
    )


def is_counted(worker: Worker) -> bool:
    """Tell whether there may be several of a worker, so that each has a number."""
    return "count" in worker.model_fields_set


def _asks_for_workers(scenario: Scenario) -> bool:
    return any(_asks(step, scenario) for step in every_step(scenario))


def _asks(step: object, scenario: Scenario) -> bool:
    match step:
        case Join(join=reference) | Terminate(terminate=reference) | Spawn(spawn=reference):
            return split_reference(reference)[0] in scenario.workers
        case _:
            return False
