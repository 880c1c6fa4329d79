"""The jobs' processes."""

import os
import signal
import sys
from collections.abc import Iterator

import psutil
import pytest

from engine.scheduling.real.crew import Crew, JobLostError, choose_cpus
from tests.engine.living import lives, wait_until_gone

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="CPUs are chosen, and processes die with their parent, on Linux only"),
    # A fork beside the threads of another test's client is what multiprocessing warns of; ours do nothing with them.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


@pytest.fixture
def crew() -> Iterator[Crew]:
    with Crew(["A", "B"], choose_cpus(1), 1000) as crew:
        crew.wait_for([0, 1])
        yield crew


def test_jobs_carry_out_orders(crew: Crew) -> None:
    crew.arrive(0)
    crew.wait_for([0])
    crew.work(0, 1_000_000, 0)
    crew.sleep(1, 1_000_000)
    crew.wait_for([0, 1])
    crew.idle(1000)


def test_a_job_is_pinned_to_the_cpu_it_works_on(crew: Crew) -> None:
    crew.work(0, 1000, 0)
    crew.wait_for([0])
    assert os.sched_getaffinity(crew.pids()[0]) == set(choose_cpus(1))


def test_a_job_that_leaves_is_gone_and_missed_by_nobody(crew: Crew) -> None:
    crew.leave(0)
    wait_until_gone(crew.pids()[0])
    crew.sleep(1, 1000)
    crew.wait_for([1])
    assert not psutil.pid_exists(crew.pids()[0])  # nor is it left as a zombie


def test_the_death_of_a_job_is_told_while_time_passes(crew: Crew) -> None:
    os.kill(crew.pids()[1], signal.SIGKILL)
    with pytest.raises(JobLostError, match="the process of B was killed by SIGKILL"):
        crew.idle(10**12)


def test_the_death_of_a_job_is_told_when_it_gets_an_order(crew: Crew) -> None:
    os.kill(crew.pids()[1], signal.SIGKILL)
    wait_until_gone(crew.pids()[1])
    with pytest.raises(JobLostError, match="the process of B was killed by SIGKILL"):
        crew.work(1, 1000, 0)


def test_a_job_that_ends_of_itself_is_told_too() -> None:
    with (
        Crew(["A"], [0], 1, labour=lambda *_: sys.exit(7)) as crew,
        pytest.raises(JobLostError, match="the process of A ended with code 7"),
    ):
        crew.wait_for([0])


def test_the_end_of_a_crew_is_the_end_of_all() -> None:
    with Crew(["A", "B", "C"], choose_cpus(1), 1000) as crew:
        crew.wait_for([0, 1, 2])
        crew.work(0, 10**12, 0)
        crew.sleep(1, 10**12)
        pids = crew.pids()
    assert not any(map(lives, pids))


def test_the_last_cpus_are_chosen() -> None:
    available = sorted(os.sched_getaffinity(0))
    assert choose_cpus(1) == available[-1:]
    assert choose_cpus(len(available)) == available
