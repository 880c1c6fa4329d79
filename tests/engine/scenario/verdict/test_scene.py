"""A run in the scenario's own words."""

import pytest

from engine.events import Kind, ResourceKind
from engine.export.recording import Recording
from engine.scenario.verdict.scene import ENTER, MARK, Line, Scene, fits
from tests.engine.scenario.verdict.court import STEPS, Court, scenario_of
from tests.story import MS


def scene_of(court: Court) -> Scene:
    return Scene(court.recording(), scenario_of(), STEPS, {"counter": "counter_"})


def said_in_pieces(court: Court, *pieces: tuple[int, float, str]) -> list[Line]:
    """Say pieces of lines as `print` writes them: the words, then the end of the line, each with a record of its own."""
    for worker, ms, text in pieces:
        court.tables.outputs.append((round(ms * MS), worker, 1, text))
        court.add(ms, Kind.OUTPUT, worker, text=court.tables.text(text.strip()), flags=1, location=court.at('print("mark")'))
    return scene_of(court).lines


def test_lines_of_two_who_print_at_once_are_told_apart() -> None:
    court = Court()
    one, two = court.cooks
    lines = said_in_pieces(court, (one, 5, "mark: "), (two, 6, "mark: b"), (one, 7, "a"), (two, 8, "\n"), (one, 9, "\n"))

    assert [(line.text, line.worker, line.time // MS) for line in lines] == [("mark: a", one, 5), ("mark: b", two, 6)]
    assert {line.location for line in lines} == {court.at('print("mark")')}


def test_a_line_that_its_writer_could_not_end_is_one() -> None:
    court = Court()

    assert [line.text for line in said_in_pieces(court, (court.waiter, 5, "one\ntwo\nmark: thr"))] == ["one", "two", "mark: thr"]


def test_only_a_newline_ends_a_line() -> None:
    court = Court()

    assert [line.text for line in said_in_pieces(court, (court.waiter, 5, "a\u2028b\x0cc\n"))] == ["a\u2028b\x0cc"]


def test_what_nobody_is_known_to_have_printed_is_no_mark() -> None:
    recording = Court().recording()
    recording.outputs.append((5, 0, 1, "mark: x\n"))
    scene = Scene(recording, scenario_of(), STEPS, {})

    assert ([line.text for line in scene.lines], scene.said(MARK)) == (["mark: x"], [])


def test_a_print_step_is_no_mark_whatever_it_says() -> None:
    court = Court().mark(2, 5, "real")
    court.print(court.waiter, 6, "mark: feigned", line='print("plain")').enter(court.waiter, 7, "kitchen")
    scene = scene_of(court)

    assert [line.text for line in scene.said(MARK)] == ["real"]
    assert [line.text for line in scene.said(ENTER)] == ["kitchen"]
    assert [line.text for line in scene.printed()] == ["mark: feigned"]


def test_workers_have_the_scenarios_names() -> None:
    court = Court()
    child = court.process("cook-3", pid=200)
    court.tables.workers[child - 1].name = "cook-3"
    court.start(court.main, child - 1, 4).begin(child, 4.5)
    helper = court.thread("cook-9", court.main)
    court.start(court.main, helper, 5)
    court.tables.workers[helper].is_helper = True
    task = court.strand("Task-1 (main)", court.main)
    court.step(court.main, task, 5)
    scene = scene_of(court)

    assert scene.name(task) == "main"
    assert [scene.name(number) for number in (court.main, court.main - 1, *court.cooks, child, child - 1, 99)] == [
        *("main", "main", "cook-0", "cook-1", "cook-3", "cook-3", "?")
    ]
    assert scene.workers("cook") == [*court.cooks, child]
    assert scene.workers("waiter") == [court.waiter]
    assert scene.workers("any") == [*court.cooks, court.waiter, child]
    assert not scene.is_of(court.cooks[0], "coo")


def test_with_a_program_any_worker_is_all_but_the_main_one() -> None:
    court = Court()
    scene = Scene(court.recording(), {"program": "..."}, {}, {})

    assert scene.workers("any") == [*court.cooks, court.waiter]


def test_resources_are_found_by_their_line_and_by_their_name() -> None:
    court = Court()
    other = court.resource(ResourceKind.LOCK, "buffer.lock", of=court.main)
    renamed = court.resource(ResourceKind.VALUE, "counter_", of=court.main)
    unlike = court.resource(ResourceKind.QUEUE, "buffers", of=court.main)
    for number in (other, renamed, unlike, court.buffer, *court.forks):
        court.add(3, Kind.CREATE, court.main, resource=number)
    scene = scene_of(court)

    assert scene.resources("buffer") == {court.buffer, other}
    assert scene.resources("forks") == set(court.forks)
    assert scene.resources("forks[1]") == {court.forks[1]}
    assert scene.resources("counter") == {renamed}
    assert scene.resource_name(0) is None


def test_a_place_outside_of_the_program_has_no_line() -> None:
    recording = Recording(meta={"program": "a.py"}, locations={1: ("/x/a.py", 4, "f"), 2: ("/x/b.py", 4, "f"), 3: ("<string>", 99, "f")})
    scene = Scene(recording, {}, STEPS, {})

    assert [scene.place(number) for number in range(4)] == [(None, None), (4, STEPS[4]), (None, None), (99, None)]


@pytest.mark.parametrize(
    ("pattern", "text", "fitting"),
    [
        *(("a", "a", True), ("a", "ab", False), ("a*", "a", True), ("*b", "ab", True)),
        *(("a*c*", "abcd", True), ("a.c", "abc", False), ("*", "", True)),
    ],
)
def test_a_star_stands_for_anything(pattern: str, text: str, fitting: bool) -> None:
    assert fits(pattern, text) is fitting
