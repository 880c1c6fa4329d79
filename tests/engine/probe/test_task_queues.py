"""asyncio's queues under the probe."""

from pathlib import Path

from engine.probe.kinds import Flag, Kind, Outcome
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.told import told

FRAME = "import asyncio\nasync def main():\n{body}\nasyncio.run(main())\n"


def program(body: str) -> str:
    return FRAME.format(body="\n".join(f"    {line}" for line in body.strip().splitlines()))


@each_python
def test_items_go_in_and_come_out_with_the_depth_after(python: str, tmp_path: Path) -> None:
    body = """
queue = asyncio.Queue(1)
async def produce():
    for number in range(3):
        await queue.put(number)
async def consume():
    for _ in range(3):
        await queue.get()
        queue.task_done()
await asyncio.gather(produce(), consume())
await queue.join()
"""
    records = of(run_both(program(body), tmp_path, python=python), Kind.PUT, Kind.GET, Kind.TASK_DONE)
    assert [(record.text, record.value) for record in records if record.kind is Kind.PUT] == [("0", 1), ("1", 1), ("2", 1)]
    assert [(record.text, record.value) for record in records if record.kind is Kind.GET] == [("0", 0), ("1", 0), ("2", 0)]
    assert [record.line for record in records if record.kind is Kind.PUT] == [6, 6, 6]
    assert {record.flags for record in records if record.kind is Kind.PUT} == {0, Flag.WAITED}


@each_python
def test_what_is_refused_is_told_of(python: str, tmp_path: Path) -> None:
    body = """
queue = asyncio.PriorityQueue(1)
queue.put_nowait((2, "b"))
try:
    queue.put_nowait((1, "a"))
except asyncio.QueueFull as error:
    import traceback
    traceback.print_exc()
print(queue.get_nowait())
try:
    queue.get_nowait()
except asyncio.QueueEmpty:
    print("empty", queue)
"""
    records = of(run_both(program(body), tmp_path, python=python), Kind.PUT, Kind.GET, Kind.WAIT_END)
    told_of = [(record.kind.name, record.flags, record.line) for record in records if record.line]
    assert told_of[:4] == [
        ("PUT", Flag.NONBLOCKING, 4),
        ("WAIT_END", Outcome.REFUSED, 6),
        ("GET", Flag.NONBLOCKING, 10),
        ("WAIT_END", Outcome.REFUSED, 12),
    ]


@each_python
def test_who_is_woken_and_finds_it_empty_again_waits_again(python: str, tmp_path: Path) -> None:
    body = """
queue = asyncio.Queue()
task = asyncio.create_task(queue.get(), name="getter")
await asyncio.sleep(0)
queue.put_nowait("taken away")
queue.get_nowait()
await asyncio.sleep(0)
await asyncio.sleep(0)
queue.put_nowait("for you")
await task
"""
    lines = told(run_both(program(body), tmp_path, python=python), Kind.WAIT, Kind.WAIT_END, Kind.GET)
    assert [line for line in lines if line.startswith("getter")] == [
        "getter: wait queue_get",
        "getter: wait-end queue_get raised",
        "getter: wait queue_get",
        "getter: get",
    ]


@each_python
def test_a_queue_of_the_programs_own_kind_is_seen(python: str, tmp_path: Path) -> None:
    body = """
class Newest(asyncio.LifoQueue):
    def __init__(self):
        super().__init__(5)
    async def get(self):
        return await super().get()
queue = Newest()
for word in ("a", "b"):
    await queue.put(word)
print(await queue.get(), await queue.get())
"""
    records = of(run_both(program(body), tmp_path, python=python), Kind.GET)
    assert [(record.text, record.value) for record in records] == [("'b'", 1), ("'a'", 0)]
