"""The names in expressions."""

from typing import Any

import pytest

from engine.scenario.checks.names import check, read_in
from engine.scenario.walking import Mention
from tests.engine.scenario.samples import facts

RESOURCES = {
    "door": {"kind": "lock"},
    "orders": {"kind": "queue"},
    "tills": {"kind": "queue", "count": 2},
    "cups": {"kind": "value", "count": 3},
    "counter": {"kind": "value"},
    "log": {"kind": "file"},
    "kitchen": {"kind": "pool"},
}
PROCEDURES = {"cook": {"parameters": ["order"], "steps": [{"return": "order * 2"}]}}


def told(*steps: dict[str, Any], **members: Any) -> list[tuple[str, str]]:
    found = facts(*steps, parameters={"N": 5}, resources=RESOURCES, procedures=PROCEDURES, **members)
    return [(each.pointer.removeprefix("/workers/w/steps/"), each.detail) for each in check(found)]


@pytest.mark.parametrize(
    ("step", "option", "detail"),
    [
        ({"sleep": "M"}, "sleep", "there is no `M` here"),
        ({"sleep": "conter"}, "sleep", "there is no `conter` here; did you mean `counter`?"),
        ({"print": "{indx}"}, "print", "there is no `indx` here; did you mean `index`?"),
        ({"print": "{max}"}, "print", "there is no `max` here"),
        ({"sleep": "door"}, "sleep", "`door` is a lock, which has no value here"),
        ({"sleep": "log"}, "sleep", "`log` is a file, which has no value here; `read` it into a name first"),
        ({"sleep": "orders"}, "sleep", "`orders` is a queue, which has no value here; its depth is len(orders)"),
        ({"sleep": "sum(orders)"}, "sleep", "`orders` is a queue, which has no value here; its depth is len(orders)"),
        ({"sleep": "w"}, "sleep", "`w` is a worker, which has no value here"),
        ({"sleep": "cups[3]"}, "sleep", "there is no `cups[3]`; they are counted from 0 to 2"),
        ({"sleep": "counter[0]"}, "sleep", "there is one `counter` only; leave out the [0]"),
        ({"sleep": "len(tills[2])"}, "sleep", "there is no `tills[2]`; they are counted from 0 to 1"),
        ({"if": "counter == null", "then": []}, "if", "there is no `null` here; did you mean `None`?"),
        ({"put": "orders", "item": "true"}, "item", "there is no `true` here; did you mean `True`?"),
        ({"write": "counter", "value": "hello"}, "value", "there is no `hello` here; a text is written with quotes inside: \"'hello'\""),
        ({"let": {"word": "hello"}}, "let/word", "there is no `hello` here; a text is written with quotes inside: \"'hello'\""),
        ({"acquire": "cups[M]"}, "acquire", "there is no `M` here"),
        ({"result": "dish"}, "result", "there is no future `dish` here; `submit` names one by `into`"),
    ],
)
def test_what_has_no_value(step: dict[str, Any], option: str, detail: str) -> None:
    assert told(step) == [(f"0/{option}", detail)]


def test_a_name_before_it_has_a_value() -> None:
    assert told({"print": "{seen}"}, {"read": "counter", "into": "seen"}) == [("0/print", "`seen` gets its value only later")]
    assert told({"result": "dish"}, {"submit": "cook", "to": "kitchen", "into": "dish"}) == [
        ("0/result", "`dish` gets its value only later")
    ]


@pytest.mark.parametrize(
    "steps",
    [
        [{"sleep": "N + index + counter + sum(cups) + cups[index] + len(orders) + len(tills[0]) + seed"}, {"print": "{me}"}],
        [{"read": "counter", "into": "seen"}, {"write": "counter", "value": "seen + 1"}],
        [{"repeat": 3, "as": "turn", "steps": [{"print": "{turn}"}]}],
        [{"for": "x", "in": ["1"], "steps": [{"print": "{x}"}]}],
        [{"get": "orders", "into": "order", "timeout": 0, "else": [{"print": "{order}"}]}],
        [{"if": "N > 3", "then": [{"let": {"a": 1}}], "else": [{"let": {"a": 2}}]}, {"print": "{a}"}],
        [{"repeat": 2, "steps": [{"if": "index > 0", "then": [{"print": "{last}"}]}, {"let": {"last": 1}}]}],
        [{"submit": "cook", "to": "kitchen", "into": "dish"}, {"result": "dish", "into": "meal"}, {"print": "{meal}"}],
        [{"let": {"row": "[1, 2]"}}, {"print": "{row[0]}"}],
    ],
)
def test_what_has_one(steps: list[dict[str, Any]]) -> None:
    assert told(*steps) == []


def test_a_procedure_knows_what_it_is_given_and_no_more() -> None:
    procedures = {"cook": {"parameters": ["order"], "steps": [{"print": "{order} {mine}"}]}}
    found = list(check(facts({"let": {"mine": 1}}, procedures=procedures)))
    assert [each.pointer for each in found] == ["/procedures/cook/steps/0/print"]


@pytest.mark.parametrize(
    ("delay", "code"),
    [("index * 0.1 + N + seed", None), ("counter", "unknown-name"), ("uniform(0, 1)", "not-yet-known"), ("me", "unknown-name")],
)
def test_a_delay_is_known_before_its_worker_runs(delay: str, code: str | None) -> None:
    found = list(check(facts(parameters={"N": 5}, resources=RESOURCES, workers={"w": {"delay": delay, "steps": []}})))
    assert [(each.pointer, each.code) for each in found] == ([("/workers/w/delay", code)] if code else [])


def test_what_is_read() -> None:
    assert read_in(Mention((), "a + max(b, 1)")) == {"a", "b"}
    assert read_in(Mention((), "fork[i]", ("lock",))) == {"i"}
    assert read_in(Mention((), "door", ("lock",))) == set()
