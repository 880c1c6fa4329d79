"""The dispatcher, with a crew of paper and with real processes."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Collection
from typing import Any

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.export.recording import Recording
from engine.run import Run
from engine.scheduling.real.assignment import SOURCE, Assignment, read_assignment
from engine.scheduling.real.dispatcher import Dispatcher, main
from engine.scheduling.real.measured import measure, order_of
from engine.scheduling.registry import POLICIES
from engine.supervisor.end import children, descendants
from tests.engine.living import lives, record, spec, text_of, wait_until_gone
from tests.engine.scheduling.test_schedule import job_lists
from tests.engine.scheduling.worked import compute

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="CPUs are chosen, and processes die with their parent, on Linux only")


class PaperCrew:
    """Writes down what each job is told; time passes by itself."""

    def __init__(self) -> None:
        self.worked: Counter[int] = Counter()
        self.slept: Counter[int] = Counter()
        self.turns: list[tuple[int, int]] = []
        self.left: list[int] = []
        self.idled = 0

    def arrive(self, index: int) -> None:
        pass

    def leave(self, index: int) -> None:
        self.left.append(index)

    def work(self, index: int, ns: int, cpu: int) -> None:
        self.worked[index] += ns
        if not self.turns or self.turns[-1] != (index, cpu):
            self.turns.append((index, cpu))

    def sleep(self, index: int, ns: int) -> None:
        self.slept[index] += ns

    def idle(self, ns: int) -> None:
        self.idled += ns

    def wait_for(self, indices: Collection[int]) -> None:
        pass


def dispatch(request: dict[str, Any]) -> tuple[PaperCrew, list[str], Assignment]:
    assignment = read_assignment({"unit_ms": 10, "limit_seconds": 3600, **request})
    crew, lines = PaperCrew(), list[str]()
    Dispatcher(assignment, crew, say=lines.append).run()  # type: ignore[arg-type]
    return crew, lines, assignment


@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=25, deadline=None)
@given(jobs=job_lists(), quantum=st.integers(1, 5), cost=st.sampled_from([0, 0.5]))
def test_everybody_gets_his_work_and_his_io_in_the_textbooks_order(
    policy: str, jobs: list[dict[str, Any]], quantum: int, cost: float
) -> None:
    crew, lines, _ = dispatch({"policy": policy, "jobs": jobs, "quantum": quantum, "switch_cost": cost})
    body = compute(policy, jobs, quantum=quantum, switch_cost=cost)
    names = [job["name"] for job in body["jobs"]]
    assert [crew.worked[at] for at in range(len(jobs))] == [10_000_000 * job["burst"] for job in body["jobs"]]
    assert [crew.slept[at] for at in range(len(jobs))] == [10_000_000 * sum(job["bursts"][1::2]) for job in body["jobs"]]
    expected: list[str] = []
    for bar in body["gantt"]:
        if not expected or expected[-1] != bar["name"]:
            expected.append(bar["name"])
    assert [names[index] for index, _ in crew.turns] == expected
    assert sorted(crew.left) == list(range(len(jobs)))
    assert sum(line.endswith(" ends.") for line in lines) == len(jobs)


def test_nobody_works_while_nobody_is_there() -> None:
    crew, lines, _ = dispatch({"policy": "fcfs", "jobs": "A 2 1, B 5 1"})
    assert crew.idled == 4 * 10_000_000
    assert lines[0] == "at 2: A arrives."
    assert lines[-1] == "at 6: B ends."


def test_a_switch_is_waited_for() -> None:
    crew, _, _ = dispatch({"policy": "rr", "jobs": "A 0 2, B 0 2", "quantum": 1, "switch_cost": 0.5})
    assert crew.idled == 3 * 5_000_000


def test_what_is_no_order_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["{"]) == 1
    assert capsys.readouterr().err == "jobs: the argument is no order of a schedule.\n"


# --- real processes


def real(request: dict[str, Any]) -> tuple[Assignment, Recording]:
    assignment = read_assignment({"unit_ms": 10, "limit_seconds": 60, **request})
    return assignment, record(spec(SOURCE, args=(assignment.argument(),)))


@on_linux
@pytest.mark.parametrize(
    "request_",
    [
        {"policy": "rr", "quantum": 2, "jobs": "P1 0 5, P2 0 3, P3 1 1+2io+1"},
        {"policy": "srtf", "jobs": "P1 0 8, P2 1 4, P3 2 9, P4 3 5"},
        {"policy": "mlfq", "quanta": "1,2,4", "boost": 9, "ostep": "0,9,0:2,5,2:4,6,0", "io_time": 2},
        {"policy": "fcfs", "cpus": 2, "jobs": "A 0 5, B 1 4, C 2 3"},
    ],
    ids=lambda request: request["policy"],
)
def test_real_processes_run_in_the_textbooks_order(request_: dict[str, Any]) -> None:
    if request_.get("cpus", 1) > len(os.sched_getaffinity(0)):
        pytest.skip("this machine gives us one CPU")
    assignment, recording = real(request_)
    assert (recording.status["status"], recording.status["exit_code"]) == ("finished", 0)
    body = measure(assignment, recording)
    names = [job["name"] for job in body["jobs"]]
    assert [row["name"] for row in body["measured"]["jobs"]] == names
    assert set(body["difference"]["mean"]) == {"response", "waiting", "turnaround"}
    assert body["jitter"]["largest"] >= body["jitter"]["mean"] >= 0
    if body["measured"]["known"] == "measured":  # else nobody saw who was on a CPU
        assert body["same_order"], (order_of(body["measured"]["gantt"]), order_of(body["gantt"]))
        assert all(row["burst"] > 0 for row in body["measured"]["jobs"])


class LiveSchedule:
    """A schedule that would take minutes, whose jobs are there."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.recording = Recording()
        self.frames = run.frames()
        while "at 0: " not in text_of(self.recording):
            self.recording.add(next(self.frames))
        (self.supervisor,) = children(run.pid)
        (self.dispatcher,) = children(self.supervisor)
        self.jobs = list(descendants(self.dispatcher))

    def finish(self) -> Recording:
        for frame in self.frames:
            self.recording.add(frame)
        return self.recording


LONG = {"policy": "rr", "jobs": "A 0 4000, B 0 4000, C 1 1+4000io+1", "limit_seconds": 3600}


@pytest.fixture
def live() -> LiveSchedule:  # type: ignore[misc]
    argument = read_assignment(LONG).argument()
    with Run.start(spec(SOURCE, args=(argument,))) as run:
        yield LiveSchedule(run)  # type: ignore[misc]


@on_linux
def test_a_killed_dispatcher_leaves_nobody(live: LiveSchedule) -> None:
    assert len(live.jobs) == 3
    os.kill(live.dispatcher, signal.SIGKILL)
    live.finish()
    wait_until_gone(live.dispatcher, *live.jobs)


@on_linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_dispatcher_that_is_asked_to_end_leaves_nobody(live: LiveSchedule, number: signal.Signals) -> None:
    os.kill(live.dispatcher, number)
    live.finish()
    wait_until_gone(live.dispatcher, *live.jobs)


@on_linux
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_killed_job_ends_the_schedule_and_leaves_nobody(live: LiveSchedule, which: int) -> None:
    os.kill(live.jobs[which], signal.SIGKILL)
    recording = live.finish()
    assert "was killed by SIGKILL; the schedule ends here." in text_of(recording, 2)
    assert recording.status["exit_code"] == 1
    wait_until_gone(live.dispatcher, *live.jobs)


@on_linux
def test_a_stopped_job_is_ended_too(live: LiveSchedule) -> None:
    os.kill(live.jobs[0], signal.SIGSTOP)
    os.kill(live.dispatcher, signal.SIGKILL)
    live.finish()
    wait_until_gone(live.dispatcher, *live.jobs)


@on_linux
def test_a_killed_supervisor_leaves_nobody(live: LiveSchedule) -> None:
    os.kill(live.supervisor, signal.SIGKILL)
    assert live.finish().status["status"] == "lost"
    wait_until_gone(live.dispatcher, *live.jobs)


@on_linux
def test_a_killed_guardian_leaves_nobody(live: LiveSchedule) -> None:
    os.kill(live.run.pid, signal.SIGKILL)
    live.finish()
    wait_until_gone(live.supervisor, live.dispatcher, *live.jobs)


@on_linux
def test_the_death_of_whoever_started_it_leaves_nobody() -> None:
    # What a web server does, and then it is killed.
    argument = read_assignment(LONG).argument()
    starter = f"""
from engine.run import Run, RunSpec
with Run.start(RunSpec(code={SOURCE!r}, args=({argument!r},), stdio="capture")) as run:
    for frame in run.frames():
        if b"at 0: " in frame.body:
            print("there", flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        tree = [process.pid for process in psutil.Process(server.pid).children(recursive=True)]
        assert len(tree) == 6  # guardian, supervisor, dispatcher, three jobs
        server.kill()
    wait_until_gone(*tree)
    assert not any(map(lives, tree))


def test_the_order_survives_the_way_to_the_dispatcher() -> None:
    assignment = read_assignment({**LONG, "quantum": 2.5, "seed": None, "ostep": None})
    again = read_assignment(json.loads(assignment.argument()))
    assert (again.plan, again.unit_ns) == (assignment.plan, assignment.unit_ns)
