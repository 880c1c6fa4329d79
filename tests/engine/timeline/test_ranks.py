"""What weight the kernel's scheduler gives to a rank."""

import pytest

from engine.timeline.ranks import IDLE, Rank

NONE: frozenset[int] = frozenset()


@pytest.mark.parametrize(("nice", "weight"), [(0, 1024), (-20, 88761), (19, 15), (5, 335), (10, 110)])
def test_a_nice_value_weighs_as_in_the_kernels_table(nice: int, weight: int) -> None:
    assert Rank(0, nice, NONE).weight == pytest.approx(weight, rel=0.02)


def test_the_idle_weigh_least_and_real_time_comes_first() -> None:
    assert Rank(IDLE, -20, NONE).weight < Rank(0, 19, NONE).weight
    assert Rank(1, 0, NONE).weight > Rank(0, -20, NONE).weight


def test_a_rank_is_called_by_what_makes_it() -> None:
    assert (str(Rank(0, 19, NONE)), str(Rank(IDLE, 0, NONE))) == ("nice 19", "SCHED_IDLE")
