"""`_thread.start_new_thread` under the probe."""

from pathlib import Path

from engine.probe.kinds import Definition, Flag, Kind, Start
from tests.engine.probe.helpers import each_python, of, run_both

PROGRAM = """
import _thread, threading
done = threading.Semaphore(0)
def cook(dish, *, salt=0):
    print(threading.current_thread().daemon, dish, salt)
    done.release()
def burn():
    done.release()
    raise SystemExit
for function, *more in ((cook, ("soup",)), (cook, ("rice",), {"salt": 2}), (burn, ())):
    _thread.start_new_thread(function, *more)
    done.acquire()
for wrong in ((1, ()), (cook, []), (cook,)):
    try:
        _thread.start_new_thread(*wrong)
    except TypeError as error:
        print(error)
print(_thread.start_new_thread, _thread.start_new)
"""


@each_python
def test_each_has_the_name_of_its_function_and_a_number(python: str, tmp_path: Path) -> None:
    records = run_both(PROGRAM, tmp_path, python=python)
    names = [r.text.split("\x1f")[0] for r in records if r.kind is Kind.DEFINE and r.flags == Definition.THREAD]
    assert names == ["cook-1", "cook-2", "burn-1"]
    starts = of(records, Kind.START)
    assert [(record.line, record.flags, record.value) for record in starts] == [(11, Flag.DAEMON, Start.BARE)] * 3


@each_python
def test_what_it_raises_is_printed_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import _thread, sys
done = _thread.allocate_lock()
done.acquire()
class Cook:
    def __repr__(self): return "the cook"
    def __call__(self): raise ValueError("burnt")
def say(unraisable):
    print(unraisable.err_msg, unraisable.object is cook, unraisable.exc_value, repr(unraisable.object), unraisable.exc_traceback.tb_lineno)
    done.release()
sys.unraisablehook = say
cook = Cook()
_thread.start_new_thread(cook, ())
done.acquire()
"""
    assert len(of(run_both(source, tmp_path, python=python), Kind.START)) == 1
