import pytest

from engine.events import Kind, Reason, ResourceKind
from tests.engine.findings.street import Street


def holding(ms: float, reason: Reason = Reason.SLEEP, *, since: float = 20, times: int = 1) -> Street:
    """Ann waits for `ms` with the shop in her hands; Ben comes at `since`."""
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop()
    now = 10.0
    for turn in range(times):
        street.acquire(ann, shop, now, line="with shop")
        street.wait(ann, now + 1, reason, timeout=ms if reason is Reason.SLEEP else -1, line="serve()").off(ann, now + 1)
        if not turn or times > 1:
            street.wait(ben, now + since - 10, Reason.LOCK, resource=shop, line="with shop").off(ben, now + since - 10)
        street.on(ann, now + ms + 1, cpu=1).wait_end(ann, now + ms + 1.05).release(ann, shop, now + ms + 1.1)
        street.on(ben, now + ms + 1.2).acquire(ben, shop, now + ms + 1.3).release(ben, shop, now + ms + 1.4)
        now += ms + 2
    return street


def test_a_lock_held_during_a_long_sleep_while_another_waits_is_told_with_what_it_cost() -> None:
    street = holding(400)
    (finding,) = street.found()
    assert (finding["kind"], finding["level"], finding["workers"]) == ("lock-held-while-waiting", "warning", street.others)
    assert finding["message"].startswith(
        "Ann held shop (taken at line 2) during a sleep at line 3, 400 ms in all. Meanwhile Ben waited for the lock, 391 ms in all."
    )


def test_a_long_sleep_is_told_of_while_it_lasts() -> None:
    street = holding(10_000)
    (finding,) = street.found(until=1200, is_over=False)
    assert finding["message_id"] == "finding.lock-held-while-waiting.sleep"


def test_a_join_only_when_it_is_over_since_another_may_release_the_lock_as_a_signal() -> None:
    assert holding(10_000, Reason.JOIN).found(until=1200, is_over=False) == []
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop()
    street.acquire(street.main, shop, 10).wait(street.main, 11, Reason.JOIN, target=ann).off(street.main, 11)
    street.wait(ben, 20, Reason.LOCK, resource=shop, line="with shop").off(ben, 20)
    street.on(ann, 400).release(ann, shop, 401).off(ann, 402)
    street.on(ben, 401.1).acquire(ben, shop, 402).release(ben, shop, 403)
    assert [finding["kind"] for finding in street.found(until=1500)] == ["foreign-release"]


@pytest.mark.parametrize(("reason", "key"), [(Reason.IO, ".io"), (Reason.PIPE, ".io"), (Reason.JOIN, ""), (Reason.QUEUE_GET, "")])
def test_other_waits_count_as_well(reason: Reason, key: str) -> None:
    (finding,) = holding(400, reason).found()
    assert finding["message_id"] == "finding.lock-held-while-waiting" + key


@pytest.mark.parametrize("reason", [Reason.LOCK, Reason.SEMAPHORE])
def test_a_wait_for_a_second_lock_or_a_permit_does_not(reason: Reason) -> None:
    assert holding(400, reason).found() == []


def test_a_short_sleep_is_nothing_to_tell() -> None:
    assert holding(40).found() == []


def test_many_short_ones_are() -> None:
    (finding,) = holding(40, since=11, times=30).found()
    assert "1.2 s in all" in finding["message"]


def test_nobody_who_waits_no_finding() -> None:
    street = Street("Ann")
    shop = street.shop()
    street.acquire(street.others[0], shop, 10).sleep(street.others[0], 11, 500).release(street.others[0], shop, 520)
    assert street.found() == []


def test_somebody_who_waits_for_a_small_part_of_it_neither() -> None:
    assert holding(400, since=350).found() == []


def test_a_busy_machine_makes_no_sleep_longer() -> None:
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop()
    street.acquire(ann, shop, 10).wait(ann, 11, Reason.SLEEP, timeout=40).off(ann, 11).wait(ben, 12, Reason.LOCK, resource=shop).off(
        ben, 12
    )
    street.wait_end(ann, 700).release(ann, shop, 701).acquire(ben, shop, 702)
    assert street.found() == []


def test_what_a_manager_is_asked_for_with_the_lock_in_hand_does_not_count() -> None:
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop, till = street.shop(), street.resource(ResourceKind.VALUE, "till")
    street.acquire(ann, shop, 10).wait(ann, 11, Reason.PIPE, resource=till, line="serve()").off(ann, 11)
    street.wait(ben, 12, Reason.LOCK, resource=shop).off(ben, 12).on(ann, 412, cpu=1)
    street.add(412.1, Kind.RETURN, ann, resource=till).release(ann, shop, 413).acquire(ben, shop, 414)
    assert street.found() == []
