"""A wait that a signal handler's exception interrupts: the same traceback as ever, and the wait is over."""

from pathlib import Path

import pytest

from engine.probe.kinds import Kind
from tests.engine.probe.bell import BELL
from tests.engine.probe.family import tell
from tests.engine.probe.helpers import each_python

WAITS = {
    "semaphore": "ctx.Semaphore(0).acquire(timeout=60)",
    "condition": "condition.wait(60)",
    "wait_for": "condition.wait_for(lambda: False)",
    "event": "ctx.Event().wait()",
    "barrier": "ctx.Barrier(2).wait()",
    "get": "ctx.Queue().get()",
    "get in time": "ctx.Queue().get(timeout=60)",
    "simple get": "ctx.SimpleQueue().get()",
    "put": "full.put(2)",
    "tasks": "tasks.join()",
    "recv": "near.recv()",
    "poll": "near.poll(60)",
    "join": "child.join()",
    "join in time": "child.join(60)",
    "waitpid": "os.waitpid(child.pid, 0)",
    "subprocess": "sleeper.wait()",
    "communicate": "sleeper.communicate(timeout=60)",
}

PROGRAM = (
    BELL
    + """import multiprocessing.connection
import warnings; warnings.simplefilter("ignore")  # of forking with threads: it names the pid
ctx = mp.get_context("fork")
near, far = ctx.Pipe()
lock = ctx.Lock(); lock.acquire()
condition = ctx.Condition(); condition.acquire()
full = ctx.Queue(1); full.put(1); full.cancel_join_thread()
tasks = ctx.JoinableQueue(); tasks.put(1); tasks.cancel_join_thread()
child = ctx.Process(target=time.sleep, args=(60,), daemon=True); child.start()
sleeper = subprocess.Popen(["sleep", "60"])
class Bell(Exception): pass
def ring(*_):
    if waits:
        ignore_bell()
        raise Bell("the bell")
waits = False
signal.signal(signal.SIGALRM, ring)
ring_when_asleep()
try:
    waits = True
    EXPRESSION
finally:
    child.kill(); sleeper.kill(); sleeper.wait()
"""
)


@pytest.mark.parametrize("name", list(WAITS))
def test_an_interrupted_wait_shows_the_same_traceback(name: str, tmp_path: Path) -> None:
    told = tell(PROGRAM.replace("EXPRESSION", WAITS[name]), tmp_path, code=1)
    waits = told.some(Kind.WAIT, pid=told.program)
    assert waits
    assert told.some(Kind.WAIT_END, pid=told.program)


@each_python
def test_an_interrupted_with_statement_shows_the_same_traceback(python: str, tmp_path: Path) -> None:
    told = tell(PROGRAM.replace("EXPRESSION", "with lock: pass"), tmp_path, code=1, python=python)
    assert told.some(Kind.WAIT_END, pid=told.program)
