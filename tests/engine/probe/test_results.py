"""What `multiprocessing.Pool` gives for a call, under the probe."""

from pathlib import Path

from engine.probe.kinds import Kind, Outcome, Reason
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.pool_records import definitions, labels, story, told

PROGRAM = """
import threading, traceback
from multiprocessing.pool import ThreadPool
gate = threading.Event()
def hold(number):
    gate.wait()
    return number
def fail(number):
    raise ValueError(number)
def open_when(waits):
    while not waits():
        pass
    gate.set()
with ThreadPool(2) as pool:
"""


@each_python
def test_a_call_s_result_comes_after_its_callback(python: str, tmp_path: Path) -> None:
    source = (
        PROGRAM
        + """
    result = pool.apply_async(hold, (3,), callback=lambda value: print("callback", value))
    threading.Thread(target=open_when, args=(lambda: result._event._cond._waiters,)).start()
    print(result.get(), result.successful(), result.ready())
"""
    )
    records = run_both(source, tmp_path, python=python)
    assert story(records, "hold(3)") == [Kind.SUBMIT, Kind.JOB_BEGIN, Kind.JOB_END, Kind.CALLBACK, Kind.RESULT]
    ends = [r for r in of(records, Kind.WAIT, Kind.WAIT_END) if r.reason == Reason.FUTURE]
    assert [(r.kind, labels(records)[r.subject], r.flags) for r in ends] == [
        (Kind.WAIT, "hold(3)", 0),
        (Kind.WAIT_END, "hold(3)", Outcome.DONE),
    ]


@each_python
def test_an_exception_goes_to_the_error_callback_and_shows_no_frame_of_ours(python: str, tmp_path: Path) -> None:
    source = (
        PROGRAM
        + """
    result = pool.apply_async(fail, (3,), error_callback=lambda error: print("callback", repr(error)))
    try:
        result.get()
    except ValueError as error:
        print([frame.name for frame in traceback.extract_tb(error.__traceback__)])
"""
    )
    records = run_both(source, tmp_path, python=python)
    (result,) = told(records, Kind.RESULT)
    assert (result.text, result.flags) == ("ValueError", Outcome.RAISED)
    assert [one.text for one in told(records, Kind.CALLBACK)] == ["<lambda>"]


@each_python
def test_a_map_is_one_job_with_its_chunks_as_parts(python: str, tmp_path: Path) -> None:
    source = (
        PROGRAM
        + """
    gate.set()
    print(pool.map(hold, range(5), chunksize=2), pool.map(hold, []))
    print(pool.starmap(pow, [(2, 3)]))
"""
    )
    records = run_both(source, tmp_path, python=python)
    jobs = {fields[1]: (number, fields[2], int(fields[4])) for number, fields in definitions(records).items() if fields[1]}
    whole = jobs["map(hold)"][0]
    assert jobs["map(hold)"][1:] == ("5", 0)
    assert [jobs[name][1:] for name in ("hold[0:2]", "hold[2:4]", "hold[4]")] == [("2", whole), ("2", whole), ("1", whole)]
    assert story(records, "hold[2:4]") == [Kind.SUBMIT, Kind.JOB_BEGIN, Kind.JOB_END]
    assert story(records, "map(hold)") == [Kind.RESULT]
    assert [one.text for one in told(records, Kind.RESULT) if one.label == "map(hold)"] == ["[0, 1, 2, 3, 4]"]


@each_python
def test_an_imap_s_jobs_are_handed_in_one_by_one_on_the_line_that_asked(python: str, tmp_path: Path) -> None:
    source = (
        PROGRAM
        + """
    gate.set()
    print(list(pool.imap(hold, iter([7, 8]))), sorted(pool.imap_unordered(hold, range(4), chunksize=2)))
    results = pool.imap(fail, [1])
    try:
        next(results)
    except ValueError as error:
        print([frame.name for frame in traceback.extract_tb(error.__traceback__)])
    try:
        results.next(timeout=1)
    except StopIteration as error:
        print("stop", [frame.name for frame in traceback.extract_tb(error.__traceback__)])
"""
    )
    records = run_both(source, tmp_path, python=python)
    assert story(records, "hold(7)") == [Kind.SUBMIT, Kind.JOB_BEGIN, Kind.JOB_END]
    (submit,) = [one for one in told(records, Kind.SUBMIT) if one.label == "hold(7)"]
    assert submit.tid != submit.pid  # by the pool's own thread
    assert submit.line == 17
    results = [one.text for one in told(records, Kind.RESULT) if one.label == "imap(hold)"]
    assert results in (["7", "8"], ["7"])  # 8 may be there before 7, and then comes with it
    assert [fields[2] for fields in definitions(records).values() if fields[1] == "hold[2]"] == ["2", "2"]
