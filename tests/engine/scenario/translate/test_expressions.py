import pytest

from engine.scenario.translate.expressions import Speller, adapt, adapt_opposite, adapt_opposite_and, adapt_sum, adapt_text, calls_in

SPELLER = Speller(name=lambda name: f"{name}.value" if name == "n" else name, queue=lambda name: "q_" if name == "q" else None)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("( index+1 )%5", "(index + 1) % 5"),
        ("n * 2", "n.value * 2"),
        ("'text' + \"it's\"", '"text" + "it\'s"'),
        ("randint(1, n)", "dice.randint(1, n.value)"),
        ("chance(0.5) and not n", "dice.random() < 0.5 and (not n.value)"),
        ("len(q)", "q_.qsize()"),
        ("len(q[n])", "q_[n.value].qsize()"),
        ("len(x)", "len(x)"),
        ("x == None or None != n", "x is None or None != n.value"),
        ("  1,2", "(1, 2)"),
    ],
)
def test_an_expression_is_spelled_for_the_program(given: str, wanted: str) -> None:
    assert adapt(given, SPELLER) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("n == 0", "n.value != 0"), ("a < b", "a >= b"), ("not a", "a"), ("a and b", "not (a and b)"), ("a < b < c", "not a < b < c"),
     ("x == None", "x is not None"), ("a in [1]", "a not in [1]")],
)  # fmt: skip
def test_the_opposite_is_what_one_would_write(given: str, wanted: str) -> None:
    assert adapt_opposite(given, SPELLER) == wanted


def test_two_conditions_are_kept_apart() -> None:
    assert adapt_opposite_and("not (a or b)", "t < 1", SPELLER) == "(a or b) and t < 1"


def test_a_sum_is_a_difference_where_something_negative_is_added() -> None:
    assert adapt_sum(2, SPELLER) == ("+", "2", "2")
    assert adapt_sum(-2.5, SPELLER) == ("-", "2.5", "2.5")
    assert adapt_sum("1 if a else 2", SPELLER) == ("+", "1 if a else 2", "(1 if a else 2)")


def test_a_text_with_holes_is_an_f_string() -> None:
    assert adapt_text('a "{n}" {{b}}', SPELLER) == 'f"a \\"{n.value}\\" {{b}}"'
    assert adapt_text("{'x'}", SPELLER) == "f\"{'x'}\""
    assert adapt_text("{'\"'}!", SPELLER) == '"{}!".format(\'"\')'


def test_what_is_called_is_known() -> None:
    assert calls_in("max(1, len(x))") == {"max", "len"}
