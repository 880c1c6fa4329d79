"""The same three greenlets, and `time.sleep` has been patched: it makes its own greenlet wait, and the hub lets the others run."""

import sys

try:
    import gevent
    from gevent import monkey

    monkey.patch_all()
except ImportError:
    sys.exit("gevent cannot be shown here: the package gevent is not installed (pip install gevent)")

import time


def fetch(name):
    print(f"{name} asks")
    time.sleep(0.2)  # gevent's own sleep by now
    print(f"{name} has its answer")


began = time.monotonic()
gevent.joinall([gevent.spawn(fetch, name) for name in ("one", "two", "three")])
print(f"three waits of 0.2 s took {time.monotonic() - began:.1f} s")
