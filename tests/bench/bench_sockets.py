"""Measure what the probe costs sockets, selectors, pipes and files, side by side: `python tests/bench/bench_sockets.py [PYTHON ...]`.

See bench_probe.py for how a ratio is made.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.bench_probe import ratio

PAIR = """
import os, select, selectors, socket, tempfile
a, b = socket.socketpair()
"""
TCP = """
import socket
server = socket.create_server(("127.0.0.1", 0))
a = socket.create_connection(server.getsockname())
b, _ = server.accept()
"""
EXCHANGE = """
def work():
    for _ in range(5000):
        a.send(b"x" * 100); b.recv(4096)
"""
LARGE = """
data = b"x" * 65536
def work():
    for _ in range(2000):
        a.sendall(data)
        left = 65536
        while left:
            left -= len(b.recv(65536))
"""
IN_VAIN = """
b.setblocking(False)
def work():
    for _ in range(20000):
        try:
            b.recv(1)
        except BlockingIOError:
            pass
"""
SELECT = """
def work():
    for _ in range(4000):
        a.send(b"x"); select.select([b], [], []); b.recv(1)
"""
SELECTORS = """
selector = selectors.DefaultSelector()
selector.register(b, selectors.EVENT_READ)
def work():
    for _ in range(4000):
        a.send(b"x"); selector.select(); b.recv(1)
"""
PIPE = """
r, w = os.pipe()
def work():
    for _ in range(10000):
        os.write(w, b"x"); os.read(r, 1)
"""
OPEN = """
path = os.path.join(tempfile.gettempdir(), "lockstep-bench")
open(path, "w").close()
def work():
    for _ in range(2000):
        with open(path) as file:
            file.read()
"""
SMALL_WRITES = """
path = os.path.join(tempfile.gettempdir(), "lockstep-bench")
def work():
    with open(path, "w") as file:
        for _ in range(100000):
            file.write("a small line\\n")
"""
LINES = (
    SMALL_WRITES.replace("def work", "def prepare")
    + """
prepare()
def work():
    with open(path) as file:
        for line in file:
            pass
"""
)
JSON = """
path = os.path.join(tempfile.gettempdir(), "lockstep-bench")
data = [{"name": str(number), "value": number} for number in range(5000)]
def work():
    with open(path, "w") as file:
        json.dump(data, file)
    with open(path) as file:
        json.load(file)
"""
CASES = {
    "socketpair send;recv of 100 bytes": PAIR + EXCHANGE,
    "TCP send;recv of 100 bytes": TCP + EXCHANGE,
    "TCP sendall;recv of 64 KiB": TCP + LARGE,
    "recv in vain (EAGAIN)": PAIR + IN_VAIN,
    "send;select;recv": PAIR + SELECT,
    "send;epoll by selectors;recv": PAIR + SELECTORS,
    "pipe os.write;os.read": PAIR + PIPE,
    "file open;read;close": PAIR + OPEN,
    "file 100,000 small writes": PAIR + SMALL_WRITES,
    "file line by line": PAIR + LINES,
    "json.dump;json.load through files": PAIR + JSON,
}


def main(pythons: list[str]) -> None:
    """Print the table for each interpreter."""
    for python in pythons or [sys.executable]:
        print(python)
        shared = "/dev/shm" if Path("/dev/shm").is_dir() else None
        with tempfile.TemporaryDirectory(dir=shared) as folder:
            for name, body in CASES.items():
                times, plain, traced = ratio(python, body, 3, Path(folder))
                print(f"  {name:42} {times:6.2f}x   {plain * 1000:8.2f} ms -> {traced * 1000:8.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
