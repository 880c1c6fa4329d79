"""Record what the program prints, by whom and when.

`sys.stdout` and `sys.stderr` stay the objects they are; each gets a `write` of its own, which `print` and everything else finds
before its type's. What is written to their `buffer` directly is recorded there, what goes through the text layer once only.

What will pass is recorded before it is written: who writes may lose the GIL to many others, and the bytes would be there long before
it is known whose they are. What may be refused (a stream that is closed, a letter that its encoding lacks) is recorded when it has passed.
"""

from __future__ import annotations

import posix
import sys

from . import hooking, recorder
from .hooking import unseen
from .kinds import Kind
from .location import location_id, location_of, outer, places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here = recorder.here
OUTPUT = int(Kind.OUTPUT)
LIMIT = recorder.TEXT_LIMIT
SHORT = LIMIT // 4  # characters that fit into one record whatever they are
ATOMIC = 4096  # bytes that a pipe takes whole or not at all
NEWLINE = b"\n"
BYTES = (bytes, bytearray, memoryview)
known_place = places.get


def install(module: ModuleType) -> None:
    """Hook the module `os` (its `write`) and the two standard streams."""
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        if stream is not None:
            _hook_stream(stream, number)
    raw_write = module.write

    def write(*arguments: Any) -> int:
        try:
            is_told = len(arguments) == 2 and arguments[0] in (1, 2) and not here.hidden and _takes(*arguments)
            if is_told:
                record(arguments[0], decode(arguments[1]), location_id())
            written: int = raw_write(*arguments)
            if not is_told and arguments[0] in (1, 2) and not here.hidden:
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


def _takes(number: int, data: Any) -> bool:
    """Tell whether a descriptor will take all of it, if it takes anything."""
    try:
        return type(data) in BYTES and len(data) <= ATOMIC and posix.get_blocking(number)
    except OSError:
        return False


def _passes(stream: Any, text: Any) -> bool:
    """Tell whether a stream will not refuse a text."""
    if type(text) is not str:
        return False
    try:
        return not stream.closed and (text.isascii() or (stream.encoding.lower() == "utf-8" and text.encode() != b""))
    except (ValueError, AttributeError):
        return False


def _hook_stream(stream: Any, number: int) -> None:
    raw_write, raw_flush = stream.write, stream.flush
    word = OUTPUT << 48 | number << 32

    def tell(text: str, frame: Any) -> None:
        if len(text) > SHORT:
            record(number, text, location_of(frame))
        elif text:
            place = (known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)) if frame is not None else 0
            payload = NEWLINE if text == "\n" else text.encode("utf-8", "replace")
            (here.ring or recorder.ring()).write_payload(word | place, 0, payload)

    def write(*arguments: Any) -> Any:
        try:
            frame = outer()  # none when the interpreter itself prints: the last traceback
            is_told = len(arguments) == 1 and _passes(stream, arguments[0])
            if is_told:
                tell(arguments[0], frame)
            depth = here.hidden
            here.hidden = depth + 1
            try:
                written = raw_write(*arguments)
            finally:
                here.hidden = depth
            if not is_told:
                tell(arguments[0], frame)
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
            is_told = len(arguments) == 1 and type(arguments[0]) in BYTES and not here.hidden and not buffer.closed
            if is_told:
                record(number, decode(arguments[0]), location_id())
            written = raw_write(*arguments)
            if not is_told and not here.hidden:
                record(number, decode(arguments[0]), location_id())
            return written
        except BaseException as error:
            unseen(error)
            raise

    buffer.write = hooking.disguise(write, raw_write)
