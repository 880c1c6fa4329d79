"""Names that are there twice."""

from typing import Any

import pytest

from engine.scenario.checks.naming import check
from tests.engine.scenario.samples import facts

LOCK = {"kind": "lock"}


@pytest.mark.parametrize(
    ("members", "pointer", "detail"),
    [
        ({"resources": {"w": LOCK}}, "/workers/w", "`w` is a resource already; choose another name"),
        ({"resources": {"W": LOCK}}, "/workers/w", "`w` is too like `W`; choose another name"),
        ({"parameters": {"a": 1}, "resources": {"a": LOCK}}, "/resources/a", "`a` is a parameter already; choose another name"),
        ({"resources": {"a": LOCK, "A": LOCK}}, "/resources/A", "`A` is too like `a`; choose another name"),
        ({"procedures": {"w": {"steps": []}}}, "/workers/w", "`w` is a procedure already; choose another name"),
        (
            {"procedures": {"p": {"parameters": ["x", "x"], "steps": []}}},
            "/procedures/p/parameters/1",
            "`x` is here twice",
        ),
        (
            {"parameters": {"x": 1}, "procedures": {"p": {"parameters": ["x"], "steps": []}}},
            "/procedures/p/parameters/0",
            "`x` is a parameter already; choose another name",
        ),
    ],
)
def test_names_that_cannot_be_told_apart(members: dict[str, Any], pointer: str, detail: str) -> None:
    assert [(each.pointer, each.detail) for each in check(facts(**members))] == [(pointer, detail)]


@pytest.mark.parametrize(
    ("step", "option"), [({"get": "q", "into": "q"}, "into"), ({"let": {"q": 1}}, "let/q"), ({"for": "q", "in": [1], "steps": []}, "for")]
)
def test_a_name_of_ones_own_hides_no_shared_one(step: dict[str, Any], option: str) -> None:
    found = list(check(facts(step, resources={"q": {"kind": "queue"}})))
    assert [each.pointer for each in found] == [f"/workers/w/steps/0/{option}"]


def test_a_parameter_may_differ_in_capitals_only() -> None:
    assert not list(check(facts(parameters={"N": 1, "READERS": 2}, resources={"n": LOCK, "readers": {"kind": "value"}})))
    found = list(check(facts(parameters={"N": 1, "n": 2})))
    assert [each.detail for each in found] == ["`n` is too like `N`; choose another name"]


def test_different_names_are_fine() -> None:
    assert not list(check(facts({"get": "q", "into": "item"}, parameters={"N": 1}, resources={"q": {"kind": "queue"}})))
