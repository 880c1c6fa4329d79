from engine.events import Reason, ResourceKind
from tests.engine.findings.street import Street


def line(*, turns: int, each: float, workers: int = 3, kind: ResourceKind = ResourceKind.LOCK, barging: int = 0) -> Street:
    """Let them take turns: each comes back to the line as soon as it has given back, `barging` times after taking it out of turn."""
    street = Street(*(f"W{n}" for n in range(workers)))
    shop = street.shop(kind, capacity=1 if kind is ResourceKind.SEMAPHORE else None)
    reason = Reason.SEMAPHORE if kind is ResourceKind.SEMAPHORE else Reason.LOCK
    first, *rest = street.others
    street.acquire(first, shop, 5)
    for worker in rest:
        street.wait(worker, 6, reason, resource=shop, line="wait()")
    for turn in range(turns):
        owner, following = (street.others[(turn + n) % workers] for n in (0, 1))
        at = 10 + turn * each
        street.release(owner, shop, at, value=int(kind is ResourceKind.SEMAPHORE))
        for number in range(barging):
            street.acquire(owner, shop, at + 0.001 + number / 100).release(owner, shop, at + 0.005 + number / 100)
        street.acquire(following, shop, at + 0.2, value=int(kind is not ResourceKind.SEMAPHORE)).wait(
            owner, at + 0.5, reason, resource=shop, line="wait()"
        )
    return street


def test_a_line_that_stands_for_a_second_is_a_convoy() -> None:
    street = line(turns=120, each=12)
    (finding,) = street.found(until=1440, is_over=False)
    assert (finding["kind"], finding["level"], finding["workers"]) == ("lock-convoy", "warning", street.others)
    assert "A line of waiters has stood at shop for" in finding["message"]
    assert "(line 6)" in finding["message"]


def test_a_short_one_is_not() -> None:
    assert line(turns=50, each=12).found(until=600, is_over=False) == []


def test_a_few_hand_overs_are_not() -> None:
    assert line(turns=15, each=100).found(until=1500, is_over=False) == []


def test_two_who_take_turns_are_no_line() -> None:
    assert line(turns=150, each=12, workers=2).found(until=1800, is_over=False) == []


def test_a_line_for_permits_is_what_a_semaphore_is_for() -> None:
    assert line(turns=150, each=12, kind=ResourceKind.SEMAPHORE).found(until=1800, is_over=False) == []


def test_where_most_take_it_out_of_turn_there_is_no_order_to_speak_of() -> None:
    assert line(turns=150, each=12, barging=3).found(until=1800, is_over=False) == []


def test_a_line_that_dissolves_is_forgotten() -> None:
    street = line(turns=60, each=12)
    shop = 1
    last = [street.others[(60 + n) % 3] for n in range(3)]
    for number, worker in enumerate(last):
        street.release(worker, shop, 740 + number * 10)
        if number < 2:
            street.acquire(last[number + 1], shop, 741 + number * 10)
    street.acquire(last[0], shop, 800).release(last[0], shop, 801)
    assert street.found(until=2000, is_over=False) == []
