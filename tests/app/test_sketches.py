"""The drawings on the cards."""

from pathlib import Path

import pytest

from app.settings import PACKAGE
from app.sketches import COLUMNS, HERO, LANE, MARKS, PLAIN, STEP, draw, sketch_of

FILES = sorted((PACKAGE / "lessons").glob("*/sketch.txt"))


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


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_sketch_of_an_example_is_a_whole_drawing(path: Path) -> None:
    lanes = path.read_text("utf-8").splitlines()
    assert 2 <= len(lanes) <= 4
    assert all(len(lane) <= COLUMNS and lane == lane.rstrip() for lane in lanes)
    assert any("#" in lane for lane in lanes)
    assert all(set(lane) <= MARKS or set(lane) <= set(" ABCDEF") for lane in lanes)


def test_the_hero_and_the_plain_sketch_are_whole_drawings() -> None:
    for lanes in (HERO, PLAIN):
        assert all(set(lane) <= MARKS or set(lane) <= set(" ABC") for lane in lanes)


def test_a_sketch_is_as_wide_as_all_others_however_soon_its_lanes_end() -> None:
    assert sketch_of(("##", "#")).width == COLUMNS * STEP


def test_an_example_without_its_own_gets_the_plain_one() -> None:
    assert sketch_of(()) == draw(PLAIN)
