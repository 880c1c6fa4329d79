from engine.events import State
from engine.timeline import Batch
from engine.wire import Change


def test_a_batch_without_news_is_false() -> None:
    assert not Batch()


def test_a_batch_with_any_news_is_true() -> None:
    assert Batch(changes=[Change(0, 1, State.RUNNING)])
    assert Batch(texts={1: "x"})
