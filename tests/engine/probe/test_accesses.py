"""What was noted becomes records before anything else is recorded, whichever thread records."""

from pathlib import Path

from engine.probe import recorder
from engine.probe.kinds import Definition, Kind
from engine.probe.writer import Ring
from tests.engine.probe.helpers import of
from tests.engine.probe.watching import accesses, watch

TWO = """
import os, threading
x = 0
second = threading.Event()
def one():
    global x
    x = 1
    second.set()
def two():
    global x
    second.wait()
    x = 2
    END
threads = [threading.Thread(target=one), threading.Thread(target=two)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_accesses_stand_in_the_order_in_which_they_happened(tmp_path: Path) -> None:
    assert accesses(watch(TWO.replace("END", ""), tmp_path), "x") == ["write 0", "write 1", "write 2"]


def test_what_was_noted_survives_an_abrupt_end(tmp_path: Path) -> None:
    assert accesses(watch(TWO.replace("END", "os._exit(3 if x == 2 else 1)"), tmp_path, code=3), "x")[-1] == "read 2"


def test_each_thread_is_known_by_a_number(tmp_path: Path) -> None:
    records = of(watch(TWO.replace("END", ""), tmp_path), Kind.DEFINE)
    assert len({record.subject for record in records if record.flags == Definition.ACCESSOR}) == 3


def test_a_lock_is_taken_before_what_it_guards_and_given_back_after_it(tmp_path: Path) -> None:
    source = "import threading\nlock = threading.Lock()\nx = 0\ndef f():\n    global x\n    with lock:\n        x += 1\nf()\n"
    kinds = [record.kind.name for record in of(watch(source, tmp_path), Kind.ACQUIRE, Kind.READ, Kind.WRITE, Kind.RELEASE)]
    assert kinds == ["WRITE", "ACQUIRE", "READ", "WRITE", "RELEASE"]


IN_HAND = """
import sys, threading
x, lock = 0, threading.Lock()
def act():
    with lock: pass
def set(module):
    global x
    x = 1
HOLD = '''
def hold(entry):
    if entry[0].name == "x" and entry[1] == 1:  # this thread has it in its hands: meanwhile another one goes on
        thread = threading.Thread(target=act)
        thread.start()
        thread.join()
    tell(entry)
'''
module = next((module for name, module in sys.modules.items() if name.endswith("probe.accesses")), None)
if module:
    names = {"threading": threading, "act": act, "tell": module._State.tell}
    exec(HOLD, names)  # code that is not watched itself
    module._State.tell = names["hold"]
set(module)
if not module: act()
"""


def test_who_goes_on_while_another_has_an_access_in_its_hands_says_from_when_on_the_order_is_not_known(tmp_path: Path) -> None:
    records = watch(IN_HAND, tmp_path)
    holds = [r for r in records if r.kind == Kind.DEFINE and r.flags == Definition.HOLD]
    (written,) = [r for r in records if r.kind == Kind.WRITE and r.text == "1"]
    (acquired,) = of(records, Kind.ACQUIRE)
    assert [hold.subject for hold in holds] == [written.time, 0]
    assert written.time < holds[0].time < acquired.time < holds[1].time


def test_a_program_that_is_not_watched_has_plain_rings() -> None:
    assert recorder.state.make_ring is Ring
