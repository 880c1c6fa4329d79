"""io_uring, through the package `liburing`."""

import ctypes
import importlib.util
import os
import platform
from pathlib import Path

import pytest

from engine.probe.kinds import Call, Kind, ResourceKind
from tests.engine.probe.helpers import of, run_both
from tests.engine.probe.test_sockets import defined


def _is_allowed() -> bool:
    """Ask the kernel for a ring (io_uring_setup)."""
    ring = ctypes.CDLL(None, use_errno=True).syscall(425, 1, ctypes.create_string_buffer(120))
    if ring >= 0:
        os.close(ring)
    return bool(ring >= 0)


pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("liburing") is None, reason="the package liburing is not installed: pip install liburing"),
    pytest.mark.skipif(platform.system() != "Linux" or not _is_allowed(), reason="the kernel does not allow io_uring"),
]

SOURCE = """
import liburing as uring, socket
a, b = socket.socketpair()
ring, done, buffer = uring.Ring(), uring.Cqe(), bytearray(10)
uring.io_uring_queue_init(2, ring)
entry = uring.io_uring_get_sqe(ring)
uring.io_uring_prep_recv(entry, a.fileno(), buffer)
uring.io_uring_submit(ring)
try:
    uring.io_uring_peek_cqe(ring, done)
except BlockingIOError:
    print("not yet")
b.send(b"hello")
uring.io_uring_wait_cqe(ring, done)
print(done[0].res, buffer)
uring.io_uring_cq_advance(ring, 1)
uring.io_uring_queue_exit(ring)
"""


def test_a_request_is_told_when_it_is_submitted_and_its_bytes_when_they_are_taken(tmp_path: Path) -> None:
    records = run_both(SOURCE, tmp_path)
    socket = defined(records, ResourceKind.SOCKET)[0]
    submitted = [record for record in of(records, Kind.CALL) if record.flags == Call.SUBMITTED]
    assert [record.subject for record in submitted] == [socket]
    (received,) = of(records, Kind.RECV)
    assert (received.subject, received.value, received.text) == (socket, 5, "b'hello'")
