from xml.etree import ElementTree

import pytest

from engine.events import State
from engine.export.recording import Recording
from engine.export.svg import LEFT, PALETTE, RIGHT, WIDTH, duration, ticks, write_svg
from engine.wire import Change
from tests.engine.export.made import recording, worker
from tests.palette import themes

SVG = "{http://www.w3.org/2000/svg}"


def drawn(made: Recording) -> ElementTree.Element:
    return ElementTree.fromstring("".join(write_svg(made)))


def bars(made: Recording) -> list[tuple[str, float, float]]:
    """Every bar's label, x and width."""
    titled = [node for node in drawn(made).iter(f"{SVG}rect") if node.find(f"{SVG}title") is not None]
    return [(node.findtext(f"{SVG}title") or "", float(node.attrib["x"]), float(node.attrib["width"])) for node in titled]


def test_its_colours_are_those_of_the_light_theme() -> None:
    light = themes()["light"]

    assert {name: light[name] for name in PALETTE} == PALETTE


def test_every_span_is_a_bar_as_long_as_it_lasted() -> None:
    plot = WIDTH - LEFT - RIGHT

    found = bars(recording())

    assert [label for label, _, _ in found] == [
        "blocked: lock mutex, 1.5 µs",
        "ready: gil, 2 µs",
        "ready: cpu, 1 µs",
        "running, 6 µs",
    ]
    assert [(round(x - LEFT), round(width)) for _, x, width in found] == [
        (round(plot * begin / 6), round(plot * length / 6)) for begin, length in [(0.5, 1.5), (2, 2), (4, 1), (0, 6)]
    ]


def test_the_head_says_what_ran_when_and_how_it_is_known() -> None:
    made = recording()
    made.meta |= {"began_at": "2026-11-23T09:00:00+00:00", "argv": ["/tmp/a.py", "3"], "python": "3.12.1"}

    words = [node.text for node in drawn(made).iter(f"{SVG}text")]

    assert "a.py 3" in words
    assert "finished, exit code 0 · 6 µs · 2026-11-23 09:00:00 UTC · Python 3.12.1" in words
    assert "states are measured · Lockstep" in words
    assert {"MainThread", "B", "running", "ready", "blocked", "finding"} <= set(words)


def test_a_finding_marks_those_it_is_about() -> None:
    titles = [node.findtext(f"{SVG}title") for node in drawn(recording()).iter(f"{SVG}path")]

    assert titles.count("deadlock: Nobody moves.") == 1


def test_what_is_too_short_to_be_seen_is_put_together() -> None:
    blinks = [Change(time, 2, State.BLOCKED if time % 2 else State.RUNNING) for time in range(100_000)]
    made = Recording(workers={2: worker(2, "thread", "T")}, changes=blinks, status={"now": 100_000})

    found = bars(made)

    assert len(found) < (WIDTH - LEFT) / 0.8
    assert sum(width for _, _, width in found) == pytest.approx(WIDTH - LEFT - RIGHT, rel=0.1)


def test_names_that_xml_cannot_hold_are_shown_as_far_as_it_can() -> None:
    made = recording()
    made.workers[3] = worker(3, "thread", "<b>&\x00\x1b\ud800")

    assert "<b>&\ufffd\ufffd\ufffd" in {node.text for node in drawn(made).iter(f"{SVG}text")}


@pytest.mark.parametrize(
    ("time", "spelled"), [(0, "0 s"), (999, "999 ns"), (1500, "1.5 µs"), (20_000_000, "20 ms"), (61_000_000_000, "61 s")]
)
def test_a_duration_is_spelled_in_its_largest_unit(time: int, spelled: str) -> None:
    assert duration(time) == spelled


def test_ticks_are_round_and_few() -> None:
    assert ticks(6000) == [0, 1000, 2000, 3000, 4000, 5000, 6000]
    assert ticks(0) == [0, 1]
    assert all(len(ticks(end)) <= 11 for end in range(1, 10**6, 997))
