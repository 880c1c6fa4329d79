"""What is said."""

from engine.scheduling.exact import Scale
from engine.scheduling.saying import Saying


def test_times_are_scaled_and_counts_are_not() -> None:
    saying = Saying("best-priority-aged", {"name": "A", "priority": 3, "given": 9, "wait": 25}).scaled(Scale(10).number)
    assert saying.parameters == {"name": "A", "priority": 3, "given": 9, "wait": 2.5}
    assert saying.text() == "A has the best priority: 3, from 9 by waiting 2.5."


def test_a_rule_is_said_too() -> None:
    assert Saying("ageing", {"age": 2}).text().startswith("A waiting job's priority gets better by one every 2;")
