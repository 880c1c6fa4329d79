"""Record what the program prints, by whom and when.

`sys.stdout` and `sys.stderr` stay the objects they are; each gets a `write` of its own, which `print` and everything else finds
before its type's. What is written to their `buffer` directly is recorded there, what goes through the text layer once only.
"""

from __future__ import annotations

import sys

from . import hooking, recorder
from .hooking import unseen
from .kinds import Kind
from .location import get_frame, location_id, location_of, places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here = recorder.here
OUTPUT = int(Kind.OUTPUT)
LIMIT = recorder.TEXT_LIMIT
SHORT = LIMIT // 4  # characters that fit into one record whatever they are
NEWLINE = b"\n"
known_place = places.get


def install(module: ModuleType) -> None:
    """Hook the module `os` (its `write`) and the two standard streams."""
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        if stream is not None:
            _hook_stream(stream, number)
    raw_write = module.write

    def write(*arguments: Any) -> int:
        try:
            written: int = raw_write(*arguments)
            if arguments[0] in (1, 2) and not here.hidden:
                record(arguments[0], decode(arguments[1])[:written], location_id())
            return written
        except BaseException as error:
            unseen(error)
            raise

    hooking.builtin(module, "write", write)


def record(stream: int, text: str, location: int) -> None:
    """Record text in pieces of at most 4096 bytes."""
    while text:
        piece = text[:LIMIT]
        if not piece.isascii() and len(piece) > LIMIT // 4:
            piece = piece[: LIMIT // 4]
        recorder.emit_text(OUTPUT, 0, piece, stream, location)
        text = text[len(piece) :]


def decode(data: Any) -> str:
    """Return bytes as text; what is no UTF-8 is replaced."""
    return bytes(data).decode("utf-8", "replace")


def _hook_stream(stream: Any, number: int) -> None:
    raw_write, raw_flush = stream.write, stream.flush
    word = OUTPUT << 48 | number << 32

    def write(*arguments: Any) -> Any:
        try:
            depth = here.hidden
            here.hidden = depth + 1
            try:
                written = raw_write(*arguments)
            finally:
                here.hidden = depth
            text = arguments[0]
            if len(text) > SHORT:
                record(number, text, location_id())
            elif text:
                frame = get_frame().f_back  # none when the interpreter itself prints: the last traceback
                place = (known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)) if frame is not None else 0
                payload = NEWLINE if text == "\n" else text.encode("utf-8", "replace")
                (here.ring or recorder.ring()).write_payload(word | place, 0, payload)
            return written
        except BaseException as error:
            unseen(error)
            raise

    def flush() -> None:
        try:
            here.hidden += 1
            try:
                raw_flush()
            finally:
                here.hidden -= 1
        except BaseException as error:
            unseen(error)
            raise

    try:
        stream.write, stream.flush = hooking.disguise(write, raw_write), hooking.disguise(flush, raw_flush)
        _hook_buffer(stream.buffer, number)
    except AttributeError:  # a stream of another make
        return


def _hook_buffer(buffer: Any, number: int) -> None:
    raw_write = buffer.write

    def write(*arguments: Any) -> Any:
        try:
            written = raw_write(*arguments)
            if not here.hidden:
                record(number, decode(arguments[0]), location_id())
            return written
        except BaseException as error:
            unseen(error)
            raise

    buffer.write = hooking.disguise(write, raw_write)
