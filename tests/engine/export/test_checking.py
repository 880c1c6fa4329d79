import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.errors import WireError
from engine.events import Event, Kind, State
from engine.export.checking import LATEST, Checker, strict_json
from engine.wire import (
    Change,
    Edge,
    EdgeKind,
    Frame,
    FrameKind,
    FrameReader,
    encode_changes,
    encode_edges,
    encode_events,
    encode_frame,
    encode_json,
)
from tests.engine.export.made import DEFINITIONS, FINDING, frames

RECORDINGS = Path(__file__).parent.parent.parent / "recordings"
META = encode_json({"format": 1, "program": "a.py"})
DEFINE = encode_json(DEFINITIONS)


def checked(*bodies: tuple[FrameKind, bytes]) -> Checker:
    checker = Checker()
    for number, (kind, body) in enumerate([(FrameKind.META, META), (FrameKind.DEFINE, DEFINE), *bodies], 1):
        checker.check(encode_frame(kind, body, sequence=number))
    return checker


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.lockstep")), ids=lambda path: path.stem)
def test_recorded_runs_pass(path: Path) -> None:
    checker = Checker()
    for frame in FrameReader().feed(path.read_bytes()):
        checker.check(frame)

    assert checker.is_whole
    assert checker.has_summary
    assert checker.meta is not None
    assert (checker.meta.program, checker.events > 20, len(checker.shown) >= 3) == (f"{path.stem}.py", True, True)


def test_a_run_without_its_end_is_not_whole() -> None:
    checker = Checker()
    for frame in frames(is_whole=False):
        checker.check(frame)

    assert not checker.is_whole
    assert checker.events == 4


@pytest.mark.parametrize(
    ("kind", "body", "complaint"),
    [
        (FrameKind.META, META, "holds two runs"),
        (FrameKind.DEFINE, b'{"workers": [{"id": 9}]}', r"Frame 3 \(DEFINE\) is damaged: workers/0/kind"),
        (FrameKind.DEFINE, b'{"workers": [{"id": "9", "kind": "thread", "name": "", "parent": 0, "process": 0}]}', "workers/0/id"),
        (FrameKind.DEFINE, b'{"workers": [{"id": 9, "kind": "elf", "name": "", "parent": 0, "process": 0}]}', "workers/0/kind"),
        (FrameKind.DEFINE, b'{"resources": [{"id": 0, "kind": "lock", "name": ""}]}', "resources/0/id"),
        (FrameKind.DEFINE, b'{"locations": [[1, 2, 3, "f"]]}', "a place in the source"),
        (FrameKind.DEFINE, b'{"texts": {"one": "x"}}', "texts/one"),
        (FrameKind.DEFINE, b"[" * 100_000, "nested too deeply|not"),
        (FrameKind.DEFINE, b'{"texts": {"1": "\xff"}}', "utf-8"),
        (FrameKind.EVENTS, encode_events([Event(1, Kind.WAIT, 99)]), "no frame before has defined"),
        (FrameKind.EVENTS, encode_events([Event(1, Kind.WAIT, 2, location=99)]), "line or a text"),
        (FrameKind.EVENTS, encode_events([Event(-1, Kind.WAIT, 2)]), "outside any run"),
        (FrameKind.EVENTS, encode_events([Event(LATEST + 1, Kind.WAIT, 2)]), "outside any run"),
        (FrameKind.EVENTS, encode_events([Event(1, Kind.WAIT, 2)])[:-1], "no whole number"),
        (FrameKind.EVENTS, b"\xff" * 40, "is damaged"),
        (FrameKind.CHANGES, encode_changes([Change(2, 2, State.READY), Change(1, 2, State.READY)]), "back in time"),
        (FrameKind.CHANGES, encode_changes([Change(2, 2, State.READY, by=50)]), "no frame before"),
        (FrameKind.EDGES, encode_edges([Edge(2, 1, EdgeKind.WAKE, 2, 77)]), "no frame before"),
        (FrameKind.OUTPUT, b'[[1, 2, 3, "x"]]', "0/2"),
        (FrameKind.OUTPUT, b'{"a": 1}', "OUTPUT"),
        (FrameKind.FINDING, encode_json({**FINDING, "level": "fatal"}), "level"),
        (FrameKind.FINDING, encode_json({**FINDING, "workers": [98]}), "no frame before"),
        (FrameKind.FINDING, b'{"id": 1, "kind": "x", "level": "info", "message": "m", "at": NaN}', "NaN is not JSON"),
        (FrameKind.STATUS, b'{"phase": "ended", "now": 1, "status": "glorious"}', "status"),
        (FrameKind.STATUS, b'{"phase": "ended", "now": true}', "now"),
        (FrameKind.SUMMARY, b'{"run": {}, "workers": [1], "findings": []}', "workers/0"),
        (FrameKind.SUMMARY, b'{"run": {"program": "\\ud800"}, "workers": [], "findings": []}', "surrogate"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_frame(kind: FrameKind, body: bytes, complaint: str) -> None:
    with pytest.raises(WireError, match=complaint):
        checked((kind, body))


def test_frames_come_in_their_order_and_a_run_begins_with_its_meta() -> None:
    with pytest.raises(WireError, match="Frame 1 is missing"):
        Checker().check(encode_frame(FrameKind.META, META, sequence=2))
    with pytest.raises(WireError, match="does not begin"):
        Checker().check(encode_frame(FrameKind.DEFINE, DEFINE, sequence=1))


def test_kinds_of_a_later_lockstep_are_passed_over() -> None:
    checker = checked()
    checker.check(Frame(99, 3, encode_frame(FrameKind.DEFINE, b"x", sequence=3).data))


@pytest.mark.parametrize(
    "make", [lambda row: row | {"format": 2}, lambda row: row | {"program": None}, lambda row: row | {"source": "x" * (2 << 20)}]
)
def test_a_run_of_another_make_is_refused(make: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    with pytest.raises(WireError, match=r"Frame 1 \(META\)"):
        Checker().check(encode_frame(FrameKind.META, encode_json(make(json.loads(META))), sequence=1))


def test_whatever_bits_change_the_answer_is_a_sentence() -> None:
    data = b"".join(frame.data for frame in frames())
    dice = random.Random(5)
    told: list[str] = []
    for _ in range(600):
        changed = bytearray(data)
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        checker = Checker()
        try:
            for frame in FrameReader().feed(bytes(changed)):
                checker.check(frame)
        except WireError as error:
            told.append(str(error))

    assert len(told) > 200
    assert max(map(len, told)) < 500


def test_pairs_of_surrogates_are_characters() -> None:
    assert strict_json(b'"\\ud83d\\ude00"') == "\U0001f600"
