"""Resources."""

import pytest
from pydantic import TypeAdapter, ValidationError

from engine.scenario import examples
from engine.scenario.resources import MODELS, Resource

adapter: TypeAdapter[Resource] = TypeAdapter(Resource)


def test_each_kind_has_its_model() -> None:
    for kind, shown in examples.RESOURCES.items():
        for data in shown:
            assert isinstance(adapter.validate_python(data), MODELS[kind])
    assert set(examples.RESOURCES) == set(MODELS)


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "lock", "count": 0},
        {"kind": "lock", "count": True},
        {"kind": "lock", "count": 10**9},
        {"kind": "lock", "count": 2.0},
        {"kind": "semaphore", "value": -1},
        {"kind": "queue", "size": 10**9},
        {"kind": "barrier"},
        {"kind": "barrier", "parties": 0},
        {"kind": "pool", "size": 65},
        {"kind": "value", "initial": "a b"},
        {"kind": "file", "initial": None},
        {"kind": "event", "value": 1},
        {"kind": "mutex"},
        {},
    ],
)
def test_what_is_no_resource(data: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(data)
    assert len(caught.value.errors()) == 1
