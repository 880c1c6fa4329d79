"""Items whose repr raises, blocks, recurses or is huge."""
import queue
import threading

lock = threading.Lock()


class Raises:
    def __repr__(self):
        raise RuntimeError("no repr")


class Blocks:
    def __repr__(self):
        with lock:
            return "never"


class Recurses:
    def __repr__(self):
        return repr(self)


q = queue.Queue()
loop = []
loop.append(loop)
with lock:
    for item in (Raises(), Blocks(), Recurses(), loop, "x" * 10_000_000, list(range(1_000_000)), b"\xff", "\ud800", None):
        q.put(item)
print(q.qsize())
