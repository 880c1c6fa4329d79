"""The numbers of a schedule."""

from tests.engine.scheduling.worked import column, compute


def test_waiting_is_neither_cpu_nor_io() -> None:
    body = compute("fcfs", "A 0 2+3io+1, B 1 4")
    assert column(body, "turnaround") == [7, 5]
    assert column(body, "waiting") == [1, 1]
    assert column(body, "response") == [0, 1]


def test_one_cpu_is_busier_when_it_switches_on_io() -> None:
    jobs = "A 0 1+5io+1, B 0 4"
    switching, holding = compute("fcfs", jobs), compute("fcfs", jobs, switch_on_io=False)
    assert (switching["end"], round(switching["cpu_busy"], 1)) == (7, 85.7)
    assert (holding["end"], round(holding["cpu_busy"], 1)) == (11, 54.5)
    assert compute("fcfs", "B 0 4, A 0 1+5io+1")["end"] == 11


def test_throughput_and_the_longest_wait() -> None:
    body = compute("fcfs", "P1 0 24, P2 0 3, P3 0 3")
    assert (body["throughput"], body["end"], body["switches"]) == (0.1, 30, 2)
    assert body["longest_wait"] == {"name": "P3", "waiting": 27}


def test_the_time_before_the_first_arrival_counts_as_idle() -> None:
    assert compute("fcfs", "A 2 3")["cpu_busy"] == 60


def test_two_cpus_can_be_half_busy() -> None:
    assert compute("fcfs", "A 0 3", cpus=2)["cpu_busy"] == 50
