"""JSON text."""

import json

import pytest

from engine.errors import ScenarioError
from engine.scenario.json_text import places_in, read_json
from engine.scenario.problems import pointer_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": 1, "a": 2}', "duplicate-name"),
        ('{"b": {"a": 1, "a": 2}}', "duplicate-name"),
        ('{"a": NaN}', "no-number"),
        ('{"a": -Infinity}', "no-number"),
        ('{"a": 1e999}', "number-too-large"),
        ('{"a": ' + "9" * 5000 + "}", "number-too-large"),
        ('{"a": 1} x', "no-json"),
        ("{a: 1}", "no-json"),
        ('{"a": 1,}', "no-json"),
        ('{"a":' * 50_000, "too-deep"),
        ("[" * 60_000, "too-deep"),
    ],
)
def test_what_does_not_belong_there(text: str, code: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_json(text)
    assert [each.code for each in caught.value.problems] == [code]


@pytest.mark.parametrize("indent", [None, 1, "\t"])
def test_every_piece_has_its_place(indent: int | str | None) -> None:
    data = {"a/b": [1, {"c": 'x", [{', "d": []}, [[], {}, "é"]], "e": {"f": None, "g": -1.5e3}, "": True}
    text = json.dumps(data, indent=indent)
    places = places_in(text)
    lines = text.split("\n")

    def look(value: object, place: tuple[str | int, ...]) -> None:
        line, column = places[pointer_of(place)]
        shown = json.dumps(place[-1] if place and isinstance(place[-1], str) else value, indent=indent)
        assert lines[line - 1][column - 1 :].startswith(shown.split("\n")[0])
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
            look(inner, (*place, key))

    look(read_json(text), ())
    assert read_json(text) == data
