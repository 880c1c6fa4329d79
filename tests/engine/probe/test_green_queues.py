"""gevent's queues under the probe."""

from pathlib import Path

from engine.probe.kinds import Flag, Kind
from tests.engine.probe.greens import tell, with_gevent


@with_gevent
def test_puts_and_gets_wait_where_there_is_no_room_or_nothing(python: str, tmp_path: Path) -> None:
    source = """
import gevent
from gevent.queue import Queue
items = Queue(1)
def produce():
    for n in range(3):
        items.put(n)
def consume():
    for _ in range(3):
        print(items.get())
        gevent.sleep(0.01)
gevent.joinall([gevent.spawn(consume), gevent.spawn(produce)])
"""
    told = tell(source, tmp_path, python)
    moves = [record for record in told.records if record.kind in (Kind.PUT, Kind.GET)]
    assert sorted(record.text for record in moves) == ["0", "0", "1", "1", "2", "2"]
    assert moves[0].kind == Kind.PUT
    assert next(row[0] for row in told.waits() if row[0].startswith("queue")) == "queue_get"
    assert "queue_put" in [row[0] for row in told.waits()]
    assert any(record.flags & Flag.WAITED for record in moves)


@with_gevent
def test_every_kind_of_queue_works_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import gevent
from gevent import queue
for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue, queue.JoinableQueue):
    made = kind(maxsize=2)
    for n in (2, 1):
        made.put(n)
    try:
        made.put_nowait(3)
    except queue.Full:
        print("full")
    print(str(made).split()[0], [made.get(), made.get_nowait()], made.empty(), isinstance(made, kind))
    try:
        made.get(timeout=0.01)
    except queue.Empty:
        print("empty")
channel = queue.Channel()
gevent.spawn(channel.put, "over")
print(channel.get())
tasks = queue.JoinableQueue()
tasks.put(1); tasks.put(StopIteration)
def work():
    for item in tasks:
        tasks.task_done()
    tasks.task_done()
gevent.spawn(work)
tasks.join()
print(tasks.unfinished_tasks, queue.Queue(items=[1, 2]).copy().get())
class Own(queue.Queue):
    pass
print(Own().qsize(), Own.__mro__[1] is queue.Queue)
"""
    told = tell(source, tmp_path, python)
    assert len(told.rows(Kind.TASK_DONE)) == 2
    assert [row[0] for row in told.waits()].count("join") == 1
