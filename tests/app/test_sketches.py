"""The drawings on the cards."""

from app.sketches import EXAMPLES, HERO, LANE, draw, sketch_of


def test_height_says_how_close_to_the_cpu() -> None:
    running, ready, waiting = draw(["#", "=", "/"]).bars
    assert (running.kind, ready.kind, waiting.kind) == ("running", "ready", "lock")
    assert running.height > ready.height > waiting.height


def test_equal_steps_are_one_bar_and_a_space_is_none() -> None:
    bars = draw(["## ..#"]).bars
    assert [bar.kind for bar in bars] == ["running", "sleep", "running"]
    assert bars[0].width > bars[2].width


def test_bars_stand_on_their_lane() -> None:
    sketch = draw(["#", "/"])
    assert [bar.y + bar.height for bar in sketch.bars] == [LANE, sketch.bars[1].y + sketch.bars[1].height]
    assert sketch.bars[1].y > sketch.bars[0].y


def test_another_owner_is_another_block() -> None:
    assert [bar.kind for bar in draw(["AAABB"]).bars] == ["owner", "owner"]


def test_every_sketch_is_a_whole_drawing() -> None:
    for lanes in (*EXAMPLES.values(), HERO):
        assert 2 <= len(lanes) <= 5
        assert all(set(lane) <= set("#=/.:| ABC") for lane in lanes)


def test_an_example_without_its_own_gets_the_plain_one() -> None:
    assert sketch_of("not yet drawn").bars
