"""Which runs record reads and writes."""

import pytest

from engine.export.recording import Recording
from engine.scenario.reading import read_scenario
from engine.scenario.verdict.watching import needs_data, saw_data
from tests.engine.scenario.verdict.court import scenario_of


@pytest.mark.parametrize(
    ("scenario", "needed"),
    [
        (scenario_of() | {"resources": {}}, False),
        (scenario_of({"finding": "starvation"}) | {"resources": {}}, False),
        (scenario_of({"finding": "lost-update", "present": False}) | {"resources": {}}, True),
        (scenario_of() | {"data": True}, True),
        (scenario_of() | {"resources": {"counter": {"kind": "value"}}}, True),
        (scenario_of() | {"resources": {"counter": {"kind": "value"}}, "data": False}, False),
    ],
)
def test_data_is_recorded_where_a_scenario_asks_for_it_or_for_races(scenario: dict[str, object], needed: bool) -> None:
    assert needs_data(read_scenario(scenario)) is needed


def test_a_recording_says_whether_it_did() -> None:
    assert [saw_data(Recording(meta=meta)) for meta in ({}, {"data": False}, {"data": True})] == [False, False, True]
