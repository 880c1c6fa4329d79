"""Reads what rank threads have, for those about whom somebody asks: a program may change it at any time, and from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.timeline.ranks import Rank

if TYPE_CHECKING:
    from collections.abc import Iterable

NICE, POLICY = 18, 40  # fields of /proc/PID/stat, from 0
ALLOWED: Final = "Cpus_allowed_list:"


def read_ranks(threads: Iterable[tuple[int, int]], *, root: str = "/proc") -> dict[int, Rank]:
    """Read the ranks of some threads (pid, tid), by their tid; who is gone has none."""
    ranks = {}
    for pid, tid in threads:
        folder = f"{root}/{pid}/task/{tid}"
        try:
            with open(f"{folder}/stat", encoding="ascii", errors="replace") as stat, open(f"{folder}/status", errors="replace") as status:
                ranks[tid] = parse(stat.read(), status.read())
        except (OSError, ValueError, IndexError):
            continue
    return ranks


def parse(stat: str, status: str) -> Rank:
    """Make a rank of the two files' texts. ValueError or IndexError if they are none."""
    words = stat[stat.rindex(")") + 2 :].split()  # the name before may have any character in it
    allowed = next(line for line in status.splitlines() if line.startswith(ALLOWED)).removeprefix(ALLOWED)
    return Rank(policy=int(words[POLICY - 2]), nice=int(words[NICE - 2]), cpus=frozenset(parse_cpus(allowed)))


def parse_cpus(text: str) -> list[int]:
    """Spell out a list of CPUs as the kernel writes it: "0-3,8"."""
    cpus: list[int] = []
    for part in text.strip().split(","):
        first, _, last = part.partition("-")
        cpus += range(int(first), int(last or first) + 1)
    return cpus
