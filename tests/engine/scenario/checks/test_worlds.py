"""What threads, processes and tasks cannot share."""

from typing import Any

import pytest

from engine.scenario.checks.worlds import check, users_of
from tests.engine.scenario.samples import facts


def told(resources: dict[str, Any], procedures: dict[str, Any] | None = None, main: Any = (), **steps: Any) -> list[tuple[str, str]]:
    workers = {kind: {"kind": kind, "steps": each} for kind, each in steps.items()}
    found = facts(resources=resources, workers=workers, procedures=procedures or {}, main=list(main))
    return [(each.pointer, each.code) for each in check(found)]


SET, WAIT = [{"set": "e"}], [{"wait": "e"}]
EVENT = {"e": {"kind": "event"}}


def test_a_resource_of_tasks_is_for_tasks() -> None:
    assert told(EVENT, task=SET, thread=WAIT) == [("/resources/e", "two-worlds")]
    assert told(EVENT, task=SET, process=WAIT) == [("/resources/e", "two-worlds")]
    assert told(EVENT, task=[], thread=WAIT, main=SET) == [("/resources/e", "two-worlds")]  # beside tasks, main is one
    assert told(EVENT, thread=SET, process=WAIT, main=SET) == []
    assert told(EVENT, task=SET, main=WAIT) == []


@pytest.mark.parametrize(
    ("resource", "step"),
    [
        ({"kind": "value"}, {"increment": "r"}),
        ({"kind": "file"}, {"increment": "r"}),
        ({"kind": "pipe"}, {"send": "r"}),
        ({"kind": "pool"}, {"submit": "p", "to": "r"}),
    ],
)
def test_what_everybody_can_share(resource: dict[str, Any], step: dict[str, Any]) -> None:
    assert told({"r": resource}, {"p": {"steps": []}}, task=[step], thread=[step]) == []


def test_the_depth_of_a_queue_is_use_of_it() -> None:
    found = told({"q": {"kind": "queue"}}, task=[{"put": "q"}], thread=[{"wait_until": "len(q) > 1"}])
    assert found == [("/resources/q", "two-worlds")]


def test_a_condition_lives_where_its_lock_lives() -> None:
    resources = {"l": {"kind": "lock"}, "c": {"kind": "condition", "lock": "l"}}
    users = users_of(
        facts(resources=resources, workers={"a": {"steps": [{"acquire": "l"}]}, "b": {"kind": "process", "steps": [{"acquire": "c"}]}})
    )
    assert users["l"] == users["c"] == {"thread": "a", "process": "b"}


def test_what_a_world_does_not_have() -> None:
    assert told({"q": {"kind": "queue", "order": "lifo"}}, process=[{"put": "q"}]) == [("/resources/q/order", "wrong-world")]
    assert told({"q": {"kind": "queue", "order": "lifo"}}, thread=[{"put": "q"}]) == []
    assert told({"r": {"kind": "rlock"}}, task=[{"acquire": "r"}]) == [("/resources/r", "wrong-world")]
    assert told({"r": {"kind": "rlock"}}, process=[{"acquire": "r"}]) == []


def test_a_pool_belongs_to_the_main_process() -> None:
    pool = {"k": {"kind": "pool", "of": "processes"}}
    step = {"submit": "p", "to": "k"}
    assert told(pool, {"p": {"steps": []}}, process=[step]) == [("/workers/process/steps/0/to", "wrong-world")]
    assert told(pool, {"p": {"steps": [step]}}, thread=[step]) == [("/procedures/p/steps/0/to", "wrong-world")]
    assert told({"k": {"kind": "pool"}}, {"p": {"steps": [step]}}, thread=[step]) == []


def test_processes_share_numbers_not_texts() -> None:
    assert told({"v": {"kind": "value", "initial": "'a'"}}, process=[{"increment": "v"}]) == [("/resources/v/initial", "text-in-process")]
    for text in ("'a'", "me"):
        found = told({"v": {"kind": "value"}}, process=[{"write": "v", "value": text}])
        assert found == [("/workers/process/steps/0/value", "text-in-process")]
    assert told({"v": {"kind": "value"}}, process=[{"write": "v", "value": "index + 1"}]) == []
    assert told({"v": {"kind": "value", "initial": "'a'"}}, thread=[{"write": "v", "value": "me"}]) == []
