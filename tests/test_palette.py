"""The colours of tokens.css can be read and told apart: on every theme, in a bright hall, with every kind of colour vision."""

from itertools import combinations

import pytest

from tests.palette import VISION, blend, contrast, difference, lab, linear, themes

THEMES = themes()
MARKS = ("run", "ready-stroke", "blocked-stroke", "alarm", "resource", "done", "focus")
TEXTS = ("ink", "ink-2")
PAIRS = (
    ("run", "run-text"),
    ("ready-fill", "ready-text"),
    ("blocked-fill", "blocked-text"),
    ("alarm", "alarm-text"),
    ("resource", "resource-text"),
    ("focus", "focus-text"),
)
BRIGHT_HALL = 1 / 6  # 7:1 between white and black on the screen
READY_OUTLINE = 0.15  # share of a ready bar that its outline covers


def states(theme: dict[str, str]) -> dict[str, tuple[float, float, float]]:
    return {
        "running": linear(theme["run"]),
        "ready": blend(theme["ready-stroke"], theme["ready-fill"], READY_OUTLINE),
        "blocked": blend(theme["blocked-stroke"], theme["blocked-fill"], float(theme["pattern-coverage"])),
        "alarm": linear(theme["alarm"]),
    }


def test_the_difference_agrees_with_the_published_test_pairs() -> None:
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-3)
    assert difference((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-3)
    assert difference((50, 2.5, 0), (50, 0, -2.5)) == pytest.approx(4.3065, abs=1e-3)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", ["bg", "lane", "surface", "surface-2"])
def test_text_is_read_on_every_ground(name: str, ground: str) -> None:
    theme = THEMES[name]
    assert {token: contrast(theme[token], theme[ground]) for token in TEXTS if contrast(theme[token], theme[ground]) < 4.5} == {}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", ["bg", "lane"])
def test_marks_are_seen_on_page_and_lane(name: str, ground: str) -> None:
    theme = THEMES[name]
    assert {token: contrast(theme[token], theme[ground]) for token in MARKS if contrast(theme[token], theme[ground]) < 3} == {}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("fill", "text"), PAIRS)
def test_text_in_a_bar_is_read(name: str, fill: str, text: str) -> None:
    assert contrast(THEMES[name][fill], THEMES[name][text]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("token", ["focus", "alarm", "done"])
def test_links_notes_and_trouble_are_read_as_text(name: str, token: str) -> None:
    theme = THEMES[name]
    grounds = {"focus": ("bg", "surface", "focus-soft"), "alarm": ("bg", "alarm-soft"), "done": ("bg",)}[token]
    assert {ground: contrast(theme[token], theme[ground]) for ground in grounds if contrast(theme[token], theme[ground]) < 4.5} == {}


@pytest.mark.parametrize("name", THEMES)
def test_an_outline_stands_out_from_its_own_fill(name: str) -> None:
    theme = THEMES[name]
    assert contrast(theme["ready-stroke"], theme["ready-fill"]) >= 3
    assert contrast(theme["blocked-stroke"], theme["blocked-fill"]) >= 3


@pytest.mark.parametrize("token", [*TEXTS, *MARKS])
def test_the_projector_theme_holds_in_a_bright_hall(token: str) -> None:
    theme = THEMES["projector"]
    assert contrast(theme[token], theme["bg"], flare=BRIGHT_HALL) >= 4


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_states_are_told_apart(name: str, vision: str) -> None:
    colours = {state: lab(colour, vision) for state, colour in states(THEMES[name]).items()}
    least = 5 if vision == "grey" else 10  # in grey, height and texture carry the state too
    near = {pair: difference(colours[pair[0]], colours[pair[1]]) for pair in combinations(colours, 2)}
    assert {pair: value for pair, value in near.items() if value < least} == {}
