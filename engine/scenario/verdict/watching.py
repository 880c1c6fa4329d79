"""Which expectations can be judged only of a run whose reads and writes of shared data were recorded (`--data`)."""

from typing import Final

from engine.export.recording import Recording
from engine.scenario.document import Scenario
from engine.scenario.expectations import Finds
from engine.scenario.resources import SharedValue

RACES: Final = frozenset({"lost-update", "check-then-act", "unlocked-access"})


def needs_data(scenario: Scenario) -> bool:
    """Tell whether a scenario's run is to record reads and writes: as it says, else if it has shared values or expects a race, or none."""
    if scenario.data is not None:
        return scenario.data
    has_values = any(isinstance(resource, SharedValue) for resource in scenario.resources.values())
    return has_values or any(isinstance(wish, Finds) and wish.finding in RACES for wish in scenario.expect)


def saw_data(recording: Recording) -> bool:
    """Tell whether a run did record them; of a recording that does not say, no."""
    return bool(recording.meta.get("data"))
