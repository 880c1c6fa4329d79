"""Greenlets under the probe: who runs, who is switched to, who ends how; a tracer of the program's own goes on working."""

from pathlib import Path

from engine.probe.kinds import Ending, Kind
from tests.engine.probe.greens import tell, with_gevent

PING_PONG = """
from greenlet import greenlet, getcurrent
def ping():
    print("ping 1")
    other.switch()
    print("ping 2")
    other.switch()
    return "done"
def pong():
    print("pong 1")
    one.switch()
    print("pong 2")
one = greenlet(ping)
other = greenlet(pong, one)
print(one.switch(), one.dead, other.dead, getcurrent().parent)
"""


@with_gevent
def test_every_switch_is_a_step_with_the_line_where_the_one_before_let_go(python: str, tmp_path: Path) -> None:
    told = tell(PING_PONG, tmp_path, python)
    assert told.steps() == ["main", "ping", "pong", "ping", "pong", "ping", "main"]
    assert [line for _, _, line in told.rows(Kind.STEP)] == [0, 15, 5, 11, 7, 0, 0]
    assert told.endings() == {"ping": Ending.RETURNED, "pong": Ending.RETURNED}
    assert set(told.kinds.values()) == {"greenlet"}


@with_gevent
def test_a_program_without_a_second_greenlet_has_no_strand(python: str, tmp_path: Path) -> None:
    assert not tell("import greenlet\nprint(greenlet.getcurrent().dead)\n", tmp_path, python).steps()


@with_gevent
def test_an_exception_passes_to_the_parent_and_throw_is_seen(python: str, tmp_path: Path) -> None:
    source = """
import traceback
from greenlet import greenlet, getcurrent, GreenletExit
def fails():
    getcurrent().parent.switch()
    raise ValueError("no")
def waits():
    getcurrent().parent.switch()
one, other = greenlet(fails), greenlet(waits)
one.switch(); other.switch()
try:
    one.switch()
except ValueError:
    traceback.print_exc()
print(repr(other.throw(GreenletExit)))
"""
    assert tell(source, tmp_path, python).endings() == {"fails": Ending.RAISED, "waits": Ending.CANCELLED}


@with_gevent
def test_the_programs_own_tracer_is_called_as_ever_and_given_back(python: str, tmp_path: Path) -> None:
    source = """
import greenlet
seen = []
def trace(event, args):
    seen.append((event, [g is main for g in args]))
main = greenlet.getcurrent()
print(greenlet.gettrace(), greenlet.settrace(trace), greenlet.gettrace() is trace)
g = greenlet.greenlet(lambda: 1)
g.switch()
print(greenlet.settrace(None) is trace, seen)
g = greenlet.greenlet(lambda: 2)
g.switch()
print(len(seen))
"""
    assert len(tell(source, tmp_path, python).steps()) == 5


@with_gevent
def test_a_tracer_that_raises_ends_tracing_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import greenlet, traceback
def trace(event, args):
    raise RuntimeError("tracer")
greenlet.settrace(trace)
g = greenlet.greenlet(lambda: 1)
try:
    print(g.switch())
except RuntimeError as error:
    print(error)
print(greenlet.gettrace())
"""
    tell(source, tmp_path, python)


@with_gevent
def test_greenlets_of_another_thread_are_steps_of_that_thread(python: str, tmp_path: Path) -> None:
    source = """
import threading, greenlet
def work():
    greenlet.greenlet(print).switch("in a thread")
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""
    told = tell(source, tmp_path, python)
    assert len({record.tid for record in told.records if record.kind == Kind.STEP}) == 1
    assert told.steps() == ["main", "greenlet-1", "main"]


@with_gevent
def test_a_dropped_greenlet_lives_no_longer_than_without_the_probe(python: str, tmp_path: Path) -> None:
    source = """
import weakref
from greenlet import greenlet, getcurrent
def waits():
    try:
        getcurrent().parent.switch()
    finally:
        print("cleaned up")
g = greenlet(waits)
g.switch()
reference = weakref.ref(g)
del g
print(reference())
"""
    tell(source, tmp_path, python)


@with_gevent
def test_what_a_thread_is_about_stays_with_the_greenlet_that_is_about_it(python: str, tmp_path: Path) -> None:
    """A switch in the middle of an operation: the other greenlet's operation is its own."""
    source = """
import queue
from greenlet import greenlet, getcurrent
class Slow(queue.Queue):
    def _put(self, item):
        main.switch()
        super()._put(item)
main = getcurrent()
slow, plain = Slow(), queue.Queue()
one = greenlet(lambda: slow.put("slow"))
one.switch()
plain.put("plain")
one.switch()
print(slow.get(), plain.get())
"""
    told = tell(source, tmp_path, python)
    assert [record.text for record in told.records if record.kind == Kind.PUT] == ["'plain'", "'slow'"]
