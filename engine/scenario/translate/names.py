"""The names of the program: the scenario's own wherever they can be, and none twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.scenario.document import Scenario
from engine.scenario.resources import Pipe
from engine.scenario.translate.walking import locals_of

ENDS = ("a", "b")


class Pool:
    """The names that are taken; gives new ones."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def fresh(self, wanted: str) -> str:
        """Take a name, with an underscore behind it where it is taken already."""
        while wanted in self._taken:
            wanted += "_"
        self._taken.add(wanted)
        return wanted

    def holds(self, name: str) -> bool:
        """Tell whether a name is taken."""
        return name in self._taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What everything of the scenario is called in the program. helpers: what the translation adds, by what it would like best."""

    resources: Mapping[str, str]
    ends: Mapping[tuple[str, str], str]
    constants: Mapping[str, str]
    procedures: Mapping[str, str]
    workers: Mapping[str, str]
    local: Mapping[str, str]
    pool: Pool
    helpers: dict[str, str]

    def helper(self, wanted: str) -> str:
        """Return the name of something that the translation adds: always the same for the same wish."""
        if wanted not in self.helpers:
            self.helpers[wanted] = self.pool.fresh(wanted)
        return self.helpers[wanted]


GIVEN = ("index", "me", "dice", "main")  # the language keeps these from being names of anything else


def choose_names(scenario: Scenario) -> Names:
    """Choose all names: those of resources first, since findings and timelines show them."""
    used: Pool = Pool(GIVEN)
    resources = {name: used.fresh(name) for name in scenario.resources}
    pipes = [name for name, resource in scenario.resources.items() if isinstance(resource, Pipe)]
    procedures = {name: used.fresh(name) for name in scenario.procedures}
    workers = {name: used.fresh(name) for name in scenario.workers}
    constants = {name: used.fresh(name.upper()) for name in scenario.parameters}
    ends = {(name, end): used.fresh(f"{resources[name]}_{end}") for name in pipes for end in ENDS}
    own = _local_names(scenario)
    local = {name: used.fresh(name) for name in sorted(own)}
    return Names(
        resources=resources, ends=ends, constants=constants, procedures=procedures, workers=workers, local=local, pool=used, helpers={}
    )  # fmt: skip


def _local_names(scenario: Scenario) -> set[str]:
    found = locals_of(scenario.main)
    for worker in scenario.workers.values():
        found |= locals_of(worker.steps)
    for procedure in scenario.procedures.values():
        found |= locals_of(procedure.steps) | set(procedure.parameters)
    return found
