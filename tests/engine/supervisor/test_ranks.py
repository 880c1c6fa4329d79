"""Ranks as /proc tells them."""

import os
import sys
from pathlib import Path

import pytest

from engine.supervisor.ranks import parse, parse_cpus, read_ranks
from engine.timeline.ranks import Rank

STAT = "7 (a) b (x) S 1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 39 19 1 0 5 10 1 99 1 1 1 1 1 0 0 0 0 0 0 0 17 1 0 5 0 0 0 0 0 0 0 0 0 0 0"
STATUS = "Name:\ta) b\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1,4\nMems_allowed_list:\t0\n"


def test_a_rank_is_read_from_the_two_files_whatever_the_name_is() -> None:
    assert parse(STAT, STATUS) == Rank(policy=5, nice=19, cpus=frozenset({0, 1, 4}))


@pytest.mark.parametrize(("text", "cpus"), [("0", [0]), ("0-3,8\n", [0, 1, 2, 3, 8])])
def test_a_list_of_cpus_is_spelled_out(text: str, cpus: list[int]) -> None:
    assert parse_cpus(text) == cpus


def test_who_is_gone_or_makes_no_sense_has_no_rank(tmp_path: Path) -> None:
    for tid, stat in ((7, STAT), (8, "8 (x) S")):
        folder = tmp_path / "7" / "task" / str(tid)
        folder.mkdir(parents=True)
        (folder / "stat").write_text(stat)
        (folder / "status").write_text(STATUS)

    assert list(read_ranks([(7, 7), (7, 8), (7, 9)], root=str(tmp_path))) == [7]


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc here")
def test_our_own_rank_is_as_the_system_calls_tell_it() -> None:
    me = os.getpid()
    assert read_ranks([(me, me)]) == {
        me: Rank(os.sched_getscheduler(0), os.getpriority(os.PRIO_PROCESS, 0), frozenset(os.sched_getaffinity(0)))
    }
