"""One run from its first frame to its last: start the program, empty its rings on every tick, fold, send, and end the whole tree.

When the run is over. The program's own process decides: once it has ended, its descendants may live on for `linger_ns` (a daemon,
an orphan, a subprocess nobody waited for); then the survivors are named in the run's note and ended. A stop, a limit or the loss of
whoever started us ends the tree at once. In every case nobody of the tree is left when the SUMMARY frame goes out.
"""

import os
import platform
import select
import signal
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine.clock import Clock, monotonic
from engine.errors import KernelError, ProgramError
from engine.frames import encode
from engine.kernel.choose import open_source
from engine.kernel.source import KernelSource, NoSource
from engine.spec import SECOND_NS, RunSpec
from engine.supervisor.capture import Capture
from engine.supervisor.channel import Control, Outbox
from engine.supervisor.end import Exit, descendants, describe, end_tree, reap
from engine.supervisor.fold import Fold
from engine.supervisor.interpreter import find_version
from engine.supervisor.limits import Breach, Usage, find_breach
from engine.supervisor.signals import Signals
from engine.supervisor.spawn import Child, Streams
from engine.timeline import Batch
from engine.wire import FrameKind

TICK_NS = 16_000_000
SHORT_TICK_NS = 8_000_000  # while there is news and time enough: half a tick less to wait for it
FOLD_NS = 9_000_000  # of each tick
LAST_FOLD_NS = 50_000_000  # of each round when the program is gone
STATUS_NS = 100_000_000
CENSUS_NS = 100_000_000  # how often the tree's processes are counted
MOST_PENDING = 32 * 1024 * 1024  # bytes: above it folding waits for the reader
LAST_WORDS_NS = 2 * SECOND_NS  # how long a reader that went silent is waited for when nobody gives orders any more
MOST_NAMED = 5  # survivors named in a note


class Phase(StrEnum):
    """Where a run stands."""

    STARTING = "starting"
    RUNNING = "running"
    ENDING = "ending"
    ENDED = "ended"


class Supervisor:
    """Runs one program. `run` returns when the run is over and its last frame is sent."""

    def __init__(
        self, spec: RunSpec, directory: Path, control: Control, outbox: Outbox, signals: Signals, *, clock: Clock = monotonic
    ) -> None:
        self._spec = spec
        self._directory = directory
        self._control = control
        self._outbox = outbox
        self._signals = signals
        self._clock = clock
        self._phase = Phase.STARTING
        self._origin = clock()
        self._exit: Exit | None = None  # the program's own
        self._exit_ns = 0
        self._breach: Breach | None = None  # why the run was ended by force
        self._breach_ns = 0  # when that was
        self._kill_ns: int | None = None  # when a soft stop turns hard
        self._processes = 1
        self._census_ns = 0
        self._status_ns = 0
        self._capture = Capture(Streams(), "", stdin_open=False)
        self._fold: Fold

    def run(self) -> None:
        """Run the program to its end."""
        try:
            version = find_version(self._spec)
            child = Child(self._spec, self._directory, ignored=self._signals.ignored)
        except (ProgramError, OSError) as problem:
            self._fail(str(problem), NoSource("The program was not started."), python=None)
            return
        self._pid = child.pid
        kernel = self._open_kernel(child.pid)
        self._origin = self._clock()
        self._fold = Fold(self._directory, kernel, origin_ns=self._origin, clock=self._clock)
        self._capture = Capture(child.streams, self._spec.stdin, stdin_open=self._spec.stdin_open)
        try:
            started = self._clock()
            child.release()
        except ProgramError as problem:
            end_tree()
            self._fail(str(problem), kernel, python=version)
            return
        self._send_meta(kernel, version)
        self._fold.program_started(child.pid, self._spec.display_name, time_ns=started)
        self._phase = Phase.RUNNING
        while self._tick():
            pass
        self._finish(kernel)

    def _open_kernel(self, pid: int) -> KernelSource:
        try:
            return open_source(pid, self._spec.kernel)
        except KernelError as problem:
            return NoSource(f"{problem} States are inferred from what Python says.")

    # --- while it runs

    def _tick(self) -> bool:
        """Do one round; False when the tree is gone and the run is to be closed."""
        now = self._clock()
        self._signals.beat()
        self._fold.drain(now)
        self._capture.pump(self._clock)
        for order in self._control.read():
            self._obey(order)
        is_alive = self._reap()
        has_news = False
        if self._outbox.pending < MOST_PENDING:
            batch = self._fold.fold(now, budget_ns=FOLD_NS)
            has_news = bool(batch)
            self._send_batch(batch)
        self._watch(now)
        self._send_status(now)
        self._outbox.write()
        if not is_alive or self._must_end(now):
            return False
        self._wait(now + tick_ns(has_news=has_news, is_behind=self._fold.is_behind))
        return True

    def _wait(self, until_ns: int) -> None:
        """Wait for the next tick, or for less if an order or a signal comes."""
        left = 0 if self._fold.is_filling else until_ns - self._clock()
        watched = [self._signals.descriptor] + ([] if self._control.is_closed else [self._control.descriptor])
        ready, _, _ = select.select(watched, [], [], max(left, TICK_NS // 8) / SECOND_NS)
        if self._signals.descriptor in ready:
            self._signals.clear()

    def _obey(self, order: dict[str, Any]) -> None:
        if order.get("stop"):
            self._stop(int(order.get("grace_ns", 0)))
        if isinstance(text := order.get("stdin"), str):
            self._capture.stdin.send(text)
        if order.get("stdin_end"):
            self._capture.stdin.end()

    def _stop(self, grace_ns: int) -> None:
        """End the run on the user's wish: with a grace, the program is interrupted first, as Ctrl-C would."""
        now = self._clock()
        if self._breach is None:
            self._breach = Breach("stopped", f"The run was stopped after {(now - self._origin) / SECOND_NS:.1f} s.")
            self._fold.stopping(time_ns=now)
            if grace_ns and not self._signals.interrupted and self._exit is None:
                os.kill(self._pid, signal.SIGINT)
        self._kill_ns = min(self._kill_ns or now + grace_ns, now + grace_ns)

    def _reap(self) -> bool:
        """Note who has ended; False when nobody of the tree is left."""
        exits: list[Exit] = []
        is_alive = reap(exits)
        self._note_exits(exits)
        return is_alive

    def _note_exits(self, exits: list[Exit]) -> None:
        now = self._clock()
        for ended in exits:
            self._fold.process_exited(ended, time_ns=now)
            if ended.pid == self._pid:
                self._exit, self._exit_ns, self._phase = ended, now, Phase.ENDING
                self._capture.stdin.close()

    def _watch(self, now: int) -> None:
        """Look at the limits, at our signals and at our line to whoever started us."""
        if self._breach is not None:
            return
        if now >= self._census_ns:
            known = frozenset(descendants(os.getpid()))
            self._processes = len(known)
            self._fold.present(known, time_ns=now)
            self._fold.look_at_ranks()
            self._census_ns = now + CENSUS_NS
        standing_ns = self._fold.standing_ns if self._exit is None else 0
        usage = Usage(now - self._origin, self._fold.event_count, self._capture.byte_count, self._processes, standing_ns)
        if self._control.is_closed:
            self._breach = Breach("stopped", "The run was ended because whoever started it is gone.")
        elif self._signals.must_end:
            self._breach = Breach("stopped", "The run was ended because its supervisor was told to end.")
        else:
            self._breach = find_breach(self._spec.limits, usage)
        if self._breach is not None:
            self._kill_ns = self._breach_ns = now

    def _must_end(self, now: int) -> bool:
        if self._kill_ns is not None and (now >= self._kill_ns or self._control.is_closed or self._signals.must_end):
            return True
        return self._exit is not None and now >= self._exit_ns + self._spec.linger_ns

    # --- the end

    def _finish(self, kernel: KernelSource) -> None:
        self._phase = Phase.ENDING
        self._fold.stopping(time_ns=self._clock())
        note = self._end_survivors()
        now = self._clock()
        self._capture.read_rest(self._clock)
        kernel.finish(now)
        self._fold.drain_rest()
        is_left = True
        while is_left and not self._outbox.is_broken:
            self._signals.beat()
            batch, is_left = self._fold.fold_rest(budget_ns=LAST_FOLD_NS)
            self._send_batch(batch)
            self._send_status(self._clock())
            self._flush(until_pending=MOST_PENDING)
        batch, summary = self._fold.finish(now - self._origin)
        self._capture.add_recorded(batch.outputs)
        batch.outputs += self._relative(self._capture.unexplained(now, final=True))
        self._send_frames(batch)
        self._capture.close()
        kernel.close()
        self._close(summary, note=note)

    def _end_survivors(self) -> str | None:
        """End whoever is left and tell who it was, if the program itself had ended before."""
        survivors = [describe(pid) for pid in descendants(os.getpid())]
        had_ended = self._exit is not None
        exits, stuck = end_tree()
        self._note_exits(exits)
        if stuck:
            return f"The kernel could not end {len(stuck)} of the run's processes, e.g. pid {stuck[0]}."
        if not (had_ended and survivors) or self._breach:
            return None
        named = ", ".join(survivors[:MOST_NAMED]) + (" and more" if len(survivors) > MOST_NAMED else "")
        return f"{len(survivors)} of the program's processes outlived it by {self._spec.linger_ns / SECOND_NS:g} s and were ended: {named}."

    def _close(self, summary: dict[str, Any], *, note: str | None) -> None:
        status = self._breach.status if self._breach else "finished"
        self._phase = Phase.ENDED
        words = [text for text in (self._breach.note if self._breach else None, note) if text]
        self._say_last(summary, status, " ".join(words) or None)

    def _say_last(self, summary: dict[str, Any], status: str, note: str | None) -> None:
        final = {"status": status, **self._exit_facts(), "note": note}
        left = {"left_ns": self._breach_ns - self._origin} if self._breach_ns else {}  # until then the program was left to itself
        counts = self._counts()
        self._outbox.send(FrameKind.STATUS, {"phase": Phase.ENDED, **counts, **final, **left})
        run = {"id": self._spec.run_id, "program": self._spec.display_name, "duration_ns": counts["now"], **final}
        self._outbox.send(FrameKind.SUMMARY, {"run": run, "status": status, **summary})
        self._flush(until_pending=0)

    def _exit_facts(self) -> dict[str, Any]:
        if self._exit is None:
            return {"exit_code": None, "signal": None}
        code = self._exit.code
        return {"exit_code": code if code >= 0 else None, "signal": _signal_name(-code) if code < 0 else None}

    def _fail(self, reason: str, kernel: KernelSource, *, python: str | None) -> None:
        """Close a run whose program could not be started."""
        self._send_meta(kernel, python)
        kernel.close()
        self._capture.close()
        summary: dict[str, Any] = {
            "kernel": kernel.name,
            "events": 0,
            "dropped": 0,
            "workers": [],
            "resources": [],
            "edges": {},
            "findings": [],
        }
        self._say_last(summary, "failed", reason)

    def _flush(self, *, until_pending: int) -> None:
        """Write until so little is left; give up on a reader that is silent when nobody gives orders either."""
        deadline = self._clock() + LAST_WORDS_NS
        while True:
            self._outbox.write()
            if self._outbox.pending <= until_pending:
                return
            select.select([], [self._outbox.descriptor], [], TICK_NS / SECOND_NS)
            self._control.read()
            if self._control.is_closed and self._clock() > deadline:
                self._outbox.is_broken = True
                return

    # --- frames

    def _send_meta(self, kernel: KernelSource, python: str | None) -> None:
        spec = self._spec
        limits = {"wall_ns": spec.limits.wall_ns, "events": spec.limits.events, "output_bytes": spec.limits.output_bytes}
        meta = {
            "format": 1,
            "run": spec.run_id,
            "program": spec.display_name,
            "argv": list(spec.command()[1:]),
            "source": spec.source(),
            "python": python,
            "kernel": kernel.name,
            "kernel_note": kernel.note,
            "data": spec.data,
            "origin_ns": self._origin,
            "began_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "limits": limits | {"processes": spec.limits.processes},
            "cpus": os.cpu_count(),
            "platform": platform.system().lower(),
        }
        self._outbox.send(FrameKind.META, meta)
        self._outbox.send(FrameKind.STATUS, {"phase": self._phase, **self._counts(), **_NOT_YET})
        self._outbox.write()

    def _send_batch(self, batch: Batch) -> None:
        self._capture.add_recorded(batch.outputs)
        batch.outputs += self._relative(self._capture.unexplained(self._fold.reached_ns + self._origin))
        self._send_frames(batch)

    def _send_frames(self, batch: Batch) -> None:
        if batch:
            self._outbox.send_frames(encode(batch, sequence=self._outbox.next_sequence))

    def _relative(self, rows: list[tuple[int, int, int, str]]) -> list[tuple[int, int, int, str]]:
        return [(time_ns - self._origin, worker, stream, text) for time_ns, worker, stream, text in rows]

    def _send_status(self, now: int) -> None:
        if now >= self._status_ns:
            self._status_ns = now + STATUS_NS
            self._outbox.send(FrameKind.STATUS, {"phase": self._phase, **self._counts(), **_NOT_YET})

    def _counts(self) -> dict[str, int]:
        if self._phase is Phase.STARTING or not hasattr(self, "_fold"):
            return {"now": 0, "workers": 0, "events": 0, "switches": 0, "dropped": 0}
        return self._fold.counts()


def tick_ns(*, has_news: bool, is_behind: bool) -> int:
    """Choose how long after a tick the next one comes: soon while viewers have something to see, not so soon that folding takes the CPU."""
    return SHORT_TICK_NS if has_news and not is_behind else TICK_NS


_NOT_YET: dict[str, None] = {"status": None, "exit_code": None, "signal": None, "note": None}


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
