"""Reading scenarios: what comes out is what was written, what is wrong is told soon, and nothing else ever happens."""

import json
import time
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import MAX_DETAIL, ScenarioError
from engine.scenario import examples
from engine.scenario.checking import prepare
from engine.scenario.document import Scenario
from engine.scenario.reading import data_of, places_of, read_scenario, read_text
from tests.engine.scenario.samples import PHILOSOPHERS, scenario

GOOD = yaml.safe_load(PHILOSOPHERS)


def test_yaml_json_and_data_are_the_same() -> None:
    found = read_scenario(PHILOSOPHERS)
    assert found == read_scenario(PHILOSOPHERS.encode()) == read_scenario(GOOD)
    assert found == read_scenario(json.dumps(GOOD)) == read_scenario(json.dumps(GOOD, indent="\t"))
    assert found == read_scenario(yaml.safe_dump(GOOD, default_flow_style=True))
    assert data_of(found) == GOOD


def test_it_is_known_where_each_piece_stands_in_yaml_and_in_json() -> None:
    lines = PHILOSOPHERS.splitlines()
    places = places_of(PHILOSOPHERS)
    line, column = places["/workers/philosopher/steps/0"]
    assert lines[line - 1][column - 1 :].startswith("repeat: ")
    text = json.dumps(GOOD, indent=2)
    line, column = places_of(text)["/workers/philosopher/steps/0"]
    assert (text.splitlines()[line - 1].strip(), places_of(text).keys()) == ("{", places.keys())


def test_the_example_of_the_reference_is_right() -> None:
    assert prepare(examples.SCENARIO).parameters == {"N": 100}


def test_a_problem_has_its_line_in_yaml_and_in_json() -> None:
    wrong = {**GOOD, "resources": {**GOOD["resources"], "meals": {"kind": "valu"}}}
    for text in (PHILOSOPHERS.replace("kind: value", "kind: valu"), json.dumps(wrong, indent=1)):
        with pytest.raises(ScenarioError) as caught:
            read_scenario(text)
        (found,) = caught.value.problems
        assert found.line is not None
        assert found.column is not None
        assert text.splitlines()[found.line - 1][found.column - 1 :].lstrip('"').startswith("meals")


def test_data_has_no_lines() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_scenario({**GOOD, "lockstep": 2})
    assert caught.value.problems[0].line is None
    assert str(caught.value) == "/lockstep: this must be 1"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("3", "wrong-type"),
        ("[]", "wrong-type"),
        ("null", "empty"),
        (b"\xff\xfe{\x00}\x00", "no-utf8"),
        ("\ufeff" + PHILOSOPHERS, "no-utf8"),
        (PHILOSOPHERS.encode("utf-16"), "no-utf8"),
        (b"\x1f\x8b\x08\x00", "no-utf8"),
        (PHILOSOPHERS + "\x00", "unfit-character"),
        (PHILOSOPHERS + "# \u202e", "unfit-character"),
        ("title: \ud800", "unfit-character"),
        ("x" * (64 * 1024 + 1), "too-large"),
        ("字" * 30_000, "too-large"),
        (json.dumps(GOOD) + " x", "no-json"),
        ("{'lockstep': 1", "no-json"),
        (PHILOSOPHERS + "title: again\n", "duplicate-name"),
        ({"lockstep": float("nan")}, "no-number"),
        ({**GOOD, "title": "a\u200db"}, "unfit-character"),
        ({**GOOD, "about": "a\ud800"}, "unfit-character"),
        ({**GOOD, "seed": 2**53}, "number-too-large"),
        ({**GOOD, "title": None}, "wrong-type"),
        ({**GOOD, "title": "x" * 501}, "too-long"),
        (scenario(*[{"sleep": 0}] * 501), "too-many"),
        (scenario(workers={"a" * 101: {"steps": []}}), "too-long"),
        (scenario(workers={"class": {"steps": []}}), "reserved-name"),
        (scenario(workers={"a": {"steps": [], "count": 10**9}}), "out-of-range"),
        (scenario(workers={"a": {"steps": [], "count": -1}}), "out-of-range"),
    ],
)
def test_bad_input_by_its_code(source: Any, code: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(source)
    assert caught.value.problems[0].code == code


def test_the_column_of_a_character_that_does_not_belong() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_text("a: 1\nb: \u202e")
    assert (caught.value.problems[0].line, caught.value.problems[0].column) == (2, 4)


def test_nesting_is_bounded_not_followed() -> None:
    data: dict[str, Any] = {"sleep": 0}
    for _ in range(2000):
        data = {"repeat": 1, "steps": [data]}
    with pytest.raises(ScenarioError) as caught:
        read_scenario(scenario(data))
    assert caught.value.problems[0].code == "too-deep"
    for depth in (10, 45):  # what is read is checked without trouble, however it is nested
        data = {"sleep": 0}
        for _ in range(depth):
            data = {"repeat": 1, "steps": [data]}
        assert read_scenario(scenario(data)) is not None


NAMES = st.sampled_from(["door", "orders", "cups", "N", "philosopher", "a1"])
EXPRESSIONS = st.sampled_from(["N", "index + 1", "(index + 1) % N", "'done'", "cups[0] > 2", "len(orders)", "not seed"])
STEPS = st.deferred(lambda: st.lists(st.one_of(LEAVES, NESTED), max_size=3))
LEAVES = st.sampled_from([step for verb, shown in examples.STEPS.items() for step in shown])
NESTED = st.one_of(
    st.builds(lambda times, steps: {"repeat": times, "steps": steps}, st.one_of(st.integers(0, 9), EXPRESSIONS, st.just("forever")), STEPS),
    st.builds(lambda test, then, other: {"if": test, "then": then, "else": other}, EXPRESSIONS, STEPS, STEPS),
    st.builds(lambda ways: {"choose": [{"steps": way} for way in ways]}, st.lists(STEPS, min_size=2, max_size=3)),
    st.builds(lambda values, steps: {"for": "letter", "in": values, "steps": steps}, st.lists(EXPRESSIONS, max_size=3), STEPS),
)
WORKERS = st.fixed_dictionaries(
    {"steps": STEPS},
    optional={
        "kind": st.sampled_from(["thread", "process", "task"]),
        "count": st.one_of(st.integers(1, 100), EXPRESSIONS),
        "delay": st.one_of(st.floats(0, 10), EXPRESSIONS),
        "note": st.sampled_from(["a cook", "谁"]),
    },
)
SCENARIOS = st.fixed_dictionaries(
    {"lockstep": st.just(1), "title": st.sampled_from(["t", "早"]), "workers": st.dictionaries(NAMES, WORKERS, min_size=1, max_size=3)},
    optional={
        "seed": st.integers(0, 2**53 - 1),
        "parameters": st.dictionaries(NAMES, st.one_of(st.integers(-5, 5), st.booleans(), st.just({"default": 1.5, "maximum": 2}))),
        "resources": st.dictionaries(NAMES, st.sampled_from([each for shown in examples.RESOURCES.values() for each in shown])),
        "main": STEPS,
        "expect": st.lists(st.sampled_from([each for shown in examples.EXPECTATIONS.values() for each in shown]), max_size=3),
    },
)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(SCENARIOS)
def test_what_is_written_is_what_is_read(data: dict[str, Any]) -> None:
    found = read_scenario(data)
    assert data_of(found) == data
    text = json.dumps(data)
    unshared = json.loads(text)  # else PyYAML would write what is there twice as an anchor and an alias
    assert read_scenario(text) == read_scenario(yaml.safe_dump(unshared, allow_unicode=True)) == found
    assert Scenario.model_validate_json(json.dumps(data_of(found))) == found


def refusal(source: Any) -> ScenarioError | None:
    """Return the error that a source is refused with, or None. Any other exception is the test's failure."""
    try:
        prepare(source)
    except ScenarioError as error:
        return error
    return None


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), NAMES, EXPRESSIONS, st.binary(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(st.text(max_size=9), NAMES, st.sampled_from([*GOOD, *examples.STEPS, *examples.EXPECTATIONS, "steps", "kind"])),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(JUNK, st.builds(lambda data, key, junk: {**data, key: junk}, SCENARIOS, st.sampled_from([*GOOD]), JUNK)))
def test_junk_is_refused_or_read_and_nothing_else(data: Any) -> None:
    error = refusal(data)
    if error is not None:
        assert error.count >= len(error.problems) >= 1
        assert all(0 < len(each.detail) <= MAX_DETAIL for each in error.problems)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.one_of(st.text(alphabet=" \n:-[]{}\"'#&*!|>%@`,?a1.~<", max_size=60), st.text(max_size=40), st.binary(max_size=40)))
def test_junk_in_text_is_refused_or_read_and_nothing_else(text: str | bytes) -> None:
    with pytest.raises(ScenarioError):
        prepare(text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, len(PHILOSOPHERS) - 1), st.sampled_from(["", "\n", " ", ":", "{", "[", "'", "-", "9", "\t", "&a ", "é"]))
def test_a_slip_of_the_pen_is_refused_or_read(at: int, slip: str) -> None:
    error = refusal(PHILOSOPHERS[:at] + slip + PHILOSOPHERS[at + 1 :])
    assert error is None or all(each.line is not None for each in error.problems)


@pytest.mark.parametrize(
    "source",
    [
        json.dumps(scenario(*[{"a": 1}] * 6000)),
        json.dumps(scenario(workers={f"w{number}": {"steps": [{"acquire": "dor"}] * 50} for number in range(49)})),
        json.dumps(scenario(*[{"sleep": "((((index + 1))))"}] * 499)),
        json.dumps(scenario(*[{"sleep": "x" * 199}] * 250)),
        json.dumps(scenario(main=[{"mark": "*a" * 90}] * 200, expect=[{"happens": "*a" * 100 + "b", "is": 1}] * 50)),
        "[" * 65_000,
        "- " * 32_000,
        "a: b\n" * 10_000,
        "x" * 65_000,
    ],
)
def test_the_largest_junk_takes_a_moment(source: str) -> None:
    assert len(source) <= 64 * 1024
    began = time.thread_time()
    refusal(source)
    assert time.thread_time() - began < 5  # measured: 0.3 s at most; what this guards against takes minutes
