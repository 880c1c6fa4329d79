"""YAML text."""

from typing import Any

import pytest

from engine.errors import ScenarioError
from engine.scenario import yaml_text
from engine.scenario.yaml_text import read_yaml


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML: not every machine has the fast one."""
    yaml = yaml_text.yaml
    fast = getattr(yaml, "CSafeLoader", None)
    if request.param == "libyaml" and fast is None:
        pytest.skip("this PyYAML was built without libyaml")
    monkeypatch.setattr(yaml_text, "_LOADER", fast if request.param == "libyaml" else yaml.SafeLoader)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"), ("off", "off"), ("yes", "yes"), ("no", "no"), ("y", "y"), ("true", True), ("False", False), ("~", None), ("", None),
        ("null", None), ("12", 12), ("-3", -3), ("0", 0), ("007", "007"), ("1:30", "1:30"), ("2026-01-01", "2026-01-01"),
        ("0x1F", 31), ("0o17", 15), ("1.5", 1.5), ("1e3", 1000.0), (".5", 0.5), ("1.", 1.0), ("01.5", "01.5"), ("'12'", "12"),
        ('"a\\tb"', "a\tb"), ("a b", "a b"), ("=", "="), ("0b1", "0b1"), ("+.5", 0.5), ("1_000", "1_000"),
    ],
)  # fmt: skip
def test_plain_words_are_what_yaml_1_2_says(text: str, value: Any) -> None:
    data, _ = read_yaml(f"a: {text}\n")
    assert (data["a"], type(data["a"])) == (value, type(value))


def test_where_things_stand() -> None:
    data, places = read_yaml("a: 1\nb:\n  - c: {d: 2}\n  -\n    - 3\n")
    assert data == {"a": 1, "b": [{"c": {"d": 2}}, [3]]}
    assert {key: places[key] for key in ("/a", "/b", "/b/0", "/b/0/c/d", "/b/1/0")} == {
        "/a": (1, 1),
        "/b": (2, 1),
        "/b/0": (3, 5),
        "/b/0/c/d": (3, 9),
        "/b/1/0": (5, 7),
    }


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: &x 1\n", "no-anchors", 1),
        ("b: 1\na: &x [1]\n", "no-anchors", 2),
        ("a: 1\nb: *a\n", "no-anchors", 2),
        ("a: !!str 1\n", "no-tags", 1),
        ("a: !!python/object/apply:os.system [ls]\n", "no-tags", 1),
        ("<<: {a: 1}\n", "no-merge", 1),
        ("a: 1\nb: 2\na: 3\n", "duplicate-name", 3),
        ("{a: 1, 'a': 2}", "duplicate-name", 1),
        ("1: a\n", "no-name", 1),
        ("true: a\n", "no-name", 1),
        ("? [a]\n: 1\n", "no-name", 1),
        ("a: 1\n---\nb: 2\n", "two-documents", 2),
        ("a: .inf\n", "no-number", 1),
        ("a: .nan\n", "no-number", 1),
        ("a: 1e999\n", "number-too-large", 1),
        ("a: 12345678901234567890\n", "number-too-large", 1),
        ("a: [1\n", "no-yaml", 2),
        ("a: b: c\n", "no-yaml", 1),
        ("\ta: 1\n", "no-yaml", 1),
        ("[" * 101 + "]" * 101, "too-deep", 1),
        ("- " * 101 + "1", "too-deep", 1),
    ],
)
def test_what_does_not_belong_there(text: str, code: str, line: int) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_yaml(text)
    (found,) = caught.value.problems
    assert (found.code, found.line) == (code, line)


@pytest.mark.parametrize("text", ["[" * 60_000, "{" * 60_000, "- " * 30_000, "a:\n " * 10_000, "? " * 30_000, "'" * 9999, "&a " * 9999])
def test_hostile_text_is_refused_not_followed(text: str) -> None:
    with pytest.raises(ScenarioError):
        read_yaml(text)


def test_the_bomb_of_a_billion_laughs() -> None:
    lines = ["a0: &a0 [lol]"] + [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 10)]
    with pytest.raises(ScenarioError) as caught:
        read_yaml("\n".join(lines))
    assert caught.value.problems[0].code == "no-anchors"


def test_slips_are_told_how_to_mend_them() -> None:
    def told(text: str) -> str:
        with pytest.raises(ScenarioError) as caught:
            read_yaml(text)
        return caught.value.problems[0].detail

    assert told("let: {a: min(x, y), b: max(x, y)}").endswith("is here twice; inside { } put an expression with commas into quotes")
    assert told("let: {a: x + [y]}").endswith("; put a text with : , [ ] { } into quotes")
    assert told("a: b: c").endswith("and put a text with : , [ ] { } into quotes")
    assert told("a:\n\tb: 1").endswith("lines begin with spaces, not with tabs")
    assert told("a: 1\na: 2") == "`a` is here twice"
