import pytest

from engine.spec import Limits
from engine.supervisor.limits import Usage, find_breach

NONE = Limits(processes=None)


@pytest.mark.parametrize(
    ("limits", "status", "word"),
    [
        (Limits(wall_ns=1_500_000_000), "timed-out", "after 1.5 s, its time limit"),
        (Limits(wall_ns=9 * 10**9, standing_ns=10**9), "stuck", "ended after 1.5 s, without waiting for its time limit of 9 s"),
        (Limits(standing_ns=10**9), "stuck", "Nobody in the program could ever go on, so the run was ended after 1.5 s."),
        (Limits(events=999), "limited", "999 events"),
        (Limits(output_bytes=2000), "limited", "2,000 bytes of output"),
        (Limits(processes=3), "limited", "4 processes alive at once; 3 is its limit"),
    ],
)
def test_a_limit_that_is_passed_is_told_in_a_sentence(limits: Limits, status: str, word: str) -> None:
    breach = find_breach(limits, Usage(1_500_000_000, 1000, 2001, 4, 10**9))

    assert breach is not None
    assert breach.status == status
    assert word in breach.note


def test_within_the_limits_there_is_nothing_to_tell() -> None:
    usage = Usage(99, 100, 100, 4)

    assert find_breach(Limits(wall_ns=100, events=100, output_bytes=100, processes=4), usage) is None
    assert find_breach(NONE, Usage(10**18, 10**9, 10**12, 10**6, 10**18)) is None
    assert find_breach(Limits(standing_ns=100), Usage(10**18, 1, 1, 1, 99)) is None
