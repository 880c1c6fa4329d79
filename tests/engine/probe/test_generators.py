"""Generators under the probe: which count as coroutines, who resumes whom, who ends how, and what is only counted."""

from pathlib import Path

import pytest

from engine.probe import generators
from engine.probe.kinds import Ending, Kind
from tests.engine.probe.greens import can_count, tell
from tests.engine.probe.helpers import every_python

TASKS = """
def task(name):
    for step in range(2):
        yield f"{name}{step}"
tasks = [task("a"), task("b")]
while tasks:
    one = tasks.pop(0)
    try:
        print(next(one))
        tasks.append(one)
    except StopIteration:
        pass
"""


@every_python
def test_generators_driven_by_next_take_turns(python: str, tmp_path: Path) -> None:
    told = tell(TASKS, tmp_path, python)
    assert told.steps() == ["task", "<", "task-2", "<"] * 3
    assert told.rows(Kind.START) == [("start", "task", 9), ("start", "task-2", 9)]
    assert [line for _, _, line in told.rows(Kind.STEP)][:4] == [9, 4, 9, 4]
    assert told.endings() == {"task": Ending.RETURNED, "task-2": Ending.RETURNED}
    assert set(told.kinds.values()) == {"generator"}


@every_python
def test_what_is_only_iterated_is_no_coroutine(python: str, tmp_path: Path) -> None:
    source = """
def numbers(n):
    yield from range(n)
def squares(source):
    for number in source:
        yield number ** 2
for square in squares(numbers(3)):
    print(square)
print(list(numbers(2)), sum(number for number in numbers(4)), dict(zip(numbers(2), squares([1, 2]))), sorted(numbers(2)), *numbers(2))
first = next(number for number in numbers(3) if number)
print(max(numbers(3), default=0))
"""
    assert not tell(source, tmp_path, python).kinds


@every_python
def test_one_that_uses_what_is_sent_is_a_coroutine_and_so_is_what_it_delegates_to(python: str, tmp_path: Path) -> None:
    source = """
def inner():
    got = yield "ready"
    return got
def outer():
    result = yield from inner()
    yield result
coroutine = outer()
print(next(coroutine), coroutine.send("hello"))
"""
    told = tell(source, tmp_path, python)
    assert told.steps()[:8] == ["outer", "inner", "outer", "<", "outer", "inner", "outer", "<"]
    assert told.rows(Kind.START) == [("start", "outer", 9), ("start", "inner", 6)]
    assert told.endings()["inner"] == Ending.RETURNED


@every_python
def test_throw_and_close_resume_too(python: str, tmp_path: Path) -> None:
    source = """
def careful():
    while True:
        try:
            yield 1
        except ValueError as error:
            print("caught", error)
            yield 2
        finally:
            print("cleaned up")
def careless():
    yield 1
    raise KeyError("own")
one, other = careful(), careless()
print(next(one), one.throw(ValueError("in")))
one.close()
next(other)
try:
    next(other)
except KeyError:
    print("out")
"""
    told = tell(source, tmp_path, python)
    assert told.steps() == ["careful", "<"] * 3 + ["careless", "<"] * 2
    assert told.endings() == {"careful": Ending.CANCELLED, "careless": Ending.RAISED}


@every_python
def test_coroutines_and_asynchronous_generators_driven_by_hand_count_too(python: str, tmp_path: Path) -> None:
    source = """
class Pause:
    def __await__(self):
        yield "paused"
async def work():
    await Pause()
    return 5
async def stream():
    yield 1
coroutine = work()
print(coroutine.send(None))
try:
    coroutine.send(None)
except StopIteration as stop:
    print(stop.value)
try:
    stream().asend(None).send(None)
except StopIteration as stop:
    print(stop.value)
"""
    told = tell(source, tmp_path, python)
    assert {"work", "__await__", "stream"} == set(told.names.values())
    assert told.endings()["work"] == Ending.RETURNED


@every_python
def test_asyncio_and_context_managers_drive_theirs_without_lanes(python: str, tmp_path: Path) -> None:
    source = """
import asyncio, contextlib
@contextlib.contextmanager
def place():
    yield 1
async def main():
    with place() as number:
        await asyncio.sleep(0)
        print(number)
asyncio.run(main())
"""
    assert "generator" not in tell(source, tmp_path, python).kinds.values()


@every_python
def test_after_so_many_hand_overs_they_are_only_counted(python: str, tmp_path: Path) -> None:
    source = """
def endless():
    while True:
        yield
one, other = endless(), endless()
for _ in range(20000):
    next(one); next(other)
print("done")
"""
    told = tell(source, tmp_path, python)
    assert sum(step != "<" for step in told.steps()) == generators.EXACT
    counted = sum(record.value for record in told.records if record.kind == Kind.STEPS)
    assert counted == (40000 - generators.EXACT if can_count(python) else 0)
    assert {told.names[record.subject] for record in told.records if record.kind == Kind.STEPS} == {"endless", "endless-2"}


@every_python
def test_recursive_and_nested_generators_give_back_to_whom_they_came_from(python: str, tmp_path: Path) -> None:
    source = """
def walk(depth):
    got = yield depth
    if depth:
        yield from walk(depth - 1)
walker = walk(2)
print(next(walker), walker.send(1), walker.send(2), next(walker, "end"))
"""
    told = tell(source, tmp_path, python)
    assert told.steps()[:8] == ["walk", "<", "walk", "walk-2", "walk", "<", "walk", "walk-2"]
    assert len(told.kinds) == 3


@pytest.mark.parametrize(
    ("body", "uses"),
    [("x = yield", True), ("yield", False), ("print((yield 1))", True), ("yield from ()", False), ("return (yield)", True)],
)
def test_a_yield_whose_value_is_used_is_found(body: str, uses: bool) -> None:
    space: dict[str, object] = {}
    exec(f"def made():\n    {body}\n", space)
    assert generators.uses_what_is_sent(space["made"].__code__) is uses  # type: ignore[attr-defined]
