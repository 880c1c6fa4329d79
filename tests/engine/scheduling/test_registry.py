"""The list of policies."""

from pathlib import Path

import pytest

from engine.errors import ScheduleError
from engine.scheduling import policies
from engine.scheduling.knobs import EVERY, KNOBS
from engine.scheduling.registry import POLICIES, find_policy


def test_every_file_is_a_policy_and_has_its_row() -> None:
    files = {path.stem.replace("_", "-") for path in Path(policies.__path__[0]).glob("*.py")} - {"--init--"}
    assert files == set(POLICIES)


def test_all_that_the_lab_promises_are_there() -> None:
    promised = "fcfs sjf srtf priority priority-preemptive rr priority-rr mlq mlfq lottery stride hrrn cfs eevdf"
    assert list(POLICIES) == promised.split()


@pytest.mark.parametrize("policy", POLICIES.values(), ids=lambda policy: policy.name)
def test_the_knobs_of_a_policy_exist(policy: type) -> None:
    assert set(policy.knob_names) <= set(KNOBS)  # type: ignore[attr-defined]
    assert set(policy.defaults) <= set(policy.knob_names)  # type: ignore[attr-defined]
    assert not set(policy.knob_names) & set(EVERY)  # type: ignore[attr-defined]


def test_every_knob_is_somebodys() -> None:
    assert {name for policy in POLICIES.values() for name in policy.knob_names} | set(EVERY) == set(KNOBS)


@pytest.mark.parametrize("name", ["fifo", "", 3, None, ["rr"]])
def test_another_policy_is_refused(name: object) -> None:
    with pytest.raises(ScheduleError, match="there is no policy"):
        find_policy(name)
