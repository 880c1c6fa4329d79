"""What was printed, and the values at the end."""

import pytest

from engine.scenario.verdict.answers import Outcome
from tests.engine.scenario.verdict.court import Court, texts

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN


def told(value: str) -> Court:
    court = Court()
    court.print(court.main, 40, f"final: counter = {value}", line='print("final")')
    return court.all_end(50)


@pytest.mark.parametrize(
    ("value", "compared", "verdict", "measured"),
    [
        ("3", {"is": 3}, PASSED, 3),
        ("2", {"is": 3}, FAILED, 2),
        ("3", {"is": "ROUNDS * 3"}, PASSED, 3),
        ("3", {"at_least": 2, "at_most": 3}, PASSED, 3),
        ("0.30000000000000004", {"is": 0.3}, PASSED, 0.30000000000000004),
        ("0.3000001", {"is": 0.3}, FAILED, 0.3000001),
        ("0.30000000000000004", {"at_most": 0.3}, PASSED, 0.30000000000000004),
        ("True", {"is": True}, PASSED, True),
        ("1", {"is": True}, PASSED, 1),
        ("-2", {"at_least": 0}, FAILED, -2),
        ("nothing", {"is": 3}, FAILED, "nothing"),
        ("10000000000000001", {"is": 10**15}, FAILED, 10000000000000001),  # whole numbers have no tolerance
    ],
)
def test_a_final_value_is_compared(value: str, compared: dict[str, object], verdict: Outcome, measured: object) -> None:
    judgement = told(value).judgement({"final": "counter", **compared}, parameters={"ROUNDS": 1})

    assert (judgement.verdict, judgement.measured) == (verdict, measured)
    assert judgement.evidence[-1].text == f"final: counter = {value}"


@pytest.mark.parametrize(
    ("ending", "verdict"),
    [({}, FAILED), ({"status": "timed-out", "exit_code": None}, UNKNOWN), ({"status": "stopped"}, UNKNOWN), ({"dropped": 1}, UNKNOWN)],
)
def test_a_final_value_that_was_not_told(ending: dict[str, object], verdict: Outcome) -> None:
    court = Court()
    court.on(court.waiter, 5)

    assert court.judgement({"final": "counter", "is": 3}, **ending).verdict is verdict


def test_a_print_step_cannot_pass_for_a_final_value() -> None:
    court = told("2")
    court.print(court.waiter, 45, "final: counter = 3", line='print("plain")')

    assert court.judgement({"final": "counter", "is": 3}).verdict is FAILED


def printed() -> Court:
    court = Court()
    for ms, text in ((5, "hello you"), (6, "hello all"), (7, "bye")):
        court.print(court.waiter, ms, text, line='print("plain")')
    court.mark(court.waiter, 8, "hello").print(court.waiter, 9, "hello error", stream=2)
    return court.all_end(50)


@pytest.mark.parametrize(
    ("expect", "verdict", "count"),
    [
        ({"prints": "hello"}, PASSED, 2),
        ({"prints": "llo a"}, PASSED, 1),
        ({"prints": "hello", "times": 2}, PASSED, 2),
        ({"prints": "hello", "times": "MANY"}, FAILED, 2),
        ({"prints": "hello", "times": 1}, FAILED, 2),
        ({"prints": "nothing"}, FAILED, 0),
        ({"prints": "nothing", "times": 0}, PASSED, 0),
    ],
)
def test_lines_that_contain_a_text_are_counted(expect: dict[str, object], verdict: Outcome, count: int) -> None:
    judgement = printed().judgement(expect, parameters={"MANY": 3})

    assert (judgement.verdict, judgement.measured) == (verdict, count)


def test_a_line_is_shown_with_its_writer_and_of_too_many_the_last() -> None:
    court = printed()
    verdict = court.verdict({"prints": "bye"}, {"prints": "hello", "times": 1})
    bye = verdict.expectations[0].evidence[0]

    assert (bye.text, bye.worker_name, bye.line, bye.step) == ("bye", "waiter", 10, "/workers/cook/steps/5")
    assert texts(verdict.expectations[1]) == ["hello all"]


def test_where_a_line_never_came_those_are_shown_that_came_last() -> None:
    assert texts(printed().judgement({"prints": "nothing"})) == ["hello you", "hello all", "bye"]
    assert texts(printed().judgement({"prints": "nothing", "times": 0})) == []


def test_a_line_that_may_still_come_leaves_it_open() -> None:
    court = Court()
    court.on(court.waiter, 5)

    assert court.judgement({"prints": "hello"}, status="timed-out", exit_code=None).verdict is UNKNOWN
