"""Tells which bytes of the program's output nobody has recorded.

A captured program's output arrives twice: as OUTPUT records of the probe, which know who wrote what and when, and as bytes in a pipe. The
records are what users see. What came through the pipe without a record (from C code, or from programs that are not Python) is shown too, as
output of nobody known. Each stream's bytes are explained piece by piece by the recorded texts of its workers, each worker's in order.
"""

import itertools
from collections import deque

LONG_ENOUGH = 32  # bytes: a text cut in two by the pipe is recognised by at least so much
TELLING = 4  # bytes: a text out of turn is recognised by at least so much
LOOK_AHEAD = 64  # texts of one worker that may be passed over
MOST_WAITING = 100_000  # texts of one worker that wait for their bytes


class Matcher:
    """Explains the bytes of one stream; does no I/O."""

    def __init__(self) -> None:
        self._recorded: dict[int, deque[bytes]] = {}
        self._rest = b""
        self._last = 0

    def recorded(self, worker: int, text: str) -> None:
        """Take a text that a worker is known to have written."""
        if not text:
            return
        texts = self._recorded.setdefault(worker, deque(maxlen=MOST_WAITING))
        try:
            texts.append(text.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError:
            texts.append(text.encode("utf-8", "replace"))

    def explain(self, data: bytes, *, final: bool = False) -> bytes:
        """Take bytes of the pipe, of which everything recorded is known; return those that no record explains.

        The beginning of a recorded text at the very end is kept back until more comes, unless this is the end.
        """
        data = self._rest + data
        self._rest = b""
        unexplained: list[bytes] = []
        position = 0
        while position < len(data):
            length = self._match(data, position)
            if length == 0 and not final and self._may_begin(data, position):
                self._rest = data[position:]
                break
            if length == 0:
                length = self._skip(data, position)
                unexplained.append(data[position : position + length])
            position += length
        return b"".join(unexplained)

    def _match(self, data: bytes, position: int) -> int:
        """Consume the recorded text that stands here; return its length, 0 if there is none."""
        return self._match_whole(data, position) or self._match_part(data, position) or self._match_later(data, position)

    def _match_whole(self, data: bytes, position: int) -> int:
        """Consume the text that is next for some worker: for the last writer, else for whoever has the longest."""
        best, length = 0, 0
        for worker in sorted(self._recorded, key=lambda worker: worker != self._last):
            head = self._recorded[worker][0]
            if len(head) > length and data.startswith(head, position):
                best, length = worker, len(head)
                if worker == self._last:
                    break
        if length:
            self._consume(best, 1)
        return length

    def _match_part(self, data: bytes, position: int) -> int:
        """Consume a piece of a text whose rest will come later, behind somebody else's output: a long one, or all but the line's end.

        Without a buffer print() writes a line and its end one after the other, and another thread's line can come between the two.
        """
        for worker, texts in self._recorded.items():
            head = texts[0]
            line = head.removesuffix(b"\n")
            if TELLING <= len(line) < len(head) and data.startswith(line, position) and self._another_begins(data, position + len(line)):
                texts[0] = head[len(line) :]
                self._last = worker
                return len(line)
            if len(head) > LONG_ENOUGH and data.startswith(head[:LONG_ENOUGH], position):
                length = _common(head, data[position : position + len(head)])
                if position + length < len(data):
                    texts[0] = head[length:]
                    self._last = worker
                    return length
        return 0

    def _another_begins(self, data: bytes, position: int) -> bool:
        return any(data.startswith(texts[0].removesuffix(b"\n") or b"\n", position) for texts in self._recorded.values())

    def _match_later(self, data: bytes, position: int) -> int:
        """Consume a text that is not next: what stood before it never came through the pipe (the program sent it elsewhere)."""
        for worker, texts in self._recorded.items():
            for number, text in enumerate(itertools.islice(texts, LOOK_AHEAD)):
                if number and len(text) >= TELLING and data.startswith(text, position):
                    self._consume(worker, number + 1)
                    return len(text)
        return 0

    def _consume(self, worker: int, count: int) -> None:
        texts = self._recorded[worker]
        for _ in range(count):
            texts.popleft()
        if not texts:
            del self._recorded[worker]
        self._last = worker

    def _may_begin(self, data: bytes, position: int) -> bool:
        rest = data[position:]
        heads = [texts[0] for texts in self._recorded.values()]
        lines = [line for head in heads if TELLING <= len(line := head.removesuffix(b"\n")) < len(head) and rest.startswith(line)]
        return any(head.startswith(end) for end in (rest, *(rest[len(line) :] for line in lines)) for head in heads)

    def _skip(self, data: bytes, position: int) -> int:
        """Pass over what is not recorded: to the end of the line, or to where a recorded text begins."""
        newline = data.find(b"\n", position)
        end = len(data) if newline < 0 else newline + 1
        for texts in self._recorded.values():
            found = data.find(texts[0], position + 1, end)
            end = found if found > 0 else end
        return end - position


def _common(one: bytes, other: bytes) -> int:
    """How many bytes two texts have in common at their beginning."""
    shorter = min(len(one), len(other))
    return next((n for n in range(shorter) if one[n] != other[n]), shorter)
