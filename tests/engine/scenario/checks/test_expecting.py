"""What is expected."""

from typing import Any

import pytest

from engine.scenario.checks.expecting import check
from tests.engine.scenario.samples import facts

RESOURCES = {
    "counter": {"kind": "value"},
    "cups": {"kind": "value", "count": 3},
    "orders": {"kind": "queue"},
    "door": {"kind": "lock"},
    "kitchen": {"kind": "pool"},
}
PROCEDURES = {"cook": {"steps": [{"mark": "cooked"}]}, "serve": {"steps": [{"mark": "served"}]}, "unused": {"steps": [{"mark": "never"}]}}
WORKERS = {
    "eater": {
        "count": 2,
        "steps": [
            {"mark": "ate {index}"},
            {"section": "table {index}", "steps": []},
            {"call": "serve"},
            {"submit": "cook", "to": "kitchen"},
        ],
    },
    "other": {"steps": []},
}


def told(expectation: dict[str, Any], **members: Any) -> list[tuple[str, str, str]]:
    given = {"resources": RESOURCES, "procedures": PROCEDURES, "workers": WORKERS, "main": [{"mark": "all in"}], **members}
    found = check(facts(parameters={"N": 5}, expect=[expectation], **given))
    return [(each.pointer.removeprefix("/expect/0/"), each.code, each.detail) for each in found]


@pytest.mark.parametrize(
    ("expectation", "option", "code", "detail"),
    [
        ({"finding": "lost-updat"}, "finding", "unknown-finding", "there is no finding `lost-updat`; did you mean `lost-update`?"),
        ({"finding": "race"}, "finding", "unknown-finding", "there is no finding `race`; did you mean `lost-update`?"),
        ({"finding": "deadlock", "worker": "eatr"}, "worker", "unknown-name", "there is no worker `eatr`; did you mean `eater`?"),
        ({"final": "conter", "is": 1}, "final", "unknown-name", "there is no value or file `conter`; did you mean `counter`?"),
        ({"final": "door", "is": 1}, "final", "wrong-kind", "this is about a value or file; `door` is a lock"),
        ({"final": "cups", "is": 1}, "final", "which-one", "there are 3 of `cups`; say which, as `cups[0]`"),
        ({"final": "cups[3]", "is": 1}, "final", "out-of-range", "there is no `cups[3]`; they are counted from 0 to 2"),
        ({"consumed_once": "door"}, "consumed_once", "wrong-kind", "this is about a queue; `door` is a lock"),
        ({"happens": "aet *", "is": 1}, "happens", "impossible-mark", "no `mark` says `aet *`; did you mean `ate *`?"),
        ({"happens": "ate *", "by": "other", "is": 1}, "happens", "impossible-mark", "no `mark` of `other` says `ate *`"),
        ({"happens": "ate *", "by": "eatr", "is": 1}, "by", "unknown-name", "there is no worker `eatr`; did you mean `eater`?"),
        ({"happens": "ate *", "each": True, "is": 1}, "each", "whose", "say by whom, as `by: eater`, if each of them is meant"),
        ({"order": ["ate 0", "left"]}, "order/1", "impossible-mark", "no `mark` says `left`"),
        ({"inside": "kitchen", "at_most": 1}, "inside", "impossible-mark", "no `section` is called `kitchen`"),
        ({"blocked": "eatr", "at_most": 1}, "blocked", "unknown-name", "there is no worker `eatr`; did you mean `eater`?"),
        ({"blocked": "eater-2", "at_most": 1}, "blocked", "unknown-name", "there is no worker `eater-2`; did you mean `eater`?"),
        (
            {"blocked": "any", "resource": "dor", "at_most": 1},
            "resource",
            "unknown-name",
            "there is no resource `dor`; did you mean `door`?",
        ),
        ({"final": "counter", "is": "counter"}, "is", "not-yet-known", ""),
        ({"final": "counter", "at_most": "'a'"}, "at_most", "wrong-type", "`'a'` gives no number"),
        ({"prints": "a", "times": "N - 6"}, "times", "out-of-range", "`N - 6` gives -1, which is less than nothing"),
        ({"finishes": True, "within": "N - 6"}, "within", "out-of-range", "`N - 6` gives -1, which is less than nothing"),
    ],
)
def test_what_cannot_be_meant(expectation: dict[str, Any], option: str, code: str, detail: str) -> None:
    ((where, which, what),) = told(expectation)
    assert (where, which) == (option, code)
    assert not detail or what == detail


@pytest.mark.parametrize(
    "expectation",
    [
        {"finding": "any", "present": False},
        {"finding": "lost-update", "worker": "eater-1"},
        {"finding": "lost-update", "worker": "main"},
        {"final": "counter", "is": "N * 2"},
        {"final": "cups[2]", "is": "'a'"},
        {"consumed_once": "orders"},
        {"happens": "ate *", "by": "eater", "each": True, "is": 1},
        {"happens": "served", "by": "eater", "is": 2},
        {"happens": "cooked", "by": "eater", "is": 2},
        {"happens": "cooked", "is": 2},
        {"happens": "ate 1", "by": "eater-1", "is": 1},
        {"happens": "all in", "by": "main", "is": 1},
        {"order": ["all in", "ate *"]},
        {"inside": "table *", "at_most": 1},
        {"blocked": "any", "resource": "door", "at_most": 1},
        {"blocked": "other", "at_most": "N / 10"},
    ],
)
def test_what_can(expectation: dict[str, Any]) -> None:
    assert told(expectation) == []


def test_what_a_program_calls_its_things_is_not_known() -> None:
    program = {"program": "print('mark: x')", "resources": {}, "procedures": {}, "workers": {}, "main": []}
    example = {"lesson": "sentinels", "resources": {}, "procedures": {}, "workers": {}, "main": []}
    assert told({"happens": "x", "is": 1}, **example) == []
    for expectation in ({"happens": "x", "by": "Thread-1", "is": 1}, {"final": "v", "is": 1}, {"inside": "k", "at_most": 1}):
        assert told(expectation, **program) == []
    assert [code for _, code, _ in told({"finding": "lost-updat"}, **program)] == ["unknown-finding"]
