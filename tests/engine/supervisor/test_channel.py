import os

import pytest

from engine.supervisor.channel import Control, Outbox
from engine.wire import FrameKind, FrameReader


def test_the_first_line_is_waited_for_and_the_rest_is_orders() -> None:
    theirs, ours = os.pipe()
    os.write(ours, b'{"spec": 1}\n{"stop": true}\nnonsense\n[1]\n{"std')
    control = Control(theirs)

    assert control.read_first() == b'{"spec": 1}'
    assert control.read() == [{"stop": True}]
    os.write(ours, b'in": "x"}\n')
    assert control.read() == [{"stdin": "x"}]
    assert not control.is_closed
    os.close(ours)
    assert control.read() == []
    assert control.is_closed
    os.close(theirs)


def test_without_a_first_line_there_is_nothing() -> None:
    theirs, ours = os.pipe()
    os.close(ours)

    assert Control(theirs).read_first() == b""
    os.close(theirs)


def test_frames_are_numbered_and_written_as_far_as_the_pipe_takes_them() -> None:
    ours, theirs = os.pipe()
    outbox = Outbox(theirs)
    for number in range(20):
        outbox.send(FrameKind.STATUS, {"now": number, "fill": "x" * 10_000})
    outbox.write()
    assert 0 < outbox.pending < 20 * 10_000
    reader, frames = FrameReader(), []
    while outbox.pending or len(frames) < 20:
        frames += reader.feed(os.read(ours, 65536))
        outbox.write()

    assert [frame.sequence for frame in frames] == list(range(1, 21))
    assert outbox.next_sequence == 21
    os.close(ours)
    os.close(theirs)


def test_a_reader_that_is_gone_is_noticed() -> None:
    ours, theirs = os.pipe()
    outbox = Outbox(theirs)
    os.close(ours)
    outbox.send(FrameKind.STATUS, {})
    outbox.write()

    assert outbox.is_broken
    outbox.send(FrameKind.STATUS, {})
    assert outbox.pending == 0
    os.close(theirs)


@pytest.mark.parametrize("text", [b"", b"{}\n", b"\xff\n"])
def test_lines_that_are_no_orders_are_passed_over(text: bytes) -> None:
    theirs, ours = os.pipe()
    os.write(ours, b"{}\n" + text)
    control = Control(theirs)
    control.read_first()

    assert control.read() == []
    os.close(ours)
    os.close(theirs)
