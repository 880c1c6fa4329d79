"""gevent's subprocess under the probe: who is started, and waits of the greenlet for it."""

from pathlib import Path

from engine.probe.kinds import Birth, Call, Definition, Flag, Kind, Outcome, Reason, ResourceKind
from tests.engine.probe.greens import with_gevent
from tests.engine.probe.helpers import of, run_both


@with_gevent
def test_a_greenlet_starts_a_program_talks_to_it_and_waits_for_its_end(python: str, tmp_path: Path) -> None:
    source = """
import gevent, sys
from gevent import subprocess
def talk():
    child = subprocess.Popen([sys.executable, "-c", "print(input())"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    print(child.communicate(b"hello"), child.wait())
gevent.spawn(talk).join()
try:
    subprocess.Popen(["/is/not/there"])
except OSError as error:
    print(error)
with subprocess.Popen(["sleep", "60"]) as child:
    try:
        child.wait(0.01)
    except subprocess.TimeoutExpired as error:
        print("late")
    child.kill()
    print(child.wait())
"""
    records = run_both(source, tmp_path, python=python)
    talker, sleeper = [record.subject for record in of(records, Kind.START) if record.flags & Flag.PROCESS]
    assert [record.pid for record in of(records, Kind.PROCESS_BEGIN) if record.flags == Birth.SUBPROCESS] == [talker]
    named = [
        record.text.split("\x1f")[:3]
        for record in of(records, Kind.DEFINE)
        if record.flags == Definition.PROCESS and record.subject == sleeper
    ]
    assert named == [["sleep", "0", "subprocess"]]
    waits = [record for record in of(records, Kind.WAIT) if record.flags & Flag.PROCESS and record.pid != talker]
    assert all(record.flags & Flag.STRAND for record in waits)
    starts = [record.line for record in waits if record.reason == Reason.UNKNOWN]
    ends = [(record.subject, record.line) for record in waits if record.reason == Reason.PROCESS]
    assert starts == [5, 9, 12]
    assert ends == [(talker, 6), (sleeper, 14), (sleeper, 18)]
    outcomes = [record.flags & 3 for record in of(records, Kind.WAIT_END) if record.subject == sleeper]
    assert [outcome & 1 for outcome in outcomes] == [Outcome.TIMEOUT, Outcome.DONE]
    reaped = {record.subject: record.value for record in of(records, Kind.REAP)}  # the one that could not run its program, too
    assert (reaped[talker], reaped[sleeper], len(reaped)) == (0, -9, 3)


@with_gevent
def test_what_a_program_says_comes_through_its_pipe(python: str, tmp_path: Path) -> None:
    records = run_both("from gevent import subprocess\nprint(subprocess.check_output(['echo', 'hi']))\n", tmp_path, python=python)
    pipes = {
        record.subject: record.text.split("\x1f")[1]
        for record in of(records, Kind.DEFINE)
        if record.flags == Definition.RESOURCE and record.text.startswith(f"{int(ResourceKind.PIPE)}\x1f")
    }
    assert list(pipes.values()) == ["echo.stdout"]
    assert {record.subject for record in of(records, Kind.RECV)} == set(pipes)
    assert {record.flags & ~Flag.STRAND for record in of(records, Kind.CALL)} <= {Call.RECV}
