from typing import Any

from engine.scenario.translate.needs import Need, needs_of
from tests.engine.scenario.translate.making import bound


def needs(*steps: Any) -> list[Need]:
    data: dict[str, Any] = {
        "resources": {"q": {"kind": "queue"}, "fork": {"kind": "lock", "count": 3}},
        "procedures": {"draw": {"steps": [{"call": "make"}, {"sleep": "uniform(0, 1)"}]}, "make": {"steps": [{"put": "q"}]}},
        "workers": {"actor": {"steps": list(steps)}},
    }
    scenario = bound(data).scenario
    return needs_of(scenario, scenario.workers["actor"].steps)


def test_a_function_needs_what_its_steps_ask_for() -> None:
    assert needs({"sleep": 1}) == []
    assert needs({"acquire": "fork[index]"}) == [Need.INDEX]
    assert needs({"print": "{me}"}) == [Need.ME]
    assert needs({"choose": [{"steps": []}, {"steps": []}]}) == [Need.DICE]
    assert needs({"put": "q", "item": None}) == []
    assert needs({"put": "q"}) == [Need.ME, Need.SERIAL]
    assert needs({"repeat": 2, "steps": [{"if": "index > 0", "then": []}]}) == [Need.INDEX]


def test_it_needs_what_its_procedures_need() -> None:
    assert needs({"call": "draw"}) == [Need.ME, Need.DICE, Need.SERIAL]
