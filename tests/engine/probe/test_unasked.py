"""Exceptions that jobs of pools ended with and that nobody ever asked for."""

from pathlib import Path

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.pool_records import labels

START = """
import asyncio, concurrent.futures, gc, multiprocessing, sys
def fail(number):
    raise ValueError(number)
def fall(number):
    raise KeyError(number)
def made(pool, function, *arguments):
    future = pool.submit(function, *arguments)
    concurrent.futures.wait([future])
    return future
pool = concurrent.futures.ThreadPoolExecutor(1)
"""


def unasked(source: str, folder: Path, python: str) -> list[tuple[str, int]]:
    """Run it; give the jobs whose exceptions nobody asked for, and where those were raised."""
    records = run_both(START + source, folder, python=python)
    names = labels(records)
    return sorted((names[record.subject], record.line) for record in of(records, Kind.UNASKED))


@each_python
def test_one_that_is_dropped_and_one_that_is_kept_to_the_end_are_told_of(python: str, tmp_path: Path) -> None:
    source = "made(pool, fail, 1)\nkept = made(pool, fall, 2)\nmade(pool, len, 'fine')\nmade(pool, sys.exit, 0)\npool.shutdown()\n"
    assert unasked(source, tmp_path, python) == [("fail(1)", 4), ("fall(2)", 6)]


@each_python
def test_one_that_somebody_asks_for_is_not(python: str, tmp_path: Path) -> None:
    source = """
def ways(*functions):
    return [made(pool, function, 1) for function in functions]
asked, looked, called, alike, as_alike = ways(fail, fall, lambda number: 1 // 0, lambda number: {}[number], lambda number: "".at(number))
try:
    asked.result()
except ValueError as error:
    print(error)
print(looked.exception(), alike.exception(), as_alike.cancel())
called.add_done_callback(lambda future: print(future.exception()))
made(pool, fail, 2)
pool.shutdown()
"""
    assert unasked(source, tmp_path, python) == []


@each_python
def test_of_a_map_the_first_exception_stands_for_all_and_without_a_look_at_any_all_are_told(python: str, tmp_path: Path) -> None:
    source = """
def either(number):
    fail(number) if number % 2 else fall(number)
try:
    list(pool.map(either, range(4)))
except KeyError as error:
    print(error)
pool.map(fail, [7])
pool.shutdown()
"""
    assert unasked(source, tmp_path, python) == [("fail(7)", 4)]


@each_python
def test_who_asked_too_early_asked(python: str, tmp_path: Path) -> None:
    source = """
import threading
gate = threading.Event()
future = pool.submit(lambda: gate.wait() and fail(1))
try:
    future.result(timeout=0.01)
except concurrent.futures.TimeoutError:
    gate.set()
pool.shutdown()
"""
    assert unasked(source, tmp_path, python) == []


@each_python
def test_of_a_multiprocessing_pool_get_successful_and_an_error_callback_ask(python: str, tmp_path: Path) -> None:
    source = """
with multiprocessing.get_context("fork").Pool(1) as processes:
    processes.apply_async(fall, (1,), error_callback=print)
    for ask in ("get", "successful"):
        result = processes.map_async(fall, [2])
        result.wait()
        try:
            print(getattr(result, ask)())
        except KeyError as error:
            print(error)
    processes.apply_async(fail, (3,))
    processes.close()
    processes.join()
pool.shutdown()
"""
    assert unasked(source, tmp_path, python) == [("fail(3)", 4)]


@each_python
def test_of_a_process_of_an_executor_the_line_comes_with_its_traceback(python: str, tmp_path: Path) -> None:
    source = """
with concurrent.futures.ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as processes:
    processes.submit(fail, 3)
pool.shutdown()
"""
    assert unasked(source, tmp_path, python) == [("fail(3)", 4)]


@each_python
def test_what_asyncio_asks_for_a_task_that_nobody_awaits_was_not_asked_for(python: str, tmp_path: Path) -> None:
    source = """
async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: None)
    loop.run_in_executor(pool, fail, 1)
    try:
        await loop.run_in_executor(pool, fall, 2)
    except KeyError as error:
        print(error)
asyncio.run(main())
pool.shutdown()
gc.collect()
"""
    assert unasked(source, tmp_path, python) == [("fail(1)", 4)]


@each_python
def test_a_forked_child_does_not_tell_of_its_parent_s(python: str, tmp_path: Path) -> None:
    source = """
import os
kept = made(pool, fail, 1)
pool.shutdown()
if os.fork() == 0:
    sys.exit()
os.wait()
"""
    assert unasked(source, tmp_path, python) == [("fail(1)", 4)]
