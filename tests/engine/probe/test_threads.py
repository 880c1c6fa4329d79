"""`threading.Thread` under the probe."""

from pathlib import Path

from engine.probe.kinds import Definition, Flag, Kind, Outcome, Reason
from tests.engine.probe.helpers import each_python, of, run_both

LIFE = (Kind.START, Kind.THREAD_BEGIN, Kind.THREAD_END, Kind.WAIT, Kind.WAIT_END)


@each_python
def test_a_thread_is_announced_started_begun_ended_and_joined(python: str, tmp_path: Path) -> None:
    source = """
import threading
def work():
    pass
thread = threading.Thread(target=work, name="worker", daemon=True)
thread.start()
thread.join()
thread.join(1)
"""
    records = run_both(source, tmp_path, python=python)
    said = next(record for record in of(records, Kind.DEFINE) if record.flags == Definition.THREAD)
    start = of(records, Kind.START)[0]
    begin = next(record for record in of(records, Kind.THREAD_BEGIN) if record.subject)
    end = next(record for record in of(records, Kind.THREAD_END) if record.subject)
    assert said.text.split("\x1f")[:2] == ["worker", "1"]
    assert (start.flags, start.line) == (Flag.DAEMON, 6)
    assert said.subject == start.subject == begin.subject == end.subject
    assert said.time < start.time < begin.time < end.time
    assert begin.tid == end.tid != start.tid
    joins = of(records, Kind.WAIT, Kind.WAIT_END)
    assert [(record.kind, record.reason, record.subject, record.line) for record in joins] == [
        (Kind.WAIT, Reason.JOIN, start.subject, 7),
        (Kind.WAIT_END, Reason.JOIN, start.subject, 7),
        (Kind.WAIT, Reason.JOIN, start.subject, 8),
        (Kind.WAIT_END, Reason.JOIN, start.subject, 8),
    ]
    assert [record.value for record in joins[::2]] == [-1, 1_000_000_000]
    assert joins[1].time > end.time


@each_python
def test_subclasses_names_and_join_timeouts(python: str, tmp_path: Path) -> None:
    source = """
import threading
class Worker(threading.Thread):
    daemon = True
    def __init__(self, gate):
        super().__init__()
        self.gate = gate
    def run(self):
        self.gate.acquire()
gate = threading.Lock()
gate.acquire()
worker = Worker(gate)
worker.start()
worker.name = "renamed"
worker.join(0.01)
print(worker.is_alive(), worker.name, worker.daemon, worker.ident == worker.native_id or isinstance(worker.ident, int))
gate.release()
worker.join()
for wrong in (worker.start, threading.current_thread().join, threading.Thread().join):
    try:
        wrong()
    except RuntimeError as error:
        print(error)
"""
    records = run_both(source, tmp_path, python=python)
    assert [record.text for record in of(records, Kind.NAME)] == ["renamed"]
    joins = [record.flags for record in of(records, Kind.WAIT_END) if record.reason == Reason.JOIN]
    assert joins == [Outcome.TIMEOUT, Outcome.DONE]
    said = next(record for record in of(records, Kind.DEFINE) if record.flags == Definition.THREAD)
    places = {record.subject: record.text for record in of(records, Kind.DEFINE) if record.flags == Definition.LOCATION}
    assert places[int(said.text.split("\x1f")[2])].endswith("\x1f8\x1fWorker.run")
    assert said.text.split("\x1f")[1] == "1"  # a daemon


@each_python
def test_an_uncaught_exception_is_recorded_and_the_hook_called_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import sys, threading
def fail():
    {}["key"]
def leave():
    sys.exit(3)
for target in (fail, leave):
    thread = threading.Thread(target=target, name="failing")
    thread.start()
    thread.join()
threading.excepthook = lambda arguments: print("hook", arguments.exc_type, arguments.thread.name)
thread = threading.Thread(target=fail, name="failing")
thread.start()
thread.join()
"""
    found = of(run_both(source, tmp_path, python=python), Kind.EXCEPTION)
    assert [record.text.split("\x1f")[0] for record in found] == ["KeyError: 'key'"] * 2
    assert {record.text.split("\x1f")[2] for record in found} == {"4"}


@each_python
def test_the_main_thread_waits_for_the_others_at_the_end(python: str, tmp_path: Path) -> None:
    source = """
import threading
def work():
    while threading.main_thread().is_alive():
        pass
    print("last")
threading.Thread(target=work).start()
"""
    waits = [record for record in of(run_both(source, tmp_path, python=python), *LIFE) if record.reason == Reason.JOIN]
    assert [record.kind for record in waits] == [Kind.WAIT, Kind.WAIT_END]


@each_python
def test_a_thread_that_threading_does_not_know_has_a_ring_of_its_own(python: str, tmp_path: Path) -> None:
    source = """
import _thread, threading
done, lock = threading.Event(), threading.Lock()
def work():
    with lock:
        pass
    done.set()
_thread.start_new_thread(work, ())
done.wait()
"""
    records = of(run_both(source, tmp_path, python=python), Kind.ACQUIRE)
    assert [record.tid != record.pid for record in records] == [True]


@each_python
def test_local_data_and_stack_are_the_programs_own(python: str, tmp_path: Path) -> None:
    source = """
import sys, threading
local = threading.local()
local.value = "main"
def work():
    print(hasattr(local, "value"))
    local.value = "thread"
    frame, names = sys._getframe(), []
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    print(names)
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(local.value, threading.active_count(), vars(local))
"""
    run_both(source, tmp_path, python=python)
