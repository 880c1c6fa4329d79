"""Kinds of options that several commands have."""

import math
from typing import Any

import click


class FiniteRange(click.FloatRange):
    """A number in a range: neither infinite nor no number at all, which float() takes too."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a number."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value!r} is not a finite number.", param, ctx)
        return number
