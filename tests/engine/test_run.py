"""Runs from their first frame to their last, whatever is killed on the way."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import ProgramError
from engine.export.recording import Recording
from engine.run import ROOT, AsyncRun, FrameTail, Limits, Run, RunSpec
from engine.supervisor.directory import PREFIX, bases
from engine.supervisor.end import children
from engine.wire import Frame, FrameKind, FrameReader, encode_frame, encode_json

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper and prctl exist on Linux only")

LONG = Limits(wall_ns=60_000_000_000)
FOREVER = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print(f"daemon {os.getpid()}\\n", end="", flush=True)
        time.sleep(1000)
    os._exit(0)
os.wait()
print(f"ready {os.getpid()}\\n", end="", flush=True)
time.sleep(1000)
"""


def spec(code: str, **more: object) -> RunSpec:
    return RunSpec(**({"code": textwrap.dedent(code), "stdio": "capture", "limits": LONG, "run_id": "r1"} | more))  # type: ignore[arg-type]


def record(given: RunSpec) -> Recording:
    """Run to the end and read every frame."""
    recording = Recording()
    with Run.start(given) as run:
        for frame in run.frames():
            recording.add(frame)
    return recording


def text_of(recording: Recording, stream: int = 1) -> str:
    return "".join(text for _, _, number, text in recording.outputs if number == stream)


def lives(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be reaped (by whoever is init here)."""
    try:
        return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


class Live:
    """A run whose program, and the daemon it left, have said that they are there."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.recording = Recording()
        self.frames = run.frames()
        self.wait_for("ready", "daemon")
        words = text_of(self.recording).split()
        self.program = int(words[words.index("ready") + 1])
        self.daemon = int(words[words.index("daemon") + 1])
        self.guardian = run.pid
        (self.supervisor,) = children(self.guardian)

    def wait_for(self, *words: str) -> None:
        while not all(f"{word} " in text_of(self.recording) for word in words):
            self.recording.add(next(self.frames))

    def finish(self) -> Recording:
        for frame in self.frames:
            self.recording.add(frame)
        return self.recording

    def is_gone(self) -> bool:
        return not any(map(lives, (self.program, self.daemon, self.supervisor)))


@pytest.fixture
def live() -> Iterator[Live]:
    with Run.start(spec(FOREVER)) as run:
        yield Live(run)


def run_directories() -> set[Path]:
    return {path for base in bases() for path in base.glob(PREFIX + "*")}


def wait_until_gone(*pids: int) -> None:
    """Wait for processes that are not our children; the test's own time limit ends a wait in vain."""
    while any(map(lives, pids)):
        os.sched_yield()


# --- how a run ends by itself


def test_a_run_has_meta_first_a_summary_last_and_numbers_without_a_gap() -> None:
    with Run.start(spec("print('hello')")) as run:
        frames = list(run.frames())

    assert [frame.sequence for frame in frames] == list(range(1, len(frames) + 1))
    assert (frames[0].kind, frames[-1].kind) == (FrameKind.META, FrameKind.SUMMARY)
    assert run.wait().summary == frames[-1].json()


def test_the_output_the_exit_code_and_the_facts_of_a_run_are_told() -> None:
    recording = record(spec("import sys; print('hello'); print('oh', file=sys.stderr); sys.exit(3)", args=("a",)))

    assert (text_of(recording), text_of(recording, 2)) == ("hello\n", "oh\n")
    assert (recording.status["status"], recording.status["exit_code"], recording.status["phase"]) == ("finished", 3, "ended")
    assert (recording.meta["run"], recording.meta["argv"][-1], recording.meta["limits"]["wall_ns"]) == ("r1", "a", 60_000_000_000)
    assert recording.summary is not None
    assert recording.summary["run"]["exit_code"] == 3


def test_a_program_killed_by_a_signal_says_by_which() -> None:
    recording = record(spec("import os; print('last words', flush=True); os.kill(os.getpid(), 9)"))

    assert text_of(recording) == "last words\n"
    assert (recording.status["status"], recording.status["exit_code"], recording.status["signal"]) == ("finished", None, "SIGKILL")


def test_output_that_python_did_not_write_is_shown_once_and_as_nobodys() -> None:
    recording = record(spec("import subprocess; print('mine', flush=True); subprocess.run(['echo', 'not mine'])"))

    assert sorted(text_of(recording).splitlines()) == ["mine", "not mine"]
    assert [text for _, worker, _, text in recording.outputs if worker == 0] == ["not mine\n"]


def test_input_is_a_text_and_then_its_end() -> None:
    recording = record(spec("import sys; print(input() + '!'); print(sys.stdin.read() == '')", stdin="Ada\n"))

    assert text_of(recording) == "Ada!\nTrue\n"


def test_input_can_be_sent_while_the_program_runs() -> None:
    recording = Recording()
    with Run.start(spec("print('name', flush=True); print(input() + '!'); print(input())", stdin_open=True)) as run:
        for frame in run.frames():
            before = text_of(recording)
            recording.add(frame)
            if "name" in text_of(recording) and "name" not in before:
                run.send_input("Bob\n")
                run.send_input("more")
                run.end_input()

    assert text_of(recording) == "name\nBob!\nmore\n"


def test_who_outlives_the_program_is_named_and_ended() -> None:
    code = """
        import os, time
        if os.fork() == 0:
            print("child", os.getpid(), flush=True)
            time.sleep(1000)
    """
    recording = record(spec(code, linger_ns=50_000_000))

    assert recording.status["status"] == "finished"
    assert "outlived it" in recording.status["note"]
    assert not lives(int(text_of(recording).split()[1]))


def test_who_outlives_the_program_a_little_may_finish() -> None:
    recording = record(
        spec("import os, time\nif os.fork() == 0:\n    time.sleep(0.05)\n    print('done', flush=True)", linger_ns=30 * 10**9)
    )

    assert text_of(recording) == "done\n"
    assert recording.status["note"] is None


# --- how a run is ended


def test_a_time_limit_ends_the_whole_tree() -> None:
    recording = record(spec(FOREVER, limits=Limits(wall_ns=400_000_000)))

    assert (recording.status["status"], recording.status["signal"]) == ("timed-out", "SIGKILL")
    assert recording.status["note"] == "The run was ended after 0.4 s, its time limit."
    assert recording.summary is not None
    assert recording.summary["status"] == "timed-out"


def test_a_limit_on_output_stops_a_flood() -> None:
    recording = record(spec("while True: print('x' * 1000)", limits=Limits(wall_ns=60 * 10**9, output_bytes=100_000)))

    assert recording.status["status"] == "limited"
    assert "bytes of output" in recording.status["note"]


def test_a_limit_on_processes_stops_a_fork_bomb() -> None:
    code = "import os, time\nfor _ in range(100):\n    if os.fork() == 0:\n        time.sleep(1000)\ntime.sleep(1000)"
    recording = record(spec(code, limits=Limits(wall_ns=60 * 10**9, processes=20)))

    assert recording.status["status"] == "limited"
    assert "processes alive at once" in recording.status["note"]


def test_a_stop_ends_the_whole_tree(live: Live) -> None:
    live.run.stop()
    recording = live.finish()

    assert recording.status["status"] == "stopped"
    assert recording.summary is not None
    assert live.is_gone()


def test_a_soft_stop_interrupts_the_program_first() -> None:
    code = """
        import time
        try:
            print("ready", flush=True)
            time.sleep(1000)
        except KeyboardInterrupt:
            print("cleaned up")
            raise SystemExit(5)
    """
    recording = Recording()
    with Run.start(spec(code)) as run:
        for frame in run.frames():
            recording.add(frame)
            if frame.kind == FrameKind.OUTPUT and "ready" in text_of(recording):
                run.stop(grace_ns=30 * 10**9)

    assert "cleaned up" in text_of(recording)
    assert (recording.status["status"], recording.status["exit_code"]) == ("stopped", 5)


def test_a_soft_stop_turns_hard_when_the_program_does_not_care() -> None:
    code = "import signal, time\nsignal.signal(2, signal.SIG_IGN)\nprint('ready', flush=True)\ntime.sleep(1000)"
    with Run.start(spec(code)) as run:
        for frame in run.frames():
            if frame.kind == FrameKind.OUTPUT:
                run.stop(grace_ns=100_000_000)

    assert (run.status["status"], run.status["signal"]) == ("stopped", "SIGKILL")


# --- whatever is killed


def test_a_killed_supervisor_leaves_nobody_and_the_run_is_lost(live: Live) -> None:
    before = run_directories()
    os.kill(live.supervisor, signal.SIGKILL)
    recording = live.finish()

    assert recording.status["status"] == "lost"
    assert "supervisor died" in recording.status["note"]
    assert recording.summary is None
    assert live.run.wait().status == "lost"
    wait_until_gone(live.program, live.daemon)
    assert live.is_gone()
    assert len(run_directories()) < len(before)


def test_a_killed_guardian_ends_the_run_in_an_orderly_way(live: Live) -> None:
    os.kill(live.guardian, signal.SIGKILL)
    recording = live.finish()

    assert recording.status["status"] == "stopped"
    assert recording.summary is not None
    wait_until_gone(live.supervisor, live.program, live.daemon)
    assert live.is_gone()


def test_even_guardian_and_supervisor_killed_together_leave_nobody(live: Live) -> None:
    os.kill(live.guardian, signal.SIGSTOP)
    os.kill(live.supervisor, signal.SIGKILL)
    os.kill(live.guardian, signal.SIGKILL)
    recording = live.finish()

    assert recording.status["status"] == "lost"
    wait_until_gone(live.program, live.daemon)
    assert live.is_gone()


HOST = """
import sys
from engine.run import Run, RunSpec
from engine.wire import FrameKind
run = Run.start(RunSpec(code=sys.argv[1], stdio="capture"))
seen = ""
for frame in run.frames():
    if frame.kind == FrameKind.OUTPUT:
        seen += "".join(row[3] for row in frame.json())
        if "ready " in seen and "daemon " in seen:
            print(run.pid, " ".join(seen.split()), flush=True)
"""


def test_a_killed_host_ends_the_whole_run() -> None:
    """The host is the web server or the command line: its control pipe ends with it."""
    host = subprocess.Popen([sys.executable, "-c", HOST, FOREVER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert host.stdout is not None
    words = host.stdout.readline().split()
    pids = [int(word) for word in words if word.isdigit()]
    (supervisor,) = children(pids[0])
    host.kill()
    host.communicate()

    assert len(pids) == 3
    wait_until_gone(supervisor, *pids)


def test_a_killed_program_is_told_by_its_signal(live: Live) -> None:
    os.kill(live.program, signal.SIGTERM)
    recording = live.finish()

    assert (recording.status["status"], recording.status["signal"]) == ("finished", "SIGTERM")
    assert live.is_gone()


def test_leaving_a_run_ends_it() -> None:
    with Run.start(spec(FOREVER)) as run:
        live = Live(run)

    assert live.is_gone()


def test_nothing_of_a_run_is_left_in_memory_or_on_disk() -> None:
    before = run_directories()
    record(spec("pass"))

    assert run_directories() <= before


# --- what cannot be started


def test_a_missing_file_is_refused_at_once() -> None:
    with pytest.raises(ProgramError, match="no file"):
        Run.start(RunSpec(program="/no/such.py"))


def test_an_interpreter_that_is_none_makes_a_failed_run() -> None:
    recording = record(spec("pass", python="/bin/false"))

    assert recording.status["status"] == "failed"
    assert "does not answer" in recording.status["note"]
    assert recording.summary is not None


@pytest.mark.parametrize("kernel", ["sampled", "inferred"])
def test_a_run_without_the_kernel_says_so(kernel: str) -> None:
    recording = record(spec("print('x')", kernel=kernel))

    assert (recording.meta["kernel"], text_of(recording)) == (kernel, "x\n")
    assert recording.meta["kernel_note"].endswith(".")


# --- the asynchronous twin


def test_the_asynchronous_run_gives_the_same_frames() -> None:
    async def go() -> list[Frame]:
        run = await AsyncRun.start(spec("print(input())", stdin_open=True))
        await run.send_input("Ada\n")
        await run.end_input()
        frames = [frame async for frame in run]
        assert (await run.wait()).status == "finished"
        return frames

    frames = asyncio.run(go())
    recording = Recording()
    for frame in frames:
        recording.add(frame)

    assert text_of(recording) == "Ada\n"
    assert frames[-1].kind == FrameKind.SUMMARY


def test_the_asynchronous_run_can_be_stopped_and_closed() -> None:
    async def go() -> tuple[str, str]:
        stopped, closed = await AsyncRun.start(spec(FOREVER)), await AsyncRun.start(spec(FOREVER))
        await stopped.stop()
        await closed.close()
        return (await stopped.wait()).status, (await closed.wait()).status

    assert asyncio.run(go()) == ("stopped", "stopped")


def test_several_runs_at_once_do_not_disturb_each_other() -> None:
    found: dict[int, str] = {}

    def one(number: int) -> None:
        found[number] = text_of(record(spec(f"print({number})")))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {number: f"{number}\n" for number in range(4)}


# --- the tail alone


def test_a_tail_closes_frames_that_break_off_with_the_next_number() -> None:
    tail = FrameTail()
    status = encode_frame(FrameKind.STATUS, encode_json({"phase": "running", "now": 7, "events": 3}), sequence=41)
    tail.feed(status.data + status.data[:10])
    (last,) = tail.end()

    assert (last.sequence, last.json()["status"], last.json()["now"]) == (42, "lost", 7)
    assert tail.result().status == "lost"
    assert FrameReader().feed(last.data) == [last]


def test_a_tail_with_a_summary_needs_no_end() -> None:
    tail = FrameTail()
    tail.feed(encode_frame(FrameKind.STATUS, encode_json({"status": "finished", "exit_code": 0}), sequence=1).data)
    tail.feed(encode_frame(FrameKind.SUMMARY, encode_json({"run": {}}), sequence=2).data)

    assert tail.end() == []
    assert (tail.result().status, tail.result().summary) == ("finished", {"run": {}})
