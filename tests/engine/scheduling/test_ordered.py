"""Ready queues by a key."""

from engine.scheduling.job import Task
from engine.scheduling.ordered import Groups, Ordered


def task(index: int, *, since: int = 0) -> Task:
    return Task(index, f"T{index}", 0, None, [1], since=since, place=(since, index))


def test_the_least_key_comes_first() -> None:
    ready = Ordered()
    for index, key in enumerate((5, 2, 9)):
        ready.push((key, index), task(index))
    assert [one.index for one in ready.in_order()] == [1, 0, 2]
    assert (ready.first.index, ready.first_key, len(ready)) == (1, (2, 1), 3)
    assert [ready.pop().index for _ in range(3)] == [1, 0, 2]


def test_the_head_of_a_group_has_waited_longest() -> None:
    groups = Groups()
    groups.push(4, task(0, since=7))
    groups.push(4, task(1, since=3))
    groups.push(6, task(2, since=9))
    assert [(number, one.index) for number, one in groups.heads()] == [(4, 1), (6, 2)]
    assert groups.take(4).index == 1
    assert groups.take(6).index == 2
    assert [(number, one.index) for number, one in groups.all()] == [(4, 0)]
