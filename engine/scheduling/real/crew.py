"""The jobs' processes, each behind a gate of two pipes.

Nobody of them outlives the dispatcher: the kernel kills them when it dies, and the end of their pipe ends them anyway. None is ever
stopped by a signal, so none can be left behind stopped.
"""

import multiprocessing
import os
import select
import signal
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from engine.errors import ScheduleError
from engine.scheduling.real.labour import ORDER, Order, stand_at_gate, unseen
from engine.supervisor.prctl import die_with_parent

Labour = Callable[[int, int, int], None]


class JobLostError(ScheduleError):
    """A job's process ended before its work was done."""

    def __init__(self, name: str, code: int | None) -> None:
        how = f"was killed by {signal.Signals(-code).name}" if code is not None and code < 0 else f"ended with code {code}"
        super().__init__("real", f"the process of {name} {how}; the schedule ends here.")


@dataclass(slots=True)
class Member:
    """One job's process and our ends of its pipes."""

    name: str
    process: BaseProcess
    orders: int
    answers: int
    is_busy: bool = True  # it has an order, or is about to say that it is there
    has_left: bool = False


class Crew:
    """All processes of a schedule, by the jobs' index. Leaving its `with` block ends them."""

    def __init__(self, names: Sequence[str], cpus: Sequence[int], rounds: int, *, labour: Labour = stand_at_gate) -> None:
        self._cpus = cpus
        self._members: list[Member] = []
        self._leaving: list[BaseProcess] = []
        context = multiprocessing.get_context("fork")
        for name in names:
            theirs, orders = os.pipe()
            answers, their_answers = os.pipe()
            ours = [member.orders for member in self._members] + [member.answers for member in self._members] + [orders, answers]
            target = (labour, theirs, their_answers, rounds, ours, os.getpid())
            process = context.Process(target=_become, args=target, name=name, daemon=True)
            process.start()
            os.close(theirs)
            os.close(their_answers)
            self._members.append(Member(name, process, orders, answers))

    def arrive(self, index: int) -> None:
        """Tell a job that it has arrived."""
        self._order(index, Order.ARRIVE, 0, 0)

    def leave(self, index: int) -> None:
        """Let a job that has done everything end."""
        self._order(index, Order.LEAVE, 0, 0)
        member = self._members[index]
        member.has_left, member.is_busy = True, False
        self._leaving.append(member.process)

    def work(self, index: int, ns: int, cpu: int) -> None:
        """Let a job work on one of the CPUs."""
        self._order(index, Order.WORK, ns, self._cpus[cpu])

    def sleep(self, index: int, ns: int) -> None:
        """Let a job do its I/O."""
        self._order(index, Order.SLEEP, ns, 0)

    def _order(self, index: int, what: Order, ns: int, cpu: int) -> None:
        member = self._members[index]
        member.is_busy = True
        try:
            with unseen():
                os.write(member.orders, ORDER.pack(what, ns, cpu))
        except BrokenPipeError:
            self._lose(member)

    def wait_for(self, indices: Collection[int]) -> None:
        """Wait until these jobs have carried out their orders. Raises JobLostError if any job of the crew dies meanwhile."""
        self._leaving = [process for process in self._leaving if process.is_alive()]  # asking takes a dead one off the system's table
        while any(self._members[index].is_busy for index in indices):
            self._look(None)

    def idle(self, ns: int) -> None:
        """Let time pass."""
        until = time.monotonic_ns() + ns
        while (left := until - time.monotonic_ns()) > 0:
            self._look(left / 1e9)

    def _look(self, seconds: float | None) -> None:
        ready, _, _ = select.select([member.answers for member in self._members if not member.has_left], [], [], seconds)
        for member in self._members:
            if member.answers in ready:
                with unseen():
                    words = os.read(member.answers, 1)
                if not words:
                    self._lose(member)
                member.is_busy = False

    def _lose(self, member: Member) -> None:
        member.process.join()
        raise JobLostError(member.name, member.process.exitcode)

    def pids(self) -> list[int]:
        """List the processes, in the jobs' order."""
        return [member.process.pid or 0 for member in self._members]

    def end(self) -> None:
        """Open the gates for good: who stands at one goes home, who is still at work is killed."""
        for member in self._members:
            os.close(member.orders)
            os.close(member.answers)
            if member.is_busy:
                member.process.kill()
        for member in self._members:
            member.process.join()

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def _become(labour: Labour, orders: int, answers: int, rounds: int, foreign: list[int], dispatcher: int) -> None:
    """In the child: let go of what is the dispatcher's, and stand at the gate."""
    die_with_parent(signal.SIGKILL)
    for descriptor in foreign:
        os.close(descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the dispatcher, which ends us
    if os.getppid() == dispatcher:
        labour(orders, answers, rounds)


def choose_cpus(count: int) -> list[int]:
    """Choose CPUs of the machine for the jobs: the last ones, as what else runs often has the first."""
    return sorted(os.sched_getaffinity(0))[-count:]
