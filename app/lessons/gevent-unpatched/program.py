"""Three greenlets that call `time.sleep`, which knows nothing of greenlets: it makes the whole thread sleep, with all that is in it."""

import sys

try:
    import gevent
except ImportError:
    sys.exit("gevent cannot be shown here: the package gevent is not installed (pip install gevent)")

import time


def fetch(name):
    print(f"{name} asks")
    time.sleep(0.2)  # compare with gevent.sleep(0.2)
    print(f"{name} has its answer")


began = time.monotonic()
gevent.joinall([gevent.spawn(fetch, name) for name in ("one", "two", "three")])
print(f"three waits of 0.2 s took {time.monotonic() - began:.1f} s")
