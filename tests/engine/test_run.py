"""Runs from their first frame to their last."""

import asyncio
import sys
import threading
from collections.abc import Iterator

import pytest

from engine.errors import ProgramError
from engine.export.recording import Recording
from engine.run import AsyncRun, FrameTail, Limits, Run, RunSpec
from engine.wire import Frame, FrameKind, FrameReader, encode_frame, encode_json
from tests.engine.kernel.test_switches import measured
from tests.engine.living import FOREVER, Live, lives, record, spec, text_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper and prctl exist on Linux only")


@pytest.fixture
def live() -> Iterator[Live]:
    with Run.start(spec(FOREVER)) as run:
        yield Live(run)


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


STANDS = """
    import threading
    first, second, both = threading.Lock(), threading.Lock(), threading.Barrier(2)

    def take(one, other):
        with one:
            both.wait()
            with other:
                pass

    threading.Thread(target=take, args=(first, second)).start()
    take(second, first)
"""


@measured
def test_where_nobody_can_ever_go_on_a_run_may_end_before_its_time() -> None:
    recording = record(spec(STANDS, limits=Limits(wall_ns=60 * 10**9, standing_ns=10**8)))

    assert recording.status["status"] == "stuck"
    assert "Nobody in the program could ever go on" in recording.status["note"]
    assert 10**8 <= recording.status["left_ns"] <= recording.status["now"]
    assert [finding["kind"] for finding in recording.findings.values() if finding["open"]] == ["deadlock"]


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
