from engine.events import ResourceKind
from tests.engine.findings.street import Street


def test_a_lock_released_by_another_than_its_holder_is_told_once() -> None:
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop()
    for ms in (10, 20):
        street.acquire(ann, shop, ms, line="with shop").release(ben, shop, ms + 5, line="shop.release()")
    (finding,) = street.found()
    assert (finding["kind"], finding["level"], finding["workers"], finding["open"]) == ("foreign-release", "info", [ben, ann], False)
    assert finding["message"].startswith("Ben released shop at line 4, which Ann had taken at line 2 and held for 5 ms.")


def test_a_lock_released_by_its_holder_is_nothing_to_tell() -> None:
    street = Street("Ann", "Ben")
    shop = street.shop()
    for number, worker in enumerate(street.others):
        street.acquire(worker, shop, 10 + number * 10).release(worker, shop, 15 + number * 10)
    assert street.found() == []


def test_a_lock_that_nobody_is_known_to_hold_may_be_released_by_anybody() -> None:
    street = Street("Ann")
    street.release(street.others[0], street.shop(), 10)
    assert street.found() == []


def test_a_semaphore_that_rises_above_its_first_value_is_told_when_its_takers_release_it() -> None:
    street = Street("Ann")
    (ann,) = street.others
    shop = street.shop(ResourceKind.SEMAPHORE, capacity=2)
    street.acquire(ann, shop, 10, value=1).release(ann, shop, 11, value=2).release(ann, shop, 12, value=3, line="shop.release()")
    (finding,) = street.found(until=200, is_over=False)
    assert (finding["kind"], finding["level"], finding["workers"]) == ("over-release", "warning", [ann])
    assert "at line 4 without having taken it: it rose to 3 permits and began with 2" in finding["message"]


def test_who_released_without_having_taken_is_told_and_not_who_gave_back_the_last() -> None:
    street = Street("Ann", "Ben")
    ann, ben = street.others
    shop = street.shop(ResourceKind.SEMAPHORE, capacity=1)
    street.acquire(ann, shop, 10, value=0).release(ben, shop, 11, value=1, line="shop.release()").release(
        ann, shop, 12, value=2, line="serve()"
    )
    (finding,) = street.found(until=200)
    assert finding["workers"] == [ben]
    assert finding["message"].startswith("Ben released shop at line 4 without having taken it: it rose to 2 permits")


def test_one_that_nobody_ever_takes_is_told_at_the_end() -> None:
    street = Street("Ann")
    shop = street.shop(ResourceKind.SEMAPHORE, capacity=1)
    street.release(street.others[0], shop, 10, value=2)
    assert street.found(until=500, is_over=False) == []
    assert [finding["kind"] for finding in street.found(until=500)] == ["over-release"]


def test_one_that_one_side_releases_and_another_takes_counts_things_and_may_rise() -> None:
    street = Street("Producer", "Consumer")
    producer, consumer = street.others
    shop = street.shop(ResourceKind.SEMAPHORE, capacity=2)
    street.release(producer, shop, 10, value=3).release(producer, shop, 300, value=4).acquire(consumer, shop, 500, value=3)
    assert street.found() == []


def test_one_that_begins_with_nothing_is_made_to_rise() -> None:
    street = Street("Ann")
    shop = street.shop(ResourceKind.SEMAPHORE)
    street.release(street.others[0], shop, 10, value=1).acquire(street.others[0], shop, 11, value=0).release(
        street.others[0], shop, 12, value=1
    )
    assert street.found() == []
