"""Kinds of options."""

import click
import pytest

from app.options import FiniteRange


@pytest.mark.parametrize("text", ["inf", "nan", "-1", "0", "x"])
def test_a_number_out_of_range_or_without_end_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        FiniteRange(0, min_open=True).convert(text, None, None)


def test_a_number_in_range_is_taken() -> None:
    assert FiniteRange(0, min_open=True).convert("0.5", None, None) == 0.5
