"""Ids, tables, and what a fork does to them."""

from pathlib import Path

from engine.probe.kinds import Birth, Definition, Kind
from tests.engine.probe.helpers import each_python, of, run_both


@each_python
def test_a_process_begins_with_itself_and_its_main_thread(python: str, tmp_path: Path) -> None:
    records = run_both("pass\n", tmp_path, python=python)
    assert [record.kind for record in records[:2]] == [Kind.PROCESS_BEGIN, Kind.THREAD_BEGIN]
    assert (records[0].flags, records[1].subject) == (Birth.PROGRAM, 0)
    assert [record.kind for record in records[-2:]] == [Kind.THREAD_END, Kind.PROCESS_END]


@each_python
def test_a_forked_child_writes_its_own_rings_and_keeps_its_parents_ids(python: str, tmp_path: Path) -> None:
    source = """
import os, queue, threading
items, lock = queue.Queue(), threading.Lock()
items.put("before")
pid = os.fork()
if pid == 0:
    items.get()
    items.put("in the child")
    with lock:
        threading.Lock()
    print("child", flush=True)
    os._exit(0)
os.waitpid(pid, 0)
items.put("in the parent")
with lock:
    print("parent")
"""
    records = run_both(source, tmp_path, python=python)
    parent = next(record.pid for record in of(records, Kind.PROCESS_BEGIN) if record.flags == Birth.PROGRAM)
    birth = next(record for record in of(records, Kind.PROCESS_BEGIN) if record.flags == Birth.FORK)
    child = birth.pid
    assert (birth.subject, birth.tid) == (parent, child)
    assert len({record.subject for record in of(records, Kind.PUT, Kind.GET)}) == 1
    assert {record.subject >> 40 for record in of(records, Kind.ACQUIRE)} == {parent}
    made = [record for record in of(records, Kind.CREATE) if record.pid == child]
    assert [record.subject >> 40 for record in made] == [child]
    said = [record for record in of(records, Kind.DEFINE) if record.flags == Definition.TEXT]
    assert [(record.subject, record.text) for record in said if record.pid == child] == [(2, "'in the child'")]
    assert [record.text for record in of(records, Kind.OUTPUT) if record.pid == child] == ["child", "\n"]


@each_python
def test_threads_of_the_parent_end_only_in_the_parent(python: str, tmp_path: Path) -> None:
    source = """
import os, threading, warnings
warnings.simplefilter("ignore")  # of a fork beside threads; its text has the pid
gate = threading.Event()
threads = [threading.Thread(target=gate.wait) for _ in range(3)]
for thread in threads:
    thread.start()
if os.fork() == 0:
    os._exit(0)
os.wait()
gate.set()
for thread in threads:
    thread.join()
"""
    records = run_both(source, tmp_path, python=python)
    assert len([record for record in of(records, Kind.THREAD_END) if record.subject]) == 3


@each_python
def test_what_a_killed_process_recorded_is_there(python: str, tmp_path: Path) -> None:
    source = "import os, signal, threading\nwith threading.Lock():\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    records = run_both(source, tmp_path, python=python)
    assert [record.line for record in of(records, Kind.ACQUIRE)] == [2]


@each_python
def test_a_process_that_execs_goes_on_in_rings_of_its_own(python: str, tmp_path: Path) -> None:
    source = """
import os, sys, threading
with threading.Lock():
    pass
if len(sys.argv) == 1:
    os.execv(sys.executable, [sys.executable, __file__, "again"])
"""
    records = run_both(source, tmp_path, python=python)
    assert len(of(records, Kind.ACQUIRE)) == 2
    assert [record.flags for record in of(records, Kind.PROCESS_BEGIN)] == [Birth.PROGRAM, Birth.SUBPROCESS]
    assert len({record.serial for record in records}) == 2
    assert len({record.subject for record in of(records, Kind.ACQUIRE)}) == 2, "the other program's first lock is not this one's"


@each_python
def test_texts_are_remembered_up_to_a_limit_and_then_defined_anew(python: str, tmp_path: Path) -> None:
    source = "import queue\nitems = queue.Queue()\nfor number in range(70000):\n    items.put(number)\nitems.put(3)\n"
    records = run_both(source, tmp_path, python=python)
    puts = of(records, Kind.PUT)
    assert [record.text for record in puts] == [str(number) for number in range(70000)] + ["3"]
