import os

import pytest

from engine.clock import Clock
from engine.supervisor.capture import Capture, InputPipe, OutputPipe
from engine.supervisor.spawn import Streams


def at(time_ns: int) -> Clock:
    """Give a clock that stands still."""
    return lambda: time_ns


@pytest.fixture
def pipe() -> tuple[int, int]:
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    return ours, theirs


def test_bytes_are_kept_until_the_records_up_to_their_arrival_are_known(pipe: tuple[int, int]) -> None:
    ours, theirs = pipe
    out = OutputPipe(ours, 1)
    os.write(theirs, b"hello\nfrom C\n")
    out.read(at(100))

    assert out.unexplained(99) == []
    out.recorded(4, "hello\n")
    assert out.unexplained(100) == [(100, 0, 1, "from C\n")]
    out.close()
    os.close(theirs)


def test_bytes_arrive_when_they_are_read_for_their_records_may_have_come_just_before(pipe: tuple[int, int]) -> None:
    ours, theirs = pipe
    out = OutputPipe(ours, 1)

    def clock() -> int:  # looked at when the bytes are there
        with pytest.raises(BlockingIOError):
            os.read(ours, 1)
        return 100

    os.write(theirs, b"hello\n")
    out.read(clock)
    assert out.unexplained(99) == []
    assert out.unexplained(100) == [(100, 0, 1, "hello\n")]
    out.close()
    os.close(theirs)


def test_no_more_is_read_at_once_than_the_budget(pipe: tuple[int, int]) -> None:
    ours, theirs = pipe
    out = OutputPipe(ours, 1)
    os.write(theirs, b"x" * 1000)

    assert out.read(at(1), most=300) == 300
    assert out.byte_count == 300
    out.close()
    os.close(theirs)


def test_the_end_of_the_stream_closes_it(pipe: tuple[int, int]) -> None:
    ours, theirs = pipe
    out = OutputPipe(ours, 2)
    assert out.read(at(1)) == 0
    assert out.is_open
    os.close(theirs)
    assert out.read(at(2)) == 0
    assert not out.is_open
    assert out.read(at(3)) == 0


def test_a_letter_cut_in_two_comes_out_whole_and_a_broken_one_is_marked(pipe: tuple[int, int]) -> None:
    ours, theirs = pipe
    out = OutputPipe(ours, 1)
    for number, piece in enumerate((b"\xc3", b"\xa9\n", b"\xff")):
        os.write(theirs, piece)
        out.read(at(number))
    texts = [row[3] for row in out.unexplained(9, final=True)]

    assert "".join(texts) == "é\n\ufffd"
    out.close()
    os.close(theirs)


def test_what_is_kept_back_comes_at_the_end(pipe: tuple[int, int]) -> None:
    ours, theirs = pipe
    out = OutputPipe(ours, 1)
    out.recorded(1, "hello\n")
    os.write(theirs, b"hel")
    out.read(at(1))

    assert out.unexplained(1) == []
    assert out.unexplained(2, final=True) == [(2, 0, 1, "hel")]
    out.close()
    os.close(theirs)


def test_input_is_written_as_far_as_it_goes_and_then_ends(pipe: tuple[int, int]) -> None:
    theirs, ours = pipe
    os.set_blocking(ours, False)
    text = "x" * 100_000
    stdin = InputPipe(ours, text, stays_open=False)
    got = b""
    stdin.write()
    while len(got) < len(text):
        got += os.read(theirs, 65536)
        stdin.write()

    assert os.read(theirs, 10) == b""
    assert got == text.encode()
    os.close(theirs)


def test_live_input_stays_open_until_it_is_ended(pipe: tuple[int, int]) -> None:
    theirs, ours = pipe
    stdin = InputPipe(ours, "a\n", stays_open=True)
    stdin.send("b\n")
    stdin.write()
    assert os.read(theirs, 10) == b"a\nb\n"
    stdin.end()
    stdin.send("too late")
    stdin.write()
    assert os.read(theirs, 10) == b""
    os.close(theirs)


def test_a_program_that_reads_nothing_is_no_trouble(pipe: tuple[int, int]) -> None:
    theirs, ours = pipe
    stdin = InputPipe(ours, "a\n", stays_open=True)
    os.close(theirs)
    stdin.write()
    stdin.write()


def test_inherited_streams_count_what_was_recorded() -> None:
    capture = Capture(Streams(), "", stdin_open=False)
    capture.add_recorded([(1, 1, 1, "four")])
    capture.pump(at(1))
    capture.read_rest(at(1))

    assert capture.byte_count == 4
    assert not capture.is_open
    assert capture.unexplained(5, final=True) == []
    capture.close()
