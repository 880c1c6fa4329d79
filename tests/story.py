"""Tells a run by hand, instant by instant, for tests and for the recordings: times in ms, names instead of numbers.

story = Story()
main = story.process("office.py", pid=100)          # a process; gives its main thread
lock = story.resource(ResourceKind.LOCK, "mutex")
story.on(main, 0).off(main, 5)                      # what the kernel says
story.acquire(main, lock, 2)                        # what the probe says
"""

from collections.abc import Iterator

from engine.events import Ending, Event, Flag, Kind, Outcome, Reason, ResourceKind, WorkerKind
from engine.findings import Watch
from engine.frames import encode
from engine.tables import Tables
from engine.timeline import Batch, Timeline
from engine.wire import Frame, FrameKind, encode_frame, encode_json

MS = 1_000_000


class Story:
    """Collects events; `events()` gives them in order of time."""

    def __init__(self, source: str = "", file: str = "program.py") -> None:
        self.tables = Tables()
        self.source = source
        self.file = file
        self.exits: list[tuple[int, int, int]] = []  # time, pid, code
        self.seen: list[tuple[int, frozenset[int]]] = []  # time, pids that the system knew
        self._events: list[Event] = []

    # --- who and what

    def process(self, name: str, *, pid: int) -> int:
        """Add a process and its main thread; give the main thread's id (the process' own is one less)."""
        facts = self.tables.add_worker(WorkerKind.PROCESS, name, pid=pid, tid=pid)
        return self.tables.add_worker(WorkerKind.THREAD, "MainThread", process=facts.id, pid=pid, tid=pid).id

    def thread(self, name: str, of: int, *, tid: int = 0, daemon: bool = False) -> int:
        """Add a thread to the process of the worker `of`."""
        process = self.tables.workers[of].process
        facts = self.tables.add_worker(WorkerKind.THREAD, name, process=process, pid=self.tables.workers[process].pid, tid=tid)
        facts.daemon = daemon
        return facts.id

    def strand(self, name: str, of: int, *, kind: WorkerKind = WorkerKind.TASK) -> int:
        """Add a task, a greenlet or a generator to the thread `of`."""
        thread = self.tables.workers[of]
        facts = self.tables.add_worker(kind, name, process=thread.process, pid=thread.pid)
        facts.thread = of
        return facts.id

    def resource(self, kind: ResourceKind, name: str, *, of: int = 0, capacity: int | None = None, line: str = "") -> int:
        """Add a resource; shared between processes when `of` is 0."""
        process = self.tables.workers[of].process if of else 0
        return self.tables.add_resource(kind, name, process=process, capacity=capacity, location=self.at(line)).id

    def at(self, text: str, function: str = "<module>") -> int:
        """Give the location of the first line of the source that contains the text."""
        for number, line in enumerate(self.source.splitlines(), 1):
            if text and text in line:
                return self.tables.location(self.file, number, function)
        return 0

    # --- what happens

    def add(self, ms: float, kind: Kind, worker: int, **fields: int) -> "Story":
        """Add an event."""
        reason = Reason(fields.pop("reason", 0))
        self._events.append(Event(round(ms * MS), kind, worker, reason=reason, **fields))  # type: ignore[arg-type] # fields of Event
        return self

    def on(self, worker: int, ms: float, cpu: int = 0) -> "Story":
        """Let it get a CPU."""
        return self.add(ms, Kind.SWITCH_IN, worker, value=cpu)

    def off(self, worker: int, ms: float, *, preempted: bool = False) -> "Story":
        """Let it lose its CPU."""
        return self.add(ms, Kind.SWITCH_OUT, worker, flags=Flag.PREEMPTED if preempted else 0)

    def run(self, worker: int, begin: float, end: float, cpu: int = 0, *, preempted: bool = False) -> "Story":
        """Let it have a CPU for a while."""
        return self.on(worker, begin, cpu).off(worker, end, preempted=preempted)

    def begin(self, worker: int, ms: float) -> "Story":
        """Let a main thread's process begin."""
        return self.add(ms, Kind.PROCESS_BEGIN, worker).add(ms, Kind.THREAD_BEGIN, worker)

    def start(self, starter: int, worker: int, ms: float, *, line: str = "", fork_after: float | None = 0.02) -> "Story":
        """Let one worker start another; the kernel reports the fork a little later (None: never)."""
        self.add(ms, Kind.START, starter, target=worker, location=self.at(line))
        if fork_after is not None:
            self.add(ms + fork_after, Kind.KERNEL_FORK, starter, target=worker)
        return self

    def end(self, worker: int, ms: float, *, exit_after: float | None = 0) -> "Story":
        """Let a thread end; the kernel reports its exit a little later (None: never)."""
        self.add(ms, Kind.THREAD_END, worker)
        return self if exit_after is None else self.add(ms + exit_after, Kind.KERNEL_EXIT, worker)

    def wait(
        self, worker: int, ms: float, reason: Reason, *, resource: int = 0, target: int = 0, timeout: float = -1, line: str = ""
    ) -> "Story":
        """Let it begin to wait."""
        value = -1 if timeout < 0 else round(timeout * MS)
        return self.add(ms, Kind.WAIT, worker, resource=resource, target=target, value=value, reason=reason, location=self.at(line))

    def wait_end(self, worker: int, ms: float, *, resource: int = 0, target: int = 0, outcome: Outcome = Outcome.DONE) -> "Story":
        """Let a wait end without taking."""
        return self.add(ms, Kind.WAIT_END, worker, resource=resource, target=target, flags=outcome)

    def acquire(self, worker: int, resource: int, ms: float, *, value: int = 1, line: str = "") -> "Story":
        """Let it take a lock or a permit."""
        return self.add(ms, Kind.ACQUIRE, worker, resource=resource, value=value, location=self.at(line))

    def release(self, worker: int, resource: int, ms: float, *, value: int = 0, line: str = "") -> "Story":
        """Let it give back."""
        return self.add(ms, Kind.RELEASE, worker, resource=resource, value=value, location=self.at(line))

    def sleep(self, worker: int, ms: float, duration: float, *, wake_after: float = 0.08, line: str = "") -> "Story":
        """Let it sleep; its WAIT_END comes `wake_after` later than due."""
        self.wait(worker, ms, Reason.SLEEP, timeout=duration, line=line)
        return self.wait_end(worker, ms + duration + wake_after)

    def put(self, worker: int, queue: int, ms: float, item: str, depth: int, *, line: str = "") -> "Story":
        """Let it put an item."""
        return self.add(ms, Kind.PUT, worker, resource=queue, text=self.tables.text(item), value=depth, location=self.at(line))

    def get(self, worker: int, queue: int, ms: float, item: str, depth: int, *, line: str = "") -> "Story":
        """Let it get an item."""
        return self.add(ms, Kind.GET, worker, resource=queue, text=self.tables.text(item), value=depth, location=self.at(line))

    def print(self, worker: int, ms: float, text: str, *, line: str = "", stream: int = 1) -> "Story":
        """Let it print."""
        self.tables.outputs.append((round(ms * MS), worker, stream, text + "\n"))
        return self.add(ms, Kind.OUTPUT, worker, text=self.tables.text(text), flags=stream, location=self.at(line))

    def exited(self, pid: int, ms: float, code: int) -> "Story":
        """Let the supervisor say how a process ended."""
        self.exits.append((round(ms * MS), pid, code))
        return self

    def step(self, thread: int, strand: int, ms: float) -> "Story":
        """Let a thread run that strand from now on, its own code with 0."""
        return self.add(ms, Kind.STEP, thread, target=strand)

    def queued(self, by: int, strand: int, ms: float) -> "Story":
        """Let somebody say that a strand's turn will come."""
        return self.add(ms, Kind.QUEUED, by, target=strand)

    def strand_end(self, strand: int, ms: float, ending: Ending = Ending.RETURNED) -> "Story":
        """Let a strand end, by its own last step."""
        return self.add(ms, Kind.STRAND_END, strand, target=strand, flags=ending)

    def present(self, ms: float, *pids: int) -> "Story":
        """Let the supervisor say which processes the system knows."""
        self.seen.append((round(ms * MS), frozenset(pids)))
        return self

    # --- what becomes of it

    def events(self) -> list[Event]:
        """All events in order of time."""
        return sorted(self._events, key=lambda event: event.time)

    def timeline(self, *, kernel: str = "measured") -> Timeline:
        """A timeline that knows the story's workers and nothing yet."""
        return Timeline(self.tables, kernel=kernel, watch=Watch())

    def fold(self, timeline: Timeline, *, until: float, every: float = 16) -> Iterator[tuple[int, Batch]]:
        """Feed everything up to `until` ms, in steps; give the time and the news of each step."""
        events, exits, seen = self.events(), sorted(self.exits), sorted(self.seen)
        position = 0
        now = 0
        while now < round(until * MS):
            now = min(now + round(every * MS), round(until * MS))
            while position < len(events) and events[position].time <= now:
                timeline.feed(events[position])
                position += 1
            while exits and exits[0][0] <= now:
                time, pid, code = exits.pop(0)
                timeline.process_exited(pid, code, time)
            while seen and seen[0][0] <= now:
                time, pids = seen.pop(0)
                timeline.present(pids, time)
            timeline.advance(now)
            yield now, timeline.take()

    def told(self, *, until: float, kernel: str = "measured") -> tuple[Timeline, Batch]:
        """Fold the story up to `until` ms; give the timeline and all news as one batch (later rows of the same id win)."""
        timeline = self.timeline(kernel=kernel)
        total = Batch()
        for _, batch in self.fold(timeline, until=until):
            total.workers += batch.workers
            total.resources += batch.resources
            total.events += batch.events
            total.changes += batch.changes
            total.edges += batch.edges
            total.outputs += batch.outputs
            total.findings += batch.findings
        return timeline, total

    def frames(
        self,
        *,
        until: float,
        status: str = "finished",
        exit_code: int | None = None,
        note: str | None = None,
        stopped_at: float | None = None,
    ) -> list[Frame]:
        """Fold the whole story into the frames of a finished run; at `stopped_at` ms Lockstep itself ended it."""
        timeline = self.timeline()
        if stopped_at is not None:
            timeline.stopping(round(stopped_at * MS))
        run = {"id": self.file.removesuffix(".py"), "program": self.file}
        meta = {
            "format": 1,
            "run": run["id"],
            "program": self.file,
            "argv": [],
            "source": self.source,
            "python": "3.12.1",
            "kernel": "measured",
            "kernel_note": None,
            "origin_ns": 1_000_000_000,
            "began_at": "2026-11-23T09:00:00+00:00",
            "limits": {"wall_ns": 60_000 * MS, "events": 1_000_000, "output_bytes": 1 << 20},
            "cpus": 2,
            "platform": "linux",
        }
        frames = [encode_frame(FrameKind.META, encode_json(meta), sequence=1)]

        def add(kind: FrameKind, body: object) -> None:
            frames.append(encode_frame(kind, encode_json(body), sequence=len(frames) + 1))

        def report(phase: str, now: int) -> None:
            done = phase == "ended"
            add(
                FrameKind.STATUS,
                {
                    "phase": phase,
                    "now": now,
                    "workers": timeline.live_worker_count,
                    "events": timeline.event_count,
                    "switches": timeline.switch_count,
                    "dropped": 0,
                    "status": status if done else None,
                    "exit_code": exit_code if done else None,
                    "signal": None,
                    "note": note if done else None,
                },
            )

        now = 0
        for now, batch in self.fold(timeline, until=until):
            frames += encode(batch, sequence=len(frames) + 1)
            report("running", now)
        timeline.finish(now)
        frames += encode(timeline.take(), sequence=len(frames) + 1)
        report("ended", now)
        run_facts = {**run, "status": status, "exit_code": exit_code, "duration_ns": now}
        add(FrameKind.SUMMARY, {"run": run_facts, "status": status, **timeline.summary()})
        return frames
