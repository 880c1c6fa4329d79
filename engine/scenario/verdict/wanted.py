"""What a measured value should be, and what can be said of one that might still have grown."""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from engine.scenario.binding import Bound
from engine.scenario.expectations import Expectation
from engine.scenario.sentences import Unfit
from engine.scenario.verdict.answers import Outcome, worst

TOLERANCE = 1e-9  # of numbers that are no whole ones: relative, and absolute near 0


class Growth(IntEnum):
    """Whether what was counted could be more than was counted."""

    NONE = 0  # all was seen, and there would never have been more
    LATER = 1  # all was seen up to the time limit; there might have come more behind it
    UNSEEN = 2  # there may have been more that was not seen


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a value should be: `is`, `at_least`, `at_most`, or several of them."""

    equals: Any = None
    at_least: Any = None
    at_most: Any = None

    @property
    def text(self) -> str:
        """Spell it as signs, which all languages share: "= 3", "≥ 1", "1 … 3"."""
        if self.equals is not None:
            return f"= {spell(self.equals)}"
        if self.at_least is None:
            return f"≤ {spell(self.at_most)}"
        return f"≥ {spell(self.at_least)}" if self.at_most is None else f"{spell(self.at_least)} … {spell(self.at_most)}"

    def judge(self, value: Any, growth: Growth = Growth.NONE) -> Outcome:
        """Judge a value; one that may have grown was at least so much.

        Behind the time limit nothing counts against `at_most` and `is`, for the limit is the scenario's own; what has not come by then
        might still have come, which leaves `at_least` and `is` unknown. Where something was not seen, only what is certain is said.
        """
        if isinstance(self.equals, str) or not isinstance(value, int | float):
            return Outcome.PASSED if self.equals is not None and spell(value) == spell(self.equals) else Outcome.FAILED
        too_little = Outcome.FAILED if growth is Growth.NONE else Outcome.UNKNOWN
        enough = Outcome.UNKNOWN if growth is Growth.UNSEEN else Outcome.PASSED
        outcomes = []
        if self.at_least is not None:
            outcomes.append(Outcome.PASSED if _compare(value, self.at_least) >= 0 else too_little)
        if self.at_most is not None:
            outcomes.append(Outcome.FAILED if _compare(value, self.at_most) > 0 else enough)
        if self.equals is not None:
            outcomes.append((too_little, enough, Outcome.FAILED)[_compare(value, self.equals) + 1])
        return worst(outcomes)


def wanted_by(expectation: Expectation, bound: Bound) -> Wanted:
    """Work out what an expectation wants. Raises ValueError if an expression cannot be computed from the parameters."""
    wanted = Wanted(*(bound.evaluate(getattr(expectation, name)) for name in ("equals", "at_least", "at_most")))
    if isinstance(wanted.equals, list) or any(isinstance(limit, str | list) for limit in (wanted.at_least, wanted.at_most)):
        raise Unfit("detail.gives.this-no-number")
    return wanted


def spell(value: Any) -> str:
    """Spell a value: a float in up to 15 digits, so that 0.1 + 0.2 does not look like a wrong 0.3."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _compare(value: float, wanted: float) -> int:
    """Return -1, 0 or 1. Whole numbers are compared as they are."""
    is_whole = isinstance(value, int) and isinstance(wanted, int)
    if value == wanted or (not is_whole and math.isclose(value, wanted, rel_tol=TOLERANCE, abs_tol=TOLERANCE)):
        return 0
    return -1 if value < wanted else 1
