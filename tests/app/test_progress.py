import io

import pytest

from app.progress import StatusLine, progress_text


def screen(size: tuple[int, int]) -> tuple[StatusLine, io.StringIO]:
    stream = io.StringIO()
    return StatusLine(stream, size=lambda: size), stream


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ({"now": 1_250_000_000, "workers": 3, "events": 12345}, "lockstep  1.2 s   3 workers   12,345 events"),
        ({"workers": 1}, "lockstep  0.0 s   1 worker   0 events"),
    ],
)
def test_a_status_is_put_into_words(status: dict[str, int], text: str) -> None:
    assert progress_text(status) == text


def test_the_last_line_is_kept_free_and_given_back() -> None:
    line, stream = screen((80, 24))
    line.show("one")
    assert "\x1b[1;23r" in stream.getvalue()
    assert "\x1b[24;1H\x1b[2K\x1b[2mone" in stream.getvalue()
    stream.truncate(0)
    line.show("two")
    assert "r\x1b8" not in stream.getvalue()
    line.close()
    assert "\x1b[r" in stream.getvalue()


def test_a_long_text_is_cut_to_the_screen() -> None:
    line, stream = screen((10, 24))
    line.show("x" * 50)

    assert "x" * 9 in stream.getvalue()
    assert "x" * 10 not in stream.getvalue()


def test_a_screen_without_room_is_left_alone() -> None:
    line, stream = screen((80, 2))
    line.show("one")
    line.close()

    assert stream.getvalue() == ""
