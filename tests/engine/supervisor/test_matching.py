import pytest

from engine.supervisor.matching import Matcher


def matcher(*texts: tuple[int, str]) -> Matcher:
    made = Matcher()
    for worker, text in texts:
        made.recorded(worker, text)
    return made


def test_what_was_recorded_is_explained() -> None:
    assert matcher((1, "hello"), (1, "\n")).explain(b"hello\n") == b""


def test_what_nobody_recorded_is_left_over() -> None:
    assert matcher((1, "hello\n")).explain(b"from C\nhello\n") == b"from C\n"


def test_output_of_several_workers_may_mix() -> None:
    made = matcher((1, "a1\n"), (1, "a2\n"), (2, "b1\n"), (2, "b2\n"))

    assert made.explain(b"b1\na1\na2\nb2\n") == b""


def test_a_text_may_come_in_pieces() -> None:
    made = matcher((1, "hello\n"))

    assert made.explain(b"hel") == b""
    assert made.explain(b"lo\nrest\n") == b"rest\n"


def test_at_the_end_a_piece_is_left_over() -> None:
    made = matcher((1, "hello\n"))
    made.explain(b"hel")

    assert made.explain(b"", final=True) == b"hel"


def test_a_long_text_may_be_cut_by_anothers() -> None:
    long = "x" * 40 + "y" * 40 + "\n"
    made = matcher((1, long), (2, "other\n"))
    cut = long.encode()

    assert made.explain(cut[:50] + b"other\n" + cut[50:]) == b""


@pytest.mark.parametrize(
    "data", [b"mark: 1mark: 2\n\n", b"mark: 2mark: 1\n\n", b"mark: 1mark: 2mark: 3\n\n\n", b"mark: 3mark: 1\nmark: 2\n\n"]
)
@pytest.mark.parametrize("cut", range(1, 16))
def test_lines_may_come_before_the_ends_of_others(data: bytes, cut: int) -> None:
    made = matcher(*((number, f"mark: {number}\n") for number in (1, 2, 3)))

    assert made.explain(data[:cut]) + made.explain(data[cut:]) + made.explain(b"", final=True) == b""


def test_what_begins_like_a_recorded_line_is_not_taken_for_it() -> None:
    assert matcher((1, "mark: 1\n")).explain(b"mark: 12\nmark: 1\n") == b"mark: 12\n"


def test_a_text_that_never_came_does_not_hide_the_next() -> None:
    made = matcher((1, "sent elsewhere\n"), (1, "shown here\n"))

    assert made.explain(b"shown here\n") == b""


def test_a_recorded_text_behind_an_unrecorded_one_on_a_line_is_found() -> None:
    assert matcher((1, "recorded\n")).explain(b"not recorded\n") == b"not "


def test_the_same_text_twice_in_the_pipe_and_once_recorded_is_left_over_once() -> None:
    """So does a buffer that a fork has copied."""
    assert matcher((1, "hello\n")).explain(b"hello\nhello\n") == b"hello\n"


@pytest.mark.parametrize("text", ["é中\n", "\udcff\n", ""])
def test_any_text_can_be_recorded(text: str) -> None:
    assert matcher((1, text)).explain(text.encode("utf-8", "surrogateescape")) == b""


def test_a_lone_surrogate_is_no_trouble() -> None:
    assert matcher((1, "\ud800x\n")).explain(b"?x\n") == b""
