"""Who is who: from the pids, tids and thread ids of the records to the run's small numbers for workers.

A thread is heard of up to three times: its starter says START (with the probe's id of the thread), the kernel says FORK (with its tid),
and it says THREAD_BEGIN itself (with both). A process likewise, by its pid. Whoever comes first makes the worker; the others find it.
Since a thread is started by the very thread that then makes it in the kernel, START and FORK are matched by the starter, without guessing.
"""

import re
from collections import deque
from typing import Final

from engine.events import Birth, WorkerKind
from engine.tables import Tables, WorkerFacts

FEEDER: Final = "QueueFeederThread"  # multiprocessing.Queue's own thread
# The standard library's other threads that run nothing of the user's: a pool's handlers, a process executor's manager, a manager's server.
HELPERS: Final = re.compile(r"/lib/python3\.\d+/(multiprocessing/(pool|managers)\.py|concurrent/futures/process\.py)$")
HELPING: Final = ("_handle", "run", "accepter", "handle_request")  # how the functions are called that they run
START_METHODS: Final = {Birth.FORK: "fork", Birth.SPAWN: "spawn", Birth.FORKSERVER: "forkserver", Birth.SUBPROCESS: "subprocess"}


class People:
    """The workers of a run by the numbers that records carry."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._by_tid: dict[int, int] = {}
        self._by_thread_id: dict[int, int] = {}
        self._by_pid: dict[int, int] = {}
        self._main: dict[int, int] = {}  # process worker -> worker of its main thread
        self._starting: dict[int, deque[int]] = {}  # starter's tid -> threads it is about to make
        self._bare: dict[int, deque[int]] = {}  # pid -> its threads that will not say who they are, in order
        self._gone: set[int] = set()  # pids that ended; if one is born again, it is another process
        self._gone_tids: set[int] = set()
        self._families: dict[int, str] = {}  # process worker -> the name that it and its forks are called after
        self._children: dict[str, int] = {}  # that name -> how many got theirs from it
        self._begun: set[int] = set()  # process workers that said so
        self._started: set[int] = set()  # process workers whose parent said so
        self._named: set[int] = set()  # process workers whose name the probe told

    def process(self, pid: int) -> int:
        """Give the worker of a process; make it, and its main thread, when it is new."""
        number = self._by_pid.get(pid)
        if number is None:
            facts = self._tables.add_worker(WorkerKind.PROCESS, f"process {pid}", pid=pid, tid=pid)
            number = self._by_pid[pid] = facts.id
            main = self._tables.add_worker(WorkerKind.THREAD, "MainThread", process=number, pid=pid, tid=pid)
            self._main[number] = self._by_tid[pid] = main.id
        return number

    def main_thread(self, pid: int) -> int:
        """Give the worker of a process' main thread."""
        return self._main[self.process(pid)]

    def thread(self, pid: int, tid: int) -> int:
        """Give the worker of a thread by its tid; make one when nobody told of it."""
        number = self._by_tid.get(tid)
        if number is not None and (self._tables.workers[number].pid == pid or not pid):
            return number
        if tid == pid or not pid:
            return self.main_thread(tid)
        bare = self._bare.get(pid)
        while bare:
            number = bare.popleft()
            if not self._tables.workers[number].tid:
                self._bind(number, tid)
                return number
        process = self.process(pid)
        facts = self._tables.add_worker(WorkerKind.THREAD, f"Thread-{tid}", process=process, pid=pid, tid=tid)
        self._by_tid[tid] = facts.id
        return facts.id

    def started_thread(self, pid: int, thread_id: int, *, starter_tid: int, is_bare: bool = False) -> int:
        """Give the worker of a thread that is about to be made; remember who makes it, and if the thread will not say who it is."""
        number = self._by_thread_id.get(thread_id)
        if number is None:
            facts = self._tables.add_worker(WorkerKind.THREAD, "Thread", process=self.process(pid), pid=pid)
            number = self._by_thread_id[thread_id] = facts.id
            self._starting.setdefault(starter_tid, deque(maxlen=64)).append(number)
            if is_bare:
                self._bare.setdefault(pid, deque(maxlen=64)).append(number)
        return number

    def joined_thread(self, thread_id: int) -> int:
        """Give the worker of a thread that somebody mentions by its id; 0 if nobody ever started it."""
        return self._by_thread_id.get(thread_id, 0)

    def forked(self, pid: int, tid: int, *, parent_tid: int) -> int:
        """Give the worker of a thread that the kernel made."""
        if tid == pid:
            self._bear_again(pid, {self._by_pid.get(pid, 0)})
            return self.main_thread(pid)
        if tid in self._gone_tids:
            self._gone_tids.discard(tid)
            self._by_tid.pop(tid, None)
        elif (known := self._by_tid.get(tid)) is not None:
            return known  # it spoke before a sample found it
        number = self._next_started(pid, parent_tid)
        if number:
            self._bind(number, tid)
        return number or self.thread(pid, tid)

    def _next_started(self, pid: int, parent_tid: int) -> int:
        """Give the thread that this parent is about to make; samples do not tell the parent, then the first of the process; 0 if none."""
        for starter, starting in self._starting.items():
            if parent_tid and starter != parent_tid:
                continue
            while starting:
                facts = self._tables.workers[starting[0]]
                if not parent_tid and facts.pid != pid:
                    break
                starting.popleft()
                if not facts.tid:
                    return facts.id
        return 0

    def begun_thread(self, pid: int, tid: int, thread_id: int) -> int:
        """Give the worker of a thread that says that it runs."""
        if not thread_id:
            return self.thread(pid, tid)
        number = self._by_thread_id.get(thread_id)
        if number is None:
            number = self._by_thread_id[thread_id] = self.thread(pid, tid)
        self._bind(number, tid)
        return number

    def describe_thread(self, number: int, name: str, *, is_daemon: bool, location: int) -> None:
        """Note what the probe told about a thread."""
        facts = self._tables.workers[number]
        facts.name, facts.daemon, facts.location = name or facts.name, is_daemon, location or facts.location
        facts.is_helper = name == FEEDER or self._is_helper(location)
        self._tables.changed_workers.add(number)

    def describe_process(self, pid: int, name: str, *, is_daemon: bool, start_method: str, parent_pid: int = 0) -> int:
        """Note what a parent's probe told about its child; a fork without a name is called after the first of its family."""
        self._bear_again(pid, self._started)
        number = self.process(pid)
        self._started.add(number)
        if parent_pid and not name and start_method == "fork":
            parent = self._facts(parent_pid)
            family = self._families.get(parent.id, parent.name)
            count = self._children[family] = self._children.get(family, 0) + 1
            name = f"{family}-{count}"
            self._families[number] = family
        facts = self._tables.workers[number]
        facts.name, facts.daemon = name or facts.name, is_daemon
        facts.start_method = start_method or facts.start_method
        if name:
            self._named.add(number)
        self._tables.changed_workers.add(number)
        return number

    def born(self, pid: int, birth: int, *, program: str = "") -> None:
        """Note what a process said of its own birth, and of the program that it runs."""
        self._bear_again(pid, self._begun)
        facts = self._facts(pid)
        self._begun.add(facts.id)
        facts.start_method = facts.start_method or START_METHODS.get(birth)  # type: ignore[call-overload] # any number may come
        facts.is_helper = birth == Birth.HELPER
        if facts.id not in self._named and (name := program_name(program)):
            facts.name = name
        self._tables.changed_workers.add(facts.id)

    def command(self, pid: int, tid: int, name: str) -> None:
        """Note the name that the kernel has for a process, good for want of a better one."""
        facts = self._facts(pid)
        if tid == pid and name and facts.id not in self._named:
            facts.name = name
            self._tables.changed_workers.add(facts.id)

    def rename(self, number: int, name: str) -> None:
        """Give a worker another name."""
        if number in self._tables.workers and name:
            self._tables.workers[number].name = name
            self._tables.changed_workers.add(number)

    def exited(self, pid: int, tid: int) -> None:
        """Note that the kernel let a thread go."""
        self._gone_tids.add(tid)
        if tid == pid:
            self._gone.add(pid)

    def _is_helper(self, location: int) -> bool:
        if not location:
            return False
        file, _, function = self._tables.locations[location - 1]
        return function.rpartition(".")[2].startswith(HELPING) and HELPERS.search(file) is not None

    def _bear_again(self, pid: int, before: set[int]) -> None:
        """Forget a process that ended if it is among `before`, those of whom what we hear now was heard already."""
        if pid in self._gone and self._by_pid.get(pid, 0) in before:
            self._gone.discard(pid)
            del self._by_pid[pid]

    def _facts(self, pid: int) -> WorkerFacts:
        return self._tables.workers[self.process(pid)]

    def _bind(self, number: int, tid: int) -> None:
        facts = self._tables.workers[number]
        if facts.tid != tid:
            facts.tid = tid
            self._tables.changed_workers.add(number)
        self._by_tid[tid] = number


def program_name(command: str) -> str:
    """Make a name of a Python's command line: the program's file, the module, or which of multiprocessing's helpers it is."""
    for helper in ("resource_tracker", "forkserver"):
        if f"multiprocessing.{helper}" in command:
            return helper
    words = command.split(" ")
    for number, word in enumerate(words):
        if word == "-m":
            return words[number + 1] if number + 1 < len(words) else ""
        if word == "-c":
            return "python -c"
        if not word.startswith("-"):
            return word.rpartition("/")[2]
    return ""
