from typing import Any

from engine.scenario.translate.worlds import World, homes_of, main_world, users_of
from tests.engine.scenario.translate.making import bound

T, P, A = World.THREADS, World.PROCESSES, World.TASKS


def scenario(**kinds: Any) -> Any:
    workers = {name: {"kind": kind, "steps": [{"increment": name}, {"call": "touch"}]} for name, kind in kinds.items()}
    resources: dict[str, Any] = {name: {"kind": "value"} for name in kinds}
    resources |= {
        "all": {"kind": "value"},
        "unused": {"kind": "lock"},
        "pool": {"kind": "pool", "of": "processes"},
        "jobs": {"kind": "value"},
    }
    resources = {("every" if name == "all" else name): facts for name, facts in resources.items()}
    procedures = {"touch": {"steps": [{"increment": "every"}]}, "job": {"steps": [{"increment": "jobs"}]}}
    main = [{"submit": "job", "to": "pool"}]
    return bound({"resources": resources, "procedures": procedures, "workers": workers, "main": main}).scenario


def test_a_resource_lives_where_its_users_live() -> None:
    homes = homes_of(scenario(a="thread", b="process", c="task"))
    assert homes == {"a": T, "b": P, "c": A, "every": P, "unused": T, "pool": A, "jobs": P}


def test_main_is_a_coroutine_where_there_are_tasks() -> None:
    assert main_world(scenario(a="thread")) is T
    assert main_world(scenario(a="thread", b="task")) is A
    assert users_of(scenario(a="thread"))["pool"] == {T}


def test_what_shares_a_lock_lives_with_it() -> None:
    data: dict[str, Any] = {
        "resources": {"news": {"kind": "condition", "lock": "mutex"}, "mutex": {"kind": "lock"}},
        "workers": {"a": {"kind": "process", "steps": [{"acquire": "mutex"}]}},
    }
    assert homes_of(bound(data).scenario) == {"news": P, "mutex": P}
