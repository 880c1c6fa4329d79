"""What a job does: so much CPU time of real work, and really nothing for as long as its I/O takes.

A job stands at a gate: it reads an order from a pipe, carries it out, and answers. While it stands there it is held. To whoever watches it
says why: asleep until it arrives, then wanting nothing but a CPU, so that it is drawn as ready.
"""

import os
import struct
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from enum import IntEnum

ORDER = struct.Struct("<Bqi")  # what, for how many ns, on which of the machine's CPUs
DONE = b"."
PIECE_NS = 200_000  # of work, between two looks at the clock
FEWEST = 100  # rounds of a piece


class Order(IntEnum):
    """What a job is told at its gate."""

    ARRIVE = 1  # from now on it is ready
    WORK = 2
    SLEEP = 3
    LEAVE = 4


def spin(rounds: int) -> int:
    """Use the CPU."""
    value = 1
    for _ in range(rounds):
        value = value * 1103515245 + 12345 & 0x7FFFFFFF
    return value


def calibrate(*, clock: Callable[[], int] = time.thread_time_ns, spin: Callable[[int], int] = spin) -> int:
    """Find how many rounds make a piece of work: the best of several tries, so that a busy machine does not make the pieces small."""
    rounds = FEWEST
    while True:
        cost = min(_cost(rounds, clock, spin) for _ in range(5))
        if cost >= PIECE_NS // 2:
            return max(FEWEST, rounds * PIECE_NS // cost)
        rounds *= 2


def _cost(rounds: int, clock: Callable[[], int], spin: Callable[[int], int]) -> int:
    began = clock()
    spin(rounds)
    return max(1, clock() - began)


class Worker:
    """Carries out orders. What one of them took too long is taken off the next."""

    def __init__(self, rounds: int, *, clock: Callable[[], int] = time.thread_time_ns, spin: Callable[[int], int] = spin) -> None:
        self._rounds = rounds
        self._clock = clock
        self._spin = spin
        self._ahead = 0

    def work(self, ns: int) -> None:
        """Use the CPU for so long."""
        due = self._clock() + ns - self._ahead
        while (left := due - self._clock()) > 0:
            self._spin(self._rounds if left >= PIECE_NS else max(FEWEST, self._rounds * left // PIECE_NS))
        self._ahead = -left


def stand_at_gate(orders: int, answers: int, rounds: int) -> None:
    """Carry out orders until there is nobody who gives them."""
    worker = Worker(rounds)
    what: int = 0
    with suppress(BrokenPipeError):  # the dispatcher is gone
        answer(answers)
        while words := hold(orders, has_arrived=what != 0):
            what, ns, cpu = ORDER.unpack(words)
            match what:
                case Order.WORK:
                    with suppress(OSError):  # where a CPU was taken away from us meanwhile, another will do
                        os.sched_setaffinity(0, {cpu})
                    worker.work(ns)
                case Order.SLEEP:
                    time.sleep(ns / 1e9)
                case Order.LEAVE:
                    os._exit(0)  # at once: what Python does at its end would take time from the next job
            answer(answers)


def hold(orders: int, *, has_arrived: bool) -> bytes:
    """Wait for an order; the end of the pipe is the end of all orders."""
    probe = sys.modules.get("_lockstep_probe.recorder")
    if probe is None:
        return os.read(orders, ORDER.size)
    kinds = sys.modules["_lockstep_probe.kinds"]
    flags = int(kinds.Reason.CPU if has_arrived else kinds.Reason.SLEEP) << 8
    probe.emit(int(kinds.Kind.WAIT), 0, 0 if has_arrived else -1, flags, 0)  # a wait that is over at once: from then on it is ready
    try:
        with unseen():
            return os.read(orders, ORDER.size)
    finally:
        probe.emit(int(kinds.Kind.WAIT_END), 0, 0, flags, 0)


def unseen() -> AbstractContextManager[object]:
    """Keep the gates' pipes out of the run's events: they are our means, not what the jobs do."""
    probe = sys.modules.get("_lockstep_probe.recorder")
    hidden: AbstractContextManager[object] = nullcontext() if probe is None else probe.hidden()
    return hidden


def answer(answers: int) -> None:
    """Say that an order has been carried out."""
    with unseen():
        os.write(answers, DONE)
