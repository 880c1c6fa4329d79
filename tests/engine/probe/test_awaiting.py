"""What a task waits for, and on which line."""

from pathlib import Path

import pytest

from engine.probe.kinds import Definition, Flag, Kind, Reason
from tests.engine.probe.helpers import Record, each_python, of, run_both
from tests.engine.probe.told import told

FRAME = """
import asyncio
async def nothing():
    await asyncio.sleep(0)
async def main():
{body}
asyncio.run(main())
"""


def waits_of(body: str, folder: Path, python: str) -> list[Record]:
    """The waits of tasks in a `main` with that body, apart from those of the loop."""
    text = FRAME.format(body="\n".join(f"    {line}" for line in body.splitlines()))
    return [record for record in of(run_both(text, folder, python=python), Kind.WAIT) if record.flags & Flag.STRAND]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("await asyncio.sleep(0.001)", Reason.SLEEP),
        ("await asyncio.create_task(nothing())", Reason.JOIN),
        ("await asyncio.gather(nothing(), nothing())", Reason.FUTURE),
        ("await asyncio.wait([asyncio.create_task(nothing())])", Reason.FUTURE),
        ("for one in asyncio.as_completed([nothing()]): await one", Reason.FUTURE),
        ("await asyncio.shield(nothing())", Reason.FUTURE),
        (
            "loop = asyncio.get_running_loop()\nfuture = loop.create_future()\nloop.call_soon(future.set_result, 1)\nawait future",
            Reason.FUTURE,
        ),
        ("event = asyncio.Event()\nasyncio.get_running_loop().call_soon(event.set)\nawait event.wait()", Reason.EVENT),
        ("queue = asyncio.Queue()\nasyncio.get_running_loop().call_soon(queue.put_nowait, 1)\nawait queue.get()", Reason.QUEUE_GET),
        (
            "queue = asyncio.Queue(1)\nqueue.put_nowait(1)\nasyncio.get_running_loop().call_soon(queue.get_nowait)\nawait queue.put(2)",
            Reason.QUEUE_PUT,
        ),
        (
            "queue = asyncio.Queue()\nqueue.put_nowait(1)\nasyncio.get_running_loop().call_soon(queue.task_done)\nawait queue.join()",
            Reason.JOIN,
        ),
        (
            "process = await asyncio.create_subprocess_exec('cat', stdin=-1)\nasyncio.get_running_loop().call_soon(process.stdin.close)\n"
            "await process.wait()",
            Reason.PROCESS,
        ),
    ],
)
@each_python
def test_each_await_says_what_it_is_for(body: str, reason: Reason, python: str, tmp_path: Path) -> None:
    waits = waits_of(body, tmp_path, python)
    last = 5 + len(body.splitlines())
    assert (reason, last) in {(record.reason, record.line) for record in waits}


@each_python
def test_an_await_of_a_socket_is_one_of_io(python: str, tmp_path: Path) -> None:
    body = """async def serve(reader, writer):
    writer.write(await reader.readline())
    writer.close()
server = await asyncio.start_server(serve, "127.0.0.1", 0)
reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
writer.write(b"hello\\n")
print(await reader.readline())
writer.close()
server.close()"""
    waits = waits_of(body, tmp_path, python)
    assert (Reason.IO, 12) in {(record.reason, record.line) for record in waits}


@each_python
def test_a_time_limit_goes_with_what_is_awaited_inside_it(python: str, tmp_path: Path) -> None:
    body = """try:
    async with asyncio.timeout(0.05):
        await asyncio.Event().wait()
except TimeoutError:
    print("late")
await asyncio.wait([asyncio.create_task(nothing())], timeout=5)"""
    inside, outside = (record for record in waits_of(body, tmp_path, python) if record.reason in (Reason.EVENT, Reason.FUTURE))
    assert 0 < inside.value <= 50_000_000
    assert outside.value == 5_000_000_000


@each_python
def test_a_location_names_the_functions_on_the_way_to_the_innermost(python: str, tmp_path: Path) -> None:
    source = """
import asyncio
async def numbers():
    await asyncio.sleep(0.001)
    yield 1
class Later:
    def __await__(self):
        async def read():
            async for number in numbers():
                return number
        return read().__await__()
async def fetch():
    return await Later()
async def main():
    print(await fetch())
asyncio.run(main())
"""
    records = run_both(source, tmp_path, python=python)
    (wait,) = [record for record in of(records, Kind.WAIT) if record.reason == Reason.SLEEP]
    places = {record.subject: record.text for record in of(records, Kind.DEFINE) if record.flags == Definition.LOCATION}
    file, line, function = places[wait.location].split("\x1f")
    assert (Path(file).name, line) == ("program.py", "4")
    assert function == "main:15 → fetch:13 → Later.__await__.<locals>.read:9 → numbers"


@each_python
def test_of_several_awaited_together_all_are_told(python: str, tmp_path: Path) -> None:
    source = FRAME.format(body="    await asyncio.gather(*(nothing() for _ in range(3)))")
    lines = told(run_both(source, tmp_path, python=python), Kind.WAIT, Kind.ALSO)
    main = "Task-1 (main)"
    assert lines[:3] == [f"{main}: wait future Task-2 (nothing)", f"{main}: also Task-3 (nothing)", f"{main}: also Task-4 (nothing)"]
