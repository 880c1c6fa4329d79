"""Who starts, awaits and ends whom."""

from typing import Any

import pytest

from engine.scenario.checks.starting import check
from tests.engine.scenario.samples import facts


def worker(*steps: dict[str, Any], **options: Any) -> dict[str, Any]:
    return {"steps": list(steps), **options}


def told(**workers: dict[str, Any]) -> list[tuple[str, str]]:
    main = workers.pop("main", {"steps": []})["steps"]
    return [(each.pointer, each.code) for each in check(facts(workers=workers, main=main))]


SPAWNED = {"start": "spawned"}


@pytest.mark.parametrize(
    ("workers", "pointer", "code"),
    [
        ({"a": worker(**SPAWNED)}, "/workers/a/start", "never-started"),
        ({"a": worker({"join": "b"}), "b": worker(**SPAWNED)}, "/workers/b/start", "never-started"),
        ({"a": worker({"spawn": "b"}), "b": worker()}, "/workers/a/steps/0/spawn", "begins-by-itself"),
        ({"a": worker({"join": "a"})}, "/workers/a/steps/0/join", "self-join"),
        ({"a": worker({"join": "a"}, count=3)}, "/workers/a/steps/0/join", "self-join"),
        ({"a": worker({"join": "a[index]"}, count=3)}, "/workers/a/steps/0/join", "self-join"),
        ({"a": worker(kind="task", priority=3)}, "/workers/a/priority", "no-such-option"),
        ({"a": worker({"terminate": "b"}), "b": worker()}, "/workers/a/steps/0/terminate", "wrong-kind"),
        (
            {"a": worker({"spawn": "b"}, kind="process"), "b": worker(kind="task", **SPAWNED)},
            "/workers/a/steps/0/spawn",
            "wrong-world",
        ),
        ({"a": worker({"join": "b"}), "b": worker(kind="task")}, "/workers/a/steps/0/join", "wrong-world"),
        ({"a": worker({"terminate": "b"}), "b": worker(kind="task")}, "/workers/a/steps/0/terminate", "wrong-world"),
        (
            {"a": worker({"join": "b"}, kind="process"), "b": worker(kind="process")},
            "/workers/a/steps/0/join",
            "not-its-starter",
        ),
        ({"a": worker({"join": "b"}, kind="process"), "b": worker()}, "/workers/a/steps/0/join", "not-its-starter"),
        (
            {"a": worker({"spawn": "b"}, kind="process"), "b": worker(kind="process", **SPAWNED), "main": worker({"join": "b"})},
            "/main/0/join",
            "not-its-starter",
        ),
        (
            {"a": worker({"spawn": "b"}, kind="process", daemon=True), "b": worker(kind="process", **SPAWNED)},
            "/workers/a/steps/0/spawn",
            "daemon-parent",
        ),
        (
            {"a": worker({"spawn": "b"}), "b": worker(delay=1, **SPAWNED)},
            "/workers/b/delay",
            "no-such-option",
        ),
    ],
)
def test_what_cannot_be(workers: dict[str, Any], pointer: str, code: str) -> None:
    assert told(**workers) == [(pointer, code)]


@pytest.mark.parametrize(
    "workers",
    [
        {"a": worker({"spawn": "b"}, {"join": "b"}), "b": worker(**SPAWNED)},
        {"a": worker({"spawn": "b"}, {"join": "b"}, kind="process"), "b": worker(kind="process", **SPAWNED)},
        {"a": worker({"spawn": "b"}, {"join": "b"}, {"terminate": "b"}, kind="task"), "b": worker(kind="task", **SPAWNED)},
        {"a": worker({"join": "b"}), "b": worker({"join": "a"})},
        {"a": worker({"join": "a[index - 1]"}, count=3)},
        {"a": worker({"join": "b"}, {"terminate": "b"}), "b": worker(kind="process")},
        {"a": worker(), "main": worker({"spawn": "b"}, {"join": "a"}), "b": worker(kind="task", **SPAWNED)},
        # A thread that a process starts lives in there, and can await what else is started in there.
        {
            "a": worker({"spawn": "b"}, {"spawn": "c"}, kind="process"),
            "b": worker({"join": "c"}, **SPAWNED),
            "c": worker(kind="process", **SPAWNED),
        },
    ],
)
def test_what_can(workers: dict[str, Any]) -> None:
    assert told(**workers) == []


def test_who_starts_himself_never_ends_starting() -> None:
    assert told(a=worker({"spawn": "b"}), b=worker({"spawn": "c"}, **SPAWNED), c=worker({"spawn": "b"}, **SPAWNED)) == [
        ("/workers/b/steps/0/spawn", "circle"),
        ("/workers/c/steps/0/spawn", "circle"),
    ]


def test_the_step_of_a_procedure_is_told_once() -> None:
    workers = {name: worker({"call": "p"}) for name in ("a", "b")} | {"t": worker(kind="task")}
    found = list(check(facts(workers=workers, procedures={"p": {"steps": [{"join": "t"}]}})))
    assert [each.pointer for each in found] == ["/procedures/p/steps/0/join"]
