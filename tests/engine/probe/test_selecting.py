"""select, poll, epoll and selectors."""

from pathlib import Path

import pytest

from engine.probe.kinds import Call, Flag, Kind, Outcome, ResourceKind
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.test_sockets import defined

PAIR = "import select, selectors, socket\na, b = socket.socketpair()\n"
WAYS = {
    "select": "found = select.select([b], [], [], 5)[0]",
    "poll": "p = select.poll(); p.register(b, select.POLLIN); found = p.poll(5000)",
    "epoll": "p = select.epoll(); p.register(b, select.EPOLLIN); found = p.poll(5); p.close()",
    "selectors": "p = selectors.DefaultSelector(); p.register(b, selectors.EVENT_READ); found = p.select(5); p.close()",
    "select selector": "p = selectors.SelectSelector(); p.register(b, selectors.EVENT_READ); found = p.select(5); p.close()",
    "poll selector": "p = selectors.PollSelector(); p.register(b, selectors.EVENT_READ); found = p.select(5); p.close()",
}


@each_python
@pytest.mark.parametrize("way", WAYS)
def test_what_is_ready_is_told_before_the_call_ends(way: str, python: str, tmp_path: Path) -> None:
    records = run_both(PAIR + f"a.send(b'x')\n{WAYS[way]}\nprint(len(found))\n", tmp_path, python=python)
    told = [record for record in of(records, Kind.CALL, Kind.READY, Kind.WAIT_END) if record.line == 4]
    assert [record.kind for record in told] == [Kind.CALL, Kind.READY, Kind.WAIT_END]
    (selector,) = defined(records, ResourceKind.SELECTOR)
    assert {record.subject for record in told} == {selector}
    call, ready, end = told
    assert (call.flags, ready.value, ready.flags) == (Call.SELECT, defined(records, ResourceKind.SOCKET)[1], 1)
    assert (end.flags, end.value) == (Outcome.DONE, 1)


@each_python
@pytest.mark.parametrize("way", WAYS)
def test_nothing_ready_in_time_is_a_timeout(way: str, python: str, tmp_path: Path) -> None:
    short = (
        WAYS[way].replace("5000", "5").replace("[], 5)", "[], 0.005)").replace("poll(5)", "poll(0.005)" if way == "epoll" else "poll(5)")
    )
    records = run_both(PAIR + short.replace("select(5)", "select(0.005)") + "\nprint(len(found))\n", tmp_path, python=python)
    call, end = of(records, Kind.CALL, Kind.WAIT_END)
    assert call.value == 5_000_000
    assert end.flags == Outcome.TIMEOUT


def test_only_looking_is_a_try(tmp_path: Path) -> None:
    (end,) = of(run_both(PAIR + "print(select.select([b], [], [], 0))\n", tmp_path), Kind.WAIT_END)
    assert end.flags == Outcome.REFUSED | Flag.NONBLOCKING


@each_python
def test_selectors_stay_what_they_are(python: str, tmp_path: Path) -> None:
    source = (
        PAIR
        + """
e = select.epoll()
print(type(e), isinstance(e, select.epoll), e.closed, e.fileno() > 2, repr(e)[:14], select.epoll.__name__)
with e:
    pass
print(e.closed)
for call in (lambda: e.poll(), lambda: select.epoll(-2), lambda: select.select(1), lambda: select.poll().poll("x")):
    try:
        call()
    except (TypeError, ValueError) as error:
        print(type(error), error)
try:
    class Mine(select.epoll):
        pass
except TypeError as error:
    print(error)
p = select.poll()
print(isinstance(p, type(select.poll())), select.select.__name__, select.select)
"""
    )
    run_both(source, tmp_path, python=python)


def test_the_library_s_own_selectors_are_not_seen(tmp_path: Path) -> None:
    source = """
import subprocess, sys
print(subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True).stdout)
"""
    assert defined(run_both(source, tmp_path), ResourceKind.SELECTOR) == []
