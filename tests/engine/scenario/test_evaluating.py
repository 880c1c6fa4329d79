"""Expressions of constants."""

import pytest

from engine.scenario.evaluating import evaluate

NAMES = {"N": 5, "cups": [1, 2], "kind": "tea", "half": 0.5}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("N", 5),
        ("2 * N - 1", 9),
        ("N // 2 + N % 2", 3),
        ("N / 2", 2.5),
        ("-N", -5),
        ("+N", 5),
        ("not N", False),
        ("1 < N <= 5", True),
        ("1 < N < 5", False),
        ("N > 3 and kind", "tea"),
        ("0 or kind", "tea"),
        ("N if N > 3 else 3", 5),
        ("kind in ['tea', 'coffee']", True),
        ("cups[1]", 2),
        ("sum(cups) + len(kind)", 6),
        ("max(N, 7)", 7),
        ("str(N) + 'x'", "5x"),
        ("[0] * 3", [0, 0, 0]),
        ("round(2.567, 1)", 2.6),
        ("None", None),
    ],
)
def test_what_they_give(expression: str, value: object) -> None:
    found = evaluate(expression, NAMES)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "expression",
    [
        "M",
        "1 // 0",
        "1 % 0.0",
        "kind + 1",
        "cups[9]",
        "randint(1, 6)",
        "len(N)",
        "'a' * 10000",
        "[[0] * 900] * 900",
        "str([1] * 999)",
        "'%999999999d' % 1",
        "round(1, -1000000000)",
        "round(1.5, 'a')",
        "int('" + "9" * 100 + "')",
        "10 * 10000000000 * 10000000000",
        "half * 1e15 * 1e15 * 1e15",
        "float('inf')",
        "float('nan')",
        "sum('ab')",
        "-kind",
        "int('x')",
        "min()",
        "N[0]",
    ],
)
def test_what_gives_nothing_says_so_and_soon(expression: str) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        evaluate(expression, NAMES)
