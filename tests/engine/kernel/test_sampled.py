import os
from collections.abc import Iterator

import pytest

from engine.kernel.sampled import INTERVAL_NS, LookAtTimes, Sample, SampledSource, look_at_proc, parse_stat
from engine.kernel.source import KernelRecord
from engine.probe.kinds import Kind

LINE = b"12 (a ) b) S 1 12 12 0 -1 4194560 1 0 0 0 3 1 0 0 20 0 3 0 100 1 1 1 1 1 1 1 1 1 0 0 0 0 0 0 17 3 0 0 0 0 0"


class Script:
    """Looks that were written beforehand."""

    def __init__(self, *looks: list[Sample]) -> None:
        self._looks = iter(looks)

    def __call__(self, pid: int) -> Iterator[Sample]:
        return iter(next(self._looks))


def run(tid: int = 5, letter: str = "R", cpu: int = 0, name: str = "python3") -> Sample:
    return Sample(5, tid, letter, cpu, name)


def test_a_first_look_tells_of_each_thread_its_name_and_its_state() -> None:
    source = SampledSource(5, "why", look=Script([run()]))
    source.drain(100)

    assert source.take(10) == [
        KernelRecord(100, Kind.KERNEL_FORK, 5, 5),
        KernelRecord(100, Kind.KERNEL_COMM, 5, 5, text="python3"),
        KernelRecord(100, Kind.SAMPLE, 5, 5, 0, ord("R")),
    ]


def test_a_state_that_lasts_is_told_once() -> None:
    source = SampledSource(5, "why", look=Script([run()], [run()], [run(letter="S")]))
    for turn in range(3):
        source.drain(turn * INTERVAL_NS)

    samples = [found for found in source.take(10) if found.kind is Kind.SAMPLE]
    assert [(found.time, chr(found.flags)) for found in samples] == [(0, "R"), (2 * INTERVAL_NS, "S")]


def test_a_thread_that_is_gone_has_ended() -> None:
    source = SampledSource(5, "why", look=Script([run(), run(6)], [run()]))
    source.drain(0)
    source.take(10)
    source.drain(INTERVAL_NS)

    assert source.take(10) == [KernelRecord(INTERVAL_NS, Kind.KERNEL_EXIT, 5, 6)]


def test_at_the_end_all_have_ended() -> None:
    source = SampledSource(5, "why", look=Script([run()]))
    source.drain(0)
    source.take(10)
    source.finish(7)

    assert source.take(10) == [KernelRecord(7, Kind.KERNEL_EXIT, 5, 5)]
    source.close()


def test_it_looks_only_so_often() -> None:
    source = SampledSource(5, "why", look=Script([run()]))
    source.drain(0)
    source.drain(INTERVAL_NS - 1)

    assert source.known_ns == INTERVAL_NS - 1


def test_a_look_that_costs_much_is_taken_less_often() -> None:
    cost = INTERVAL_NS
    source = SampledSource(5, "why", look=Script([run()], [run()]), clock=lambda: cost)
    source.drain(0)
    source.drain(19 * cost)
    source.take(10)
    source.drain(20 * cost)

    assert source.take(10) == []


def test_it_says_that_it_samples_and_why() -> None:
    source = SampledSource(5, "why", look=Script())

    assert (source.name, source.note, source.backlog) == ("sampled", "why", 0)


def test_a_name_with_brackets_and_blanks_is_read_whole() -> None:
    assert parse_stat(LINE, 11) == Sample(11, 12, "S", 3, "a ) b")


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="there is no /proc here")
def test_proc_shows_our_own_main_thread() -> None:
    found = {sample.tid: sample for sample in look_at_proc(os.getpid())}

    assert found[os.getpid()].letter == "R"


def test_nothing_is_seen_of_a_process_that_is_gone() -> None:
    assert list(look_at_proc(2**22 + 1)) == []
    assert list(LookAtTimes()(2**22 + 1)) == []


def test_running_time_that_grew_means_running() -> None:
    look = LookAtTimes()
    list(look(os.getpid()))
    before = os.times().user
    while os.times().user - before < 0.03:
        pass

    assert "R" in {sample.letter for sample in look(os.getpid()) if sample.pid == os.getpid()}
