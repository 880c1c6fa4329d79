from engine.events import EdgeKind, Kind, Reason, ResourceKind, State
from engine.timeline import Batch
from engine.wire import Edge
from tests.story import MS, Story


class Shop:
    """A producer, a consumer and a queue between them."""

    def __init__(self, *, capacity: int | None = None, kind: ResourceKind = ResourceKind.QUEUE) -> None:
        self.story = Story()
        self.main = self.story.process("shop.py", pid=100)
        self.story.on(self.main, 0).begin(self.main, 0.1)
        self.baker = self.story.thread("Baker", self.main, tid=101)
        self.eater = self.story.thread("Eater", self.main, tid=102)
        for worker in (self.baker, self.eater):
            self.story.start(self.main, worker, 0.2).on(worker, 0.5, cpu=1)
        self.belt = self.story.resource(kind, "belt", of=self.main, capacity=capacity)


def messages(batch: Batch) -> list[Edge]:
    return [edge for edge in batch.edges if edge.kind is EdgeKind.MESSAGE]


def seen(batch: Batch, worker: int) -> list[tuple[float, State, int]]:
    return [(change.time / MS, change.state, change.by) for change in batch.changes if change.worker == worker and change.time >= 2 * MS]


def test_an_item_makes_an_edge_from_put_to_get() -> None:
    shop = Shop()
    shop.story.put(shop.baker, shop.belt, 2, "'cake'", 1).get(shop.eater, shop.belt, 5, "'cake'", 0)
    timeline, batch = shop.story.told(until=10)
    (edge,) = messages(batch)
    assert (edge.t0, edge.t1, edge.source, edge.target, edge.resource) == (2 * MS, 5 * MS, shop.baker, shop.eater, shop.belt)
    assert shop.story.tables.texts[edge.text - 1] == "'cake'"
    facts = timeline.summary()["resources"][0]
    assert (facts["acquisitions"], facts["max_depth"]) == (2, 1)


def test_items_are_matched_first_in_first_out() -> None:
    shop = Shop()
    for number in range(3):
        shop.story.put(shop.baker, shop.belt, 2 + number, "None", number + 1)
    for number in range(3):
        shop.story.get(shop.eater, shop.belt, 6 + number, "None", 2 - number)
    _, batch = shop.story.told(until=10)
    assert [edge.t0 / MS for edge in messages(batch)] == [2, 3, 4]


def test_items_of_a_stack_are_matched_by_what_they_are() -> None:
    shop = Shop()
    for number in range(3):
        shop.story.put(shop.baker, shop.belt, 2 + number, str(number), number + 1)
    for number in range(3):
        shop.story.get(shop.eater, shop.belt, 6 + number, str(2 - number), 2 - number)
    _, batch = shop.story.told(until=10)
    assert [edge.t0 / MS for edge in messages(batch)] == [4, 3, 2]


def test_an_item_that_reads_differently_at_the_other_end_is_matched_in_order() -> None:
    shop = Shop()
    shop.story.put(shop.baker, shop.belt, 2, "<Cake at 0x1>", 1).get(shop.eater, shop.belt, 5, "<Cake at 0x2>", 0)
    _, batch = shop.story.told(until=10)
    assert len(messages(batch)) == 1


def test_a_get_recorded_a_hair_before_its_put_is_matched() -> None:
    shop = Shop()
    shop.story.get(shop.eater, shop.belt, 2, "'cake'", 0).put(shop.baker, shop.belt, 2.01, "'cake'", 1)
    shop.story.put(shop.baker, shop.belt, 3, "'pie'", 1).get(shop.eater, shop.belt, 4, "'pie'", 0)
    _, batch = shop.story.told(until=10)
    assert [(edge.t0 / MS, edge.t1 / MS) for edge in messages(batch)] == [(2, 2), (3, 4)]


def test_a_get_whose_put_was_lost_does_not_take_a_later_item() -> None:
    shop = Shop()
    shop.story.get(shop.eater, shop.belt, 2, "'cake'", 0)
    shop.story.put(shop.baker, shop.belt, 200, "'pie'", 1).get(shop.eater, shop.belt, 201, "'pie'", 0)
    _, batch = shop.story.told(until=300)
    assert [(edge.t0 / MS, edge.t1 / MS) for edge in messages(batch)] == [(200, 201)]


def test_a_waiting_consumer_is_woken_by_the_put() -> None:
    shop = Shop()
    shop.story.wait(shop.eater, 2, Reason.QUEUE_GET, resource=shop.belt).off(shop.eater, 2)
    shop.story.put(shop.baker, shop.belt, 5, "'cake'", 1)
    shop.story.on(shop.eater, 6, cpu=0).get(shop.eater, shop.belt, 6, "'cake'", 0)
    _, batch = shop.story.told(until=10)
    assert seen(batch, shop.eater) == [(2, State.BLOCKED, 0), (5, State.READY, shop.baker), (6, State.RUNNING, 0)]
    assert [edge.reason for edge in batch.edges if edge.kind is EdgeKind.WAKE] == [Reason.QUEUE_GET]


def test_a_producer_waits_while_the_queue_is_full() -> None:
    shop = Shop(capacity=1)
    shop.story.put(shop.baker, shop.belt, 2, "1", 1).wait(shop.baker, 3, Reason.QUEUE_PUT, resource=shop.belt).off(shop.baker, 3)
    shop.story.get(shop.eater, shop.belt, 5, "1", 0)
    _, batch = shop.story.told(until=10)
    assert seen(batch, shop.baker) == [(3, State.BLOCKED, 0), (5, State.READY, shop.eater)]


def test_one_item_wakes_one_of_two_consumers() -> None:
    shop = Shop()
    for worker, ms in ((shop.eater, 2), (shop.baker, 3)):
        shop.story.wait(worker, ms, Reason.QUEUE_GET, resource=shop.belt).off(worker, ms)
    shop.story.put(shop.main, shop.belt, 5, "1", 1)
    _, batch = shop.story.told(until=10)
    assert seen(batch, shop.eater)[-1][:2] == (5, State.READY)
    assert seen(batch, shop.baker)[-1][:2] == (3, State.BLOCKED)


def test_a_faster_consumer_sends_the_woken_one_back() -> None:
    shop = Shop()
    shop.story.wait(shop.eater, 2, Reason.QUEUE_GET, resource=shop.belt).off(shop.eater, 2)
    shop.story.put(shop.main, shop.belt, 5, "1", 1).get(shop.baker, shop.belt, 5.1, "1", 0)
    _, batch = shop.story.told(until=10)
    assert [row[:2] for row in seen(batch, shop.eater)] == [(2, State.BLOCKED), (5, State.READY), (5.1, State.BLOCKED)]


def test_the_last_task_done_lets_the_queue_s_join_go_on() -> None:
    shop = Shop()
    shop.story.wait(shop.baker, 2, Reason.JOIN, resource=shop.belt).off(shop.baker, 2)
    shop.story.add(4, Kind.TASK_DONE, shop.eater, resource=shop.belt, value=1).add(
        5, Kind.TASK_DONE, shop.eater, resource=shop.belt, value=0
    )
    _, batch = shop.story.told(until=10)
    assert seen(batch, shop.baker) == [(2, State.BLOCKED, 0), (5, State.READY, shop.eater)]


def test_a_queue_that_is_shut_down_lets_everybody_go() -> None:
    shop = Shop()
    shop.story.wait(shop.eater, 2, Reason.QUEUE_GET, resource=shop.belt).off(shop.eater, 2)
    shop.story.add(5, Kind.CLOSE, shop.baker, resource=shop.belt)
    _, batch = shop.story.told(until=10)
    assert seen(batch, shop.eater)[-1] == (5, State.READY, shop.baker)


def test_a_pipe_that_one_process_closes_may_be_open_in_another() -> None:
    shop = Shop(kind=ResourceKind.PIPE)
    shop.story.wait(shop.eater, 2, Reason.PIPE, resource=shop.belt).off(shop.eater, 2)
    shop.story.add(5, Kind.CLOSE, shop.baker, resource=shop.belt)
    _, batch = shop.story.told(until=10)
    assert seen(batch, shop.eater)[-1] == (2, State.BLOCKED, 0)


def test_an_unknown_depth_is_counted() -> None:
    shop = Shop()
    shop.story.put(shop.baker, shop.belt, 2, "1", -1).put(shop.baker, shop.belt, 3, "2", -1).get(shop.eater, shop.belt, 4, "1", -1)
    _, batch = shop.story.told(until=10)
    assert [event.value for event in batch.events if event.resource == shop.belt] == [1, 2, 1]


def test_a_message_through_a_pipe_wakes_the_other_end() -> None:
    shop = Shop(kind=ResourceKind.PIPE)
    text = shop.story.tables.text("'hi'")
    shop.story.wait(shop.eater, 2, Reason.PIPE, resource=shop.belt).off(shop.eater, 2)
    shop.story.add(5, Kind.SEND, shop.baker, resource=shop.belt, text=text, value=6)
    shop.story.on(shop.eater, 6, cpu=0).add(6, Kind.RECV, shop.eater, resource=shop.belt, text=text, value=6)
    _, batch = shop.story.told(until=10)
    assert seen(batch, shop.eater) == [(2, State.BLOCKED, 0), (5, State.READY, shop.baker), (6, State.RUNNING, 0)]
    assert [(edge.source, edge.target) for edge in messages(batch)] == [(shop.baker, shop.eater)]


def test_nobody_gets_his_own_message_back() -> None:
    shop = Shop(kind=ResourceKind.PIPE)
    for worker, ms in ((shop.baker, 2), (shop.eater, 3)):
        shop.story.add(ms, Kind.SEND, worker, resource=shop.belt)
    for worker, ms in ((shop.baker, 4), (shop.eater, 5)):
        shop.story.add(ms, Kind.RECV, worker, resource=shop.belt)
    _, batch = shop.story.told(until=10)
    assert [(edge.source, edge.target) for edge in messages(batch)] == [(shop.eater, shop.baker), (shop.baker, shop.eater)]
