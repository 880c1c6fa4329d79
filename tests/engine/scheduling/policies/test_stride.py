"""Stride scheduling."""

from tests.engine.scheduling.worked import compute, order, reasons


def test_ostep() -> None:
    assert order(compute("stride", "A 0 100 100, B 0 100 50, C 0 100 250"))[:8] == "ABCCCACC"


def test_shares_are_exact_after_each_round() -> None:
    ran = order(compute("stride", "A 0 400 3, B 0 400 2, C 0 400 1"))
    for end in range(6, 400, 6):
        assert (ran[:end].count("A"), ran[:end].count("B"), ran[:end].count("C")) == (end // 2, end // 3, end // 6)


def test_who_comes_late_gets_no_turns_for_the_past() -> None:
    ran = order(compute("stride", "A 0 50 1, B 20 20 1"))
    assert ran[20:40] in ("AB" * 10, "BA" * 10)


def test_the_pass_is_told() -> None:
    body = compute("stride", "A 0 3 100, B 0 3 50")
    assert reasons(body)[2] == (2, "A", "least-pass")
    assert body["decisions"][2]["reason"]["text"] == "A has the least pass: 1. Its stride is 1."
