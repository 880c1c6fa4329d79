"""The two queues of a `ThreadPool`, whose workers are threads: one that tells which job is taken, one that tells what it ended with.

They stand for `queue.SimpleQueue`, written in C, and look like it; everything but a worker's own get and put goes straight to it.
"""

from __future__ import annotations

import sys

from .hooking import unseen
from .jobs import FOR_JOB, WAIT, WAIT_END, begin, finish, job_key, job_of
from .recorder import emit, here

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_types: list[tuple[type, type]] = []  # made when first needed, for `queue` is then there


def give_queues(pool: Any, number: int) -> None:
    """Put traced queues in the place of a pool's, before anybody has them."""
    if not _types:
        _types.append(_make_types(type(pool._inqueue).__mro__[-2], sys.modules["queue"].Empty))
    tasks, results = _types[0]
    pool._inqueue, pool._outqueue = tasks(), results()
    pool._inqueue._subject = number
    pool._quick_put, pool._quick_get = pool._inqueue.put, pool._outqueue.get


def _make_types(raw: Any, empty: type[BaseException]) -> tuple[type, type]:
    raw_get, raw_put = raw.get, raw.put

    class Tasks(raw):  # type: ignore[misc]
        __slots__ = ("_subject",)
        __doc__ = raw.__doc__

        def get(self, block: Any = True, timeout: Any = None) -> Any:
            try:
                if not block or timeout is not None:
                    return raw_get(self, block, timeout)
                try:
                    task = raw_get(self, False)
                except empty:
                    task = _wait(self, raw_get)
                if task is not None:
                    begin(job_of(self._subject, job_key(self._subject, task[0], task[1])))
                return task
            except BaseException as error:
                unseen(error)
                raise

    class Results(raw):  # type: ignore[misc]
        __slots__ = ()
        __doc__ = raw.__doc__

        def put(self, item: Any, block: Any = True, timeout: Any = None) -> None:
            if here.job and type(item) is tuple and len(item) == 3:
                succeeded, result = item[2]
                finish(result, raised=not succeeded)
            raw_put(self, item, block, timeout)

    for made in (Tasks, Results):
        made.__module__, made.__name__, made.__qualname__ = "_queue", "SimpleQueue", "SimpleQueue"
    return Tasks, Results


def _wait(queue: Any, get: Any) -> Any:
    emit(WAIT, queue._subject, -1, FOR_JOB, 0)
    try:
        return get(queue, True)
    finally:
        emit(WAIT_END, queue._subject, 0, FOR_JOB, 0)
