"""Programs that users might write whose workers share data: what is found, and that nothing is where they do it properly."""

import sys
from typing import NamedTuple

import pytest

from tests.program_runs import summary_of, watch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper and prctl exist on Linux only")


class Races(NamedTuple):
    """A program that shares data wrongly: what is found of which datum, and who."""

    kind: str
    level: str
    name: str
    workers: set[str]
    count: int
    message: str


RACES = {
    "lost_update": Races("lost-update", "error", "stock", {"S1", "S2"}, 1, "is lost"),
    "oversold": Races("check-then-act", "error", "left", {"S1", "S2"}, 1, "although the test no longer held"),
    "one_without_lock": Races(
        "unlocked-access", "warning", "balance", {"careful", "careless"}, 0, "careless writes balance (line 22) without mutex"
    ),
    "value_without_lock": Races("lost-update", "error", "value", {"P1", "P2"}, 1, "read value = 0 (line 5)"),
    "lost_update_in_methods": Races("lost-update", "error", "Account._balance", {"S1", "S2"}, 1, "made of what it had read"),
    "file_without_lock": Races("lost-update", "error", "stock.txt", {"P1", "P2"}, 1, "read stock.txt = '5' (line 10)"),
    "lock_file": Races("check-then-act", "error", "door.lock", {"P1", "P2"}, 1, "made it once more (line 12), which emptied it"),
    "flag_instead_of_lock": Races("check-then-act", "error", "busy", {"V1", "V2"}, 1, "although the test no longer held"),
    "json_without_lock": Races("lost-update", "error", "stock.json", {"P1", "P2"}, 1, "{'count': 5} (line 12)"),
}
SHARED_PROPERLY = [
    *("lost_update_locked", "oversold_locked", "all_with_lock", "shared_properly", "json_without_lock locked"),
    *("lost_update_in_methods locked", "tasks_update_in_turn", "flag_instead_of_lock locked"),
]


@pytest.mark.parametrize("name", RACES)
def test_data_that_is_shared_wrongly_is_told_of_once(name: str) -> None:
    expected = RACES[name]
    summary = summary_of(watch(name, data=True))
    workers = {worker["id"]: worker for worker in summary["workers"]}
    (finding,) = summary["findings"]
    named = [workers[number] for number in finding["workers"]]
    named += [workers[worker["process"]] for worker in named if worker["name"] == "MainThread"]

    assert (finding["kind"], finding["level"]) == (expected.kind, expected.level)
    assert expected.message in finding["message"]
    assert finding["parameters"]["name"] == expected.name
    assert expected.workers <= {worker["name"] for worker in named}
    assert finding["parameters"]["count"] == expected.count or not expected.count
    assert finding["location"]


def test_tasks_that_await_between_a_read_and_a_write_are_told_so() -> None:
    found = {finding["kind"]: finding for finding in summary_of(watch("tasks_lose_updates", data=True))["findings"]}
    assert {kind: (finding["message_id"], finding["level"]) for kind, finding in found.items()} == {
        "lost-update": ("finding.lost-update.tasks", "error"),
        "check-then-act": ("finding.check-then-act.tasks", "error"),
    }
    assert "Task-3 (deposit) wrote 120 (line 12), made of what it had read: the update of Task-2" in found["lost-update"]["message"]
    assert "Do not await between the test and the write" in found["check-then-act"]["message"]


@pytest.mark.parametrize("name", SHARED_PROPERLY)
def test_data_that_is_shared_properly_raises_no_alarm(name: str) -> None:
    summary = summary_of(watch(name, data=True))
    assert (summary["status"], summary["run"]["exit_code"], summary["findings"], summary["dropped"]) == ("finished", 0, [], 0)
    assert any(row["kind"] == "variable" for row in summary["resources"])


@pytest.mark.parametrize("name", ["file_without_lock flock", "file_without_lock apart", "lock_file x"])
def test_files_that_are_locked_or_kept_apart_raise_no_alarm(name: str) -> None:
    summary = summary_of(watch(name))
    assert (summary["status"], summary["run"]["exit_code"], summary["findings"], summary["dropped"]) == ("finished", 0, [], 0)


@pytest.mark.parametrize("name", ["value_without_lock", "json_without_lock"])
def test_what_processes_share_is_watched_without_being_asked_for(name: str) -> None:
    assert [finding["kind"] for finding in summary_of(watch(name))["findings"]] == ["lost-update"]
