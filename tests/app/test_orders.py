"""From request to order."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.library import Library
from app.orders import limits_from, order_from
from app.problems import Problem
from app.scenario_library import ScenarioLibrary
from app.schemas import LimitsRequest, StartRunRequest
from app.settings import DEFAULT_LIMITS, PACKAGE
from tests.app.fakes import settings_for

LIBRARY = Library.load(PACKAGE / "lessons")
SCENARIOS = ScenarioLibrary(PACKAGE / "scenarios", LIBRARY)


def test_an_example_fills_in_what_is_left_out(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    plain = order_from(StartRunRequest(lesson="deadlock"), settings=settings, library=LIBRARY, scenarios=SCENARIOS)
    assert (plain.program, plain.lesson, plain.limits, plain.args) == ("deadlock.py", "deadlock", DEFAULT_LIMITS, ())
    changed = order_from(
        StartRunRequest(lesson="deadlock", source="x = 1", program="my.py", args=["1"], stdin="a"),
        settings=settings,
        library=LIBRARY,
        scenarios=SCENARIOS,
    )
    assert (changed.source, changed.program, changed.args, changed.stdin, changed.lesson) == ("x = 1", "my.py", ("1",), "a", "deadlock")


def test_limits_are_the_servers_unless_asked_for_less_or_more(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    assert limits_from(LimitsRequest(), settings=settings) == DEFAULT_LIMITS
    assert limits_from(LimitsRequest(events=5), settings=settings) == replace(DEFAULT_LIMITS, events=5)
    strict = settings_for(tmp_path, max_limits=DEFAULT_LIMITS)
    with pytest.raises(Problem) as caught:
        limits_from(LimitsRequest(wall_ns=DEFAULT_LIMITS.wall_ns + 1), settings=strict)
    assert caught.value.errors[0].pointer == "/limits/wall_ns"


def test_knobs_become_the_arguments_of_an_example(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    turned = order_from(
        StartRunRequest(lesson="ticket-race", knobs={"sellers": 5}, seed=7), settings=settings, library=LIBRARY, scenarios=SCENARIOS
    )
    assert (turned.args, turned.seed) == (("10", "5", "0.01"), 7)
    with pytest.raises(Problem) as alone:
        order_from(StartRunRequest(source="", knobs={}), settings=settings, library=LIBRARY, scenarios=SCENARIOS)
    with pytest.raises(Problem) as twice:
        order_from(StartRunRequest(lesson="ticket-race", knobs={}, args=[]), settings=settings, library=LIBRARY, scenarios=SCENARIOS)
    assert [caught.value.errors[0].pointer for caught in (alone, twice)] == ["/knobs", "/knobs"]


def test_a_scenario_is_ordered_as_the_program_it_becomes(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    request = StartRunRequest(scenario="multiplex", parameters={"seats": 2}, seed=9)
    order = order_from(request, settings=settings, library=LIBRARY, scenarios=SCENARIOS)
    assert (order.program, order.seed, order.stdin, order.limits.wall_ns) == ("at_most_so_many_inside.py", 9, "", 10 * 10**9)
    assert "SEATS = 2" in order.source
    with pytest.raises(Problem) as caught:
        order_from(StartRunRequest(scenario="multiplex", parameters={"seats": 99}), settings=settings, library=LIBRARY, scenarios=SCENARIOS)
    assert [(error.pointer, error.code) for error in caught.value.errors] == [("/parameters/seats", "out-of-range")]


def test_a_program_can_be_expected_something_of(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    request = StartRunRequest(source="print('mark: a')", expect=[{"happens": "a", "is": 1}])
    order = order_from(request, settings=settings, library=LIBRARY, scenarios=SCENARIOS)
    assert (order.source, order.program) == ("print('mark: a')", "program.py")
    assert order.script is not None
    with pytest.raises(Problem) as caught:
        order_from(StartRunRequest(source="", expect=[{"hapens": "a"}]), settings=settings, library=LIBRARY, scenarios=SCENARIOS)
    assert caught.value.errors[0].pointer == "/expect/0"
