"""fcntl: locks on files, and signals for descriptors."""

from pathlib import Path

import pytest

from engine.probe.kinds import Flag, Kind, Outcome, ResourceKind
from tests.engine.probe.helpers import of, run_both
from tests.engine.probe.test_sockets import defined

HEAD = "import fcntl, os, signal, socket, sys\npath = os.path.join(os.path.dirname(__file__), 'lock')\n"


@pytest.mark.parametrize("name", ["flock", "lockf"])
def test_a_lock_on_a_file_has_an_owner(name: str, tmp_path: Path) -> None:
    source = HEAD + f"file = open(path, 'w')\nfcntl.{name}(file, fcntl.LOCK_EX)\nfcntl.{name}(file, fcntl.LOCK_UN)\n"
    records = run_both(source, tmp_path)
    (lock,) = defined(records, ResourceKind.LOCK)
    assert [(record.kind, record.subject) for record in of(records, Kind.ACQUIRE, Kind.RELEASE)] == [
        (Kind.ACQUIRE, lock),
        (Kind.RELEASE, lock),
    ]


def test_who_finds_it_taken_waits(tmp_path: Path) -> None:
    source = (
        HEAD
        + """
import threading
first, second = open(path, "w"), open(path, "w")
fcntl.flock(first, fcntl.LOCK_EX)
try:
    fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError as error:
    print(error)
thread = threading.Thread(target=fcntl.flock, args=(second, fcntl.LOCK_EX))
thread.start()
while open(f"/proc/self/task/{thread.native_id}/stat").read().split()[2] != "S":
    pass
fcntl.flock(first, fcntl.LOCK_UN)
thread.join()
"""
    )
    records = run_both(source, tmp_path)
    (refused,) = [record for record in of(records, Kind.WAIT_END) if record.flags & 3 == Outcome.REFUSED]
    (lock,) = defined(records, ResourceKind.LOCK)
    assert refused.subject == lock
    taken = [record for record in of(records, Kind.ACQUIRE) if record.subject == lock]
    assert taken[-1].flags in (0, Flag.WAITED)
    assert len(taken) == 2


def test_a_descriptor_that_is_to_send_a_signal_is_told_and_so_is_its_handler(tmp_path: Path) -> None:
    source = (
        HEAD
        + """
a, b = socket.socketpair()
took = []
def take(signum, frame):
    took.append(a.recv(10))
print(signal.signal(signal.SIGIO, take), signal.getsignal(signal.SIGIO) is take)
fcntl.fcntl(a, fcntl.F_SETOWN, os.getpid())
fcntl.fcntl(a, fcntl.F_SETFL, fcntl.fcntl(a, fcntl.F_GETFL) | os.O_ASYNC)
b.send(b"x")
while not took:
    pass
print(took, signal.signal(signal.SIGIO, signal.SIG_DFL) is take)
"""
    )
    records = run_both(source, tmp_path)
    (armed,) = of(records, Kind.ARM)
    begins, ends = of(records, Kind.HANDLER)
    assert (armed.flags, armed.subject) == (1, defined(records, ResourceKind.SOCKET)[0])
    assert (begins.value, begins.flags, ends.flags) == (29, 0, 1)
    (received,) = of(records, Kind.RECV)
    assert begins.time < received.time < ends.time
