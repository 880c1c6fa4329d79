from engine.events import Reason, ResourceKind
from tests.engine.findings.street import Street

KIND = "missing-sentinel"


def consumers(*last: str) -> tuple[Street, int]:
    """Ann, Ben and Cid take from a queue; each got these last items, and those with "None" end. The others wait on, and one is joined."""
    street = Street("Ann", "Ben", "Cid")
    queue = street.shop(ResourceKind.QUEUE)
    for number, (worker, item) in enumerate(zip(street.others, last, strict=False)):
        if item:
            street.put(street.main, queue, 5 + number, item, 1).get(worker, queue, 10 + number, item, 0, line="wait()")
        if item == "None":
            street.end(worker, 15 + number)
        else:
            street.wait(worker, 20 + number, Reason.QUEUE_GET, resource=queue, line="wait()").off(worker, 20 + number)
    joined = next(worker for worker, item in zip(street.others, last, strict=False) if item != "None")
    street.wait(street.main, 30, Reason.JOIN, target=joined).off(street.main, 30)
    return street, queue


def test_those_that_got_no_sentinel_are_named_and_so_is_the_one_that_got_it() -> None:
    street, queue = consumers("None", "1", "2")
    finding = next(finding for finding in street.found(is_over=False) if finding["kind"] == KIND)
    assert (finding["level"], finding["workers"], finding["resources"]) == ("error", street.others[1:], [queue])
    assert finding["message"].startswith(
        "Ben, Cid will wait for an item from shop for ever (line 6), and MainThread for that to end. Ann got None"
    )


def test_where_nobody_got_one_those_that_loop_are_named() -> None:
    street, _ = consumers("1", "2", "")
    finding = next(finding for finding in street.found(is_over=False) if finding["kind"] == KIND)
    assert (finding["message_id"], finding["workers"]) == ("finding.missing-sentinel.none", street.others[:2])


def test_a_wait_for_a_first_item_that_nobody_puts_is_no_matter_of_sentinels() -> None:
    street, _ = consumers("", "", "")
    assert {finding["kind"] for finding in street.found(is_over=False)} == {"join-hang"}


def test_those_that_ended_after_different_items_were_not_told_to() -> None:
    street, queue = consumers("None", "None", "3")
    street.put(street.main, queue, 11.5, "9", 1).get(street.others[1], queue, 11.6, "9", 0)
    assert KIND not in {finding["kind"] for finding in street.found(is_over=False)}


def test_as_long_as_somebody_may_still_put_one_nothing_is_told() -> None:
    street, _ = consumers("None", "1", "2")
    late = street.thread("Late", street.main, tid=110)
    street.start(street.main, late, 1).on(late, 2)
    assert street.found(is_over=False) == []
