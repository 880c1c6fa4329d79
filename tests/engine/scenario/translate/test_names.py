from typing import Any

from engine.scenario.translate.names import choose_names
from tests.engine.scenario.translate.making import bound

DATA: dict[str, Any] = {
    "parameters": {"size": 1},
    "resources": {"SIZE": {"kind": "lock"}, "line": {"kind": "pipe"}, "line_a": {"kind": "event"}},
    "procedures": {"go": {"parameters": ["x"], "steps": [{"let": {"y": "x"}}]}},
    "workers": {"actor": {"steps": [{"call": "go", "arguments": {"x": 1}, "into": "actor_"}]}},
}


def test_resources_keep_their_names_and_no_name_is_there_twice() -> None:
    names = choose_names(bound(DATA).scenario)
    assert dict(names.resources) == {"SIZE": "SIZE", "line": "line", "line_a": "line_a"}
    assert dict(names.constants) == {"size": "SIZE_"}
    assert dict(names.ends) == {("line", "a"): "line_a_", ("line", "b"): "line_b"}
    assert dict(names.local) == {"actor_": "actor_", "x": "x", "y": "y"}


def test_a_helper_has_one_name_that_nothing_else_has() -> None:
    names = choose_names(bound(DATA | {"resources": {"workers": {"kind": "lock"}}}).scenario)
    assert names.helper("workers") == names.helper("workers") == "workers_"
    assert names.helper("compute") == "compute"
