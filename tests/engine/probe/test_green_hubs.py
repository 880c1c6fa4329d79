"""gevent's hub under the probe: sleeps, raw greenlets, waits for descriptors."""

from pathlib import Path

from engine.probe.kinds import Call, Ending, Flag, Kind, Outcome
from tests.engine.probe.greens import tell, with_gevent


@with_gevent
def test_raw_greenlets_are_started_and_killed(python: str, tmp_path: Path) -> None:
    source = """
import gevent
def waits():
    gevent.sleep(100)
raw = gevent.spawn_raw(waits)
gevent.sleep(0)
gevent.kill(raw)
gevent.sleep(0)
print(raw.dead)
"""
    told = tell(source, tmp_path, python)
    assert told.rows(Kind.START) == [("start", "waits", 5)]
    assert told.rows(Kind.CANCEL) == [("cancel", "waits", 7)]
    assert told.endings()["waits"] == Ending.CANCELLED


@with_gevent
def test_a_wait_for_a_descriptor_is_a_call_on_it_and_a_timeout_ends_it(python: str, tmp_path: Path) -> None:
    source = """
import gevent, os
from gevent.socket import wait_read
source, target = os.pipe()
with gevent.Timeout(0.01, False):
    wait_read(source)
os.write(target, b"x")
wait_read(source)
print(os.read(source, 1))
"""
    told = tell(source, tmp_path, python)
    begun = [record for record in told.records if record.kind == Kind.CALL and record.flags & Flag.STRAND]
    assert [(record.flags, record.line) for record in begun] == [(Call.RECV | Flag.STRAND, 6), (Call.RECV | Flag.STRAND, 8)]
    ends = [record for record in told.records if record.kind == Kind.WAIT_END and record.subject == begun[0].subject]
    assert [record.flags for record in ends] == [Outcome.RAISED, Outcome.DONE]


@with_gevent
def test_wrong_arguments_and_a_function_with_no_frame_below_fail_or_work_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import gevent
from gevent.queue import Queue
for arguments in (("x",), (None,)):
    try:
        gevent.sleep(*arguments)
    except TypeError as error:
        print(error)
items = Queue()
greenlet = gevent.spawn(items.get)
items.put("got")
print(greenlet.get(), gevent.spawn(gevent.sleep, 0).get(), gevent.wait(timeout=0.01))
"""
    tell(source, tmp_path, python)
