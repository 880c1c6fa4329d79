"""What steps refer to."""

from typing import Any

import pytest

from engine.scenario.checks.references import check, kind_of
from tests.engine.scenario.samples import facts

RESOURCES = {
    "door": {"kind": "lock"},
    "fork": {"kind": "lock", "count": "N"},
    "seats": {"kind": "semaphore", "value": 2},
    "filled": {"kind": "condition"},
    "start": {"kind": "event"},
    "meet": {"kind": "barrier", "parties": 2},
    "orders": {"kind": "queue"},
    "wire": {"kind": "pipe"},
    "both": {"kind": "pipe", "duplex": True},
    "cups": {"kind": "value", "count": 3},
    "kitchen": {"kind": "pool"},
}
PROCEDURES = {"cook": {"parameters": ["order", "spice"], "steps": []}}
GIVEN = {"arguments": {"order": 1, "spice": 2}}


def told(step: dict[str, Any], **members: Any) -> list[tuple[str, str]]:
    workers = {"w": {"steps": [step]}, "helper": {"count": 2, "steps": []}}
    found = facts(parameters={"N": 5}, resources=RESOURCES, procedures=PROCEDURES, workers=workers, **members)
    return [(each.pointer.removeprefix("/workers/w/steps/0/"), each.detail) for each in check(found)]


@pytest.mark.parametrize(
    ("step", "option", "detail"),
    [
        ({"acquire": "dor"}, "acquire", "there is no lock, semaphore or condition `dor`; did you mean `door`?"),
        ({"acquire": "xyzzy"}, "acquire", "there is no lock, semaphore or condition `xyzzy`"),
        ({"put": "door"}, "put", "`put` wants a queue; `door` is a lock"),
        ({"acquire": "start"}, "acquire", "`acquire` wants a lock, semaphore or condition; `start` is an event"),
        ({"wait": "orders"}, "wait", "`wait` wants an event, condition or barrier; `orders` is a queue"),
        ({"set": "w"}, "set", "`set` wants an event; `w` is a worker"),
        ({"read": "N", "into": "a"}, "read", "`read` wants a value or file; `N` is a parameter"),
        ({"acquire": "fork"}, "acquire", "there are 5 of `fork`; say which, as `fork[0]`"),
        ({"acquire": "door[0]"}, "acquire", "there is one `door` only; leave out the [0]"),
        ({"acquire": "fork[5]"}, "acquire", "there is no `fork[5]`; they are counted from 0 to 4"),
        ({"acquire": "fork[N]"}, "acquire", "there is no `fork[5]`; they are counted from 0 to 4"),
        ({"acquire": "fork['a']"}, "acquire", "a subscript is a whole number; `'a'` is none"),
        ({"with": ["fork[0]", "forc[1]"], "steps": []}, "with/1", "there is no lock, semaphore or condition `forc`; did you mean `fork`?"),
        ({"release": "door", "count": 2}, "count", "only a semaphore's permits are given back several at once"),
        ({"wait": "start", "until": "N > 1"}, "until", "`until` is for conditions; what else is waited for says itself when"),
        ({"send": "wire", "end": "b"}, "end", "messages go from end a to end b; give the pipe `duplex: true` for both ways"),
        ({"recv": "wire", "end": "a"}, "end", "messages go from end a to end b; give the pipe `duplex: true` for both ways"),
        ({"spawn": "helpr"}, "spawn", "there is no worker `helpr`; did you mean `helper`?"),
        ({"join": "helper[2]"}, "join", "there is no `helper[2]`; they are counted from 0 to 1"),
        ({"join": "w[0]"}, "join", "there is one `w` only; leave out the [0]"),
        ({"join": "door"}, "join", "`join` wants a worker or queue; `door` is a lock"),
        ({"submit": "cook", "to": "orders", **GIVEN}, "to", "`submit` wants a pool; `orders` is a queue"),
        ({"submit": "cok", "to": "kitchen"}, "submit", "there is no procedure `cok`; did you mean `cook`?"),
        ({"call": "door"}, "call", "`call` wants a procedure; `door` is a lock"),
        ({"call": "cook"}, "call", "`cook` needs `arguments` with `order`, `spice`"),
        (
            {"call": "cook", "arguments": {"order": 1, "spice": 2, "oder": 1}},
            "arguments/oder",
            "`oder` is no parameter of `cook`; did you mean `order`?",
        ),
    ],
)
def test_what_means_nothing(step: dict[str, Any], option: str, detail: str) -> None:
    assert told(step) == [(option, detail)]


@pytest.mark.parametrize(
    "step",
    [
        {"acquire": "fork[index]"},
        {"acquire": "fork[(index + 1) % N]"},
        {"acquire": "fork[-1]"},
        {"if": "N > 5", "then": [{"acquire": "fork[N]"}]},
        {"release": "seats", "count": 2},
        {"send": "both", "end": "b"},
        {"join": "helper"},
        {"spawn": "helper"},
        {"join": "helper[1]"},
        {"join": "orders"},
        {"wait": "filled", "until": "cups[0] > 2"},
        {"submit": "cook", "to": "kitchen", **GIVEN},
    ],
)
def test_what_means_something(step: dict[str, Any]) -> None:
    assert told(step) == []


@pytest.mark.parametrize(("lock", "code"), [("dor", "unknown-name"), ("start", "wrong-kind"), ("fork", "which-one"), ("door", None)])
def test_the_lock_that_a_condition_shares(lock: str, code: str | None) -> None:
    resources = {**RESOURCES, "filled": {"kind": "condition", "lock": lock}}
    found = list(check(facts(parameters={"N": 5}, resources=resources)))
    assert [(each.pointer, each.code) for each in found] == ([("/resources/filled/lock", code)] if code else [])


def test_what_a_name_stands_for() -> None:
    found = facts(parameters={"N": 5}, resources=RESOURCES, procedures=PROCEDURES)
    assert [kind_of(name, found) for name in ("door", "w", "N", "cook", "x")] == ["lock", "worker", "parameter", "procedure", None]
