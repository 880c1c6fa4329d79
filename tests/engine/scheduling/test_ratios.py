"""The tournament of response ratios."""

import random
from fractions import Fraction

from engine.scheduling.job import Task
from engine.scheduling.ratios import NEVER, Ratios, overtakes


def task(index: int, *, since: int, length: int) -> Task:
    return Task(index, f"T{index}", since, None, [length], length=length, since=since, place=(since, index))


def test_a_short_job_overtakes_a_long_one_that_has_waited_longer() -> None:
    long, short = task(0, since=0, length=10), task(1, since=6, length=2)
    assert overtakes(short, long) == 8  # 8 / 10 against 2 / 2 then; before, at 7.5, they were equal
    assert overtakes(long, short) == NEVER
    ready = Ratios(2)
    ready.push(long, 0)
    ready.push(short, 6)
    assert [ready.best(now).index for now in (6, 7, 8, 9)] == [0, 0, 1, 1]


def test_it_chooses_as_a_look_at_every_job_would() -> None:
    numbers = random.Random(7)
    for _ in range(60):
        ready, waiting, now = Ratios(40), dict[int, Task](), 0
        for index in range(40):
            now += numbers.randint(0, 6)
            waiting[index] = task(index, since=now, length=numbers.randint(1, 30))
            ready.push(waiting[index], now)
            for _ in range(numbers.randint(0, 2)):
                if not waiting:
                    break
                now += numbers.randint(0, 9)
                expected = max(waiting.values(), key=lambda one: (Fraction(now - one.since, one.length), [-part for part in one.place]))
                assert ready.best(now) is expected
                ready.take(expected, now)
                del waiting[expected.index]
        assert ready.in_order() == sorted(waiting.values(), key=lambda one: one.place)
        assert len(ready) == len(waiting)
