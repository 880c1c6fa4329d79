"""gevent's Event and AsyncResult under the probe."""

from pathlib import Path

from engine.probe.kinds import Kind
from tests.engine.probe.greens import tell, with_gevent


@with_gevent
def test_waits_for_events_and_results_and_who_sets_them(python: str, tmp_path: Path) -> None:
    source = """
import gevent
from gevent.event import AsyncResult, Event
ready, answer = Event(), AsyncResult()
def waits():
    print(ready.wait(), answer.get())
waiter = gevent.spawn(waits)
gevent.sleep(0)
ready.set()
gevent.sleep(0.01)
answer.set(42)
waiter.join()
ready.clear()
print(ready.wait(timeout=0.01), answer.get(), answer.ready(), isinstance(ready, Event), repr(Event())[:40])
linked = AsyncResult()
gevent.spawn(lambda: "linked").link(linked)
print(linked.get(timeout=1))
"""
    told = tell(source, tmp_path, python)
    assert [row for row in told.waits() if row[0] == "event"] == [
        ("event", "5.1", 6),
        ("event", "5.2", 6),
        ("event", "5.1", 14),
        ("event", "5.4", 17),
    ]
    assert told.rows(Kind.SET, Kind.CLEAR)[:3] == [("set", "5.1", 9), ("set", "5.2", 11), ("clear", "5.1", 13)]


@with_gevent
def test_a_result_that_gevent_made_is_waited_for_as_a_future(python: str, tmp_path: Path) -> None:
    source = """
import gevent
result = gevent.get_hub().threadpool.spawn(sum, [1, 2])
print(result.get())
"""
    assert tell(source, tmp_path, python).waits() == [("future", "", 4)]
