from engine.events import Reason
from tests.engine.findings.street import Street


def passing(*, turns: int, each: float = 10, ready_for: float = 0) -> Street:
    """Ann takes the shop again and again, Ben waits from 15 ms on; for so long of each turn somebody waits for a CPU."""
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop()
    street.wait(ben, 15, Reason.LOCK, resource=shop, line="wait()").off(ben, 15)
    for turn in range(turns):
        at = 10 + turn * each
        street.on(ann, at, cpu=1).acquire(ann, shop, at + 0.01, line="with shop").release(ann, shop, at + each - ready_for - 0.1)
        if ready_for:
            street.off(ann, at + each - ready_for, preempted=True)
    return street


def test_one_who_is_passed_for_a_second_starves() -> None:
    street = passing(turns=150)
    (finding,) = street.found(until=1500, is_over=False)
    assert (finding["kind"], finding["level"], finding["workers"]) == ("starvation", "warning", [street.others[1], street.others[0]])
    assert "for shop at line 6 while others took it" in finding["message"]
    assert "Ann (line 2) the last" in finding["message"]


def test_in_the_end_it_says_the_whole_of_it() -> None:
    (finding,) = passing(turns=250).found(until=2515)
    assert finding["message"].startswith("Ben waited 2.5 s for shop at line 6 while others took it 249 times")


def test_some_turns_are_ordinary() -> None:
    assert passing(turns=60).found(until=600) == []


def test_a_long_wait_with_few_turns_of_others_is_no_starvation() -> None:
    assert passing(turns=10, each=200).found(until=2000) == []


def test_time_that_nobody_had_a_cpu_for_does_not_count() -> None:
    assert passing(turns=150, ready_for=5).found(until=1500) == []


def test_one_that_gets_its_turn_in_between_does_not_starve() -> None:
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop()
    for turn in range(300):
        at = 10 + turn * 10
        street.acquire(ann, shop, at).wait(ben, at + 1, Reason.LOCK, resource=shop).release(ann, shop, at + 4)
        street.acquire(ben, shop, at + 4.1).release(ben, shop, at + 4.2)
    assert street.found(until=3100) == []
