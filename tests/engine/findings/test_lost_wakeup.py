import pytest

from engine.events import Kind, Reason, ResourceKind
from tests.engine.findings.street import Street

KIND, CONDITION, EVENT = "lost-wakeup", ResourceKind.CONDITION, ResourceKind.EVENT


def notified_first(*, timeout: float = -1) -> tuple[Street, int]:
    """Ben notifies, then Ann waits; the main thread waits for her to end."""
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop(CONDITION)
    street.acquire(ben, shop, 10).add(11, Kind.NOTIFY, ben, resource=shop, value=1, location=street.at("notify()")).release(
        ben, shop, 12
    ).end(ben, 13)
    street.acquire(ann, shop, 200).release(ann, shop, 200.1)
    street.wait(ann, 200.2, Reason.CONDITION, resource=shop, timeout=timeout, line="wait()").off(ann, 200.3)
    street.wait(street.main, 20, Reason.JOIN, target=ann).off(street.main, 20)
    return street, shop


def kinds(street: Street, *, until: float = 3000, is_over: bool = True) -> list[str]:
    return [finding["kind"] for finding in street.found(until=until, is_over=is_over)]


def test_a_wait_that_came_after_its_only_notify_is_told_with_both_lines() -> None:
    street, _ = notified_first()
    finding = next(finding for finding in street.found(is_over=False) if finding["kind"] == KIND)
    assert (finding["level"], finding["workers"], finding["open"]) == ("error", street.others, True)
    assert finding["message"].startswith("Ben notified shop at line 7, but nobody was waiting. Ann began to wait 189 ms later (line 6)")


def test_one_with_a_time_limit_is_told_when_that_has_passed_and_she_does_not_come_back() -> None:
    street, shop = notified_first(timeout=500)
    street.on(street.others[0], 700.2).timed_out(street.others[0], shop, 700.3)
    (finding,) = street.found()
    assert (finding["level"], finding["message_id"], finding["open"]) == ("warning", "finding.lost-wakeup.timeout", False)
    assert "waited 500 ms, to its time limit" in finding["message"]


def test_who_waits_for_a_short_time_polls() -> None:
    street, shop = notified_first(timeout=50)
    street.timed_out(street.others[0], shop, 250.3)
    assert kinds(street) == []


def test_who_looks_again_after_the_time_limit_and_waits_on_has_lost_nothing() -> None:
    street, shop = notified_first(timeout=500)
    ann = street.others[0]
    street.timed_out(ann, shop, 700.3).acquire(ann, shop, 701).release(ann, shop, 702)
    street.wait(ann, 702.1, Reason.CONDITION, resource=shop, timeout=5000)
    assert kinds(street) == []


def test_a_wait_that_is_notified_after_all_has_lost_nothing() -> None:
    street, shop = notified_first(timeout=500)
    street.add(400, Kind.NOTIFY, street.main, resource=shop, value=1).wait_end(street.others[0], 401, resource=shop)
    assert kinds(street) == []


def test_who_took_the_lock_before_and_did_not_wait_saw_what_the_notify_told_of() -> None:
    street, shop = notified_first()
    ann = street.others[0]
    street.acquire(ann, shop, 100).release(ann, shop, 101)
    assert KIND not in kinds(street)


def test_where_notifiers_wait_too_the_notify_may_be_meant_for_the_other_side() -> None:
    street, shop = notified_first()
    ben = street.others[1]
    street.wait(ben, 5, Reason.CONDITION, resource=shop).add(6, Kind.NOTIFY, street.main, resource=shop, value=1).wait_end(
        ben, 7, resource=shop
    )
    assert KIND not in kinds(street)


@pytest.mark.parametrize(("clearer", "after", "is_lost"), [("Ben", 1, True), ("Ben", 400, False), ("Ann", 1, False)])
def test_an_event_set_and_cleared_at_once_by_the_same_worker_is_a_pulse(clearer: str, after: float, is_lost: bool) -> None:
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop(EVENT)
    street.add(10, Kind.SET, ben, resource=shop).add(10 + after, Kind.CLEAR, ben if clearer == "Ben" else ann, resource=shop)
    street.end(ben, 500).wait(ann, 600, Reason.EVENT, resource=shop).off(ann, 600).wait(street.main, 20, Reason.JOIN, target=ann).off(
        street.main, 20
    )
    assert (KIND in kinds(street, is_over=False)) is is_lost


def test_an_event_that_somebody_waited_for_was_heard() -> None:
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop(EVENT)
    street.wait(ann, 5, Reason.EVENT, resource=shop).add(10, Kind.SET, ben, resource=shop).add(10.1, Kind.CLEAR, ben, resource=shop)
    street.add(10.2, Kind.WAIT_END, ann, resource=shop, reason=Reason.EVENT).end(ben, 11).wait(ann, 12, Reason.EVENT, resource=shop).off(
        ann, 12
    )
    street.wait(street.main, 20, Reason.JOIN, target=ann).off(street.main, 20)
    assert KIND not in kinds(street)


def test_a_pulse_missed_until_the_time_limit_is_told_in_the_end() -> None:
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop(EVENT)
    street.add(10, Kind.SET, ben, resource=shop, location=street.at("notify()")).add(10.1, Kind.CLEAR, ben, resource=shop)
    street.wait(ann, 50, Reason.EVENT, resource=shop, timeout=200, line="wait()")
    street.timed_out(ann, shop, 251, Reason.EVENT)
    assert kinds(street, until=400, is_over=False) == []
    (finding,) = street.found(until=400)
    assert finding["message"].startswith(
        "Ben set shop at line 7 and cleared it at once, but nobody was waiting. Ann began to wait 40 ms later"
    )
