"""multiprocessing's values and arrays: one resource each, their own lock included, and what is read and written in them."""

from pathlib import Path

import pytest

from engine.probe.kinds import Kind, ResourceKind
from tests.engine.probe.family import METHODS, body, names, tell

COUNT = """
def work(value):
    with value.get_lock():
        value.value += 1
"""


@pytest.mark.parametrize("method", METHODS)
def test_a_value_and_its_own_lock_are_one_resource(method: str, tmp_path: Path) -> None:
    lines = ("value = ctx.Value('i', 1)", "p = ctx.Process(target=work, args=(value,)); p.start(); p.join()", "print(value.value)")
    told = tell(COUNT + body(*lines), tmp_path, method)
    value = told.resource(ResourceKind.VALUE)
    assert len(told.defined) == 1
    theirs = told.of(value, Kind.ACQUIRE, Kind.RELEASE, pid=told.children()[0])
    assert [(record.kind, record.value) for record in theirs] == [
        (Kind.ACQUIRE, 1),
        *[(Kind.ACQUIRE, 2), (Kind.RELEASE, 1)] * 2,
        (Kind.RELEASE, 0),
    ]
    assert {record.line for record in theirs} == {8, 9}


def test_an_array_is_a_value_too(tmp_path: Path) -> None:
    told = tell(body("array = ctx.Array('i', [1, 2])", "array[0] = 5; print(array[:], len(array))", "with array: pass"), tmp_path, "fork")
    assert names(told.of(told.resource(ResourceKind.VALUE))) == [
        "CREATE",
        "ACQUIRE",
        "WRITE",
        "RELEASE",
        "ACQUIRE",
        "READ",
        "RELEASE",
        "ACQUIRE",
        "RELEASE",
    ]


def test_a_value_under_a_lock_of_the_programs_is_a_resource_of_its_own(tmp_path: Path) -> None:
    told = tell(body("lock = ctx.Lock(); value = ctx.Value('i', 1, lock=lock)", "print(value.value)"), tmp_path, "fork")
    assert names(told.of(told.resource(ResourceKind.VALUE))) == ["CREATE", "READ"]
    assert names(told.of(told.resource(ResourceKind.LOCK))) == ["CREATE", "ACQUIRE", "RELEASE"]


def test_a_value_without_a_lock_is_one_too(tmp_path: Path) -> None:
    told = tell(
        body("value = ctx.Value('d', 1.5, lock=False); array = ctx.Array('i', 2, lock=False)", "print(value.value, array[:])"),
        tmp_path,
        "fork",
    )
    assert [int(fields[0]) for fields in told.defined.values()] == [ResourceKind.VALUE] * 2


@pytest.mark.parametrize("method", METHODS)
def test_what_is_read_and_written_is_told_with_the_lock_held(method: str, tmp_path: Path) -> None:
    lines = ("value = ctx.Value('i', 5)", "p = ctx.Process(target=work, args=(value,)); p.start(); p.join()", "print(value.value)")
    told = tell(COUNT + body(*lines), tmp_path, method)
    value = told.resource(ResourceKind.VALUE)
    theirs = told.of(value, Kind.ACQUIRE, Kind.READ, Kind.WRITE, Kind.RELEASE, pid=told.children()[0])
    assert names(theirs) == ["ACQUIRE", "ACQUIRE", "READ", "RELEASE", "ACQUIRE", "WRITE", "RELEASE", "RELEASE"]
    assert [record.text for record in told.of(value, Kind.READ, pid=told.program)] == ["6"]


def test_the_items_of_an_array_are_told_apart(tmp_path: Path) -> None:
    told = tell(body("array = ctx.Array('i', [1, 2])", "array[1] += 5; print(array[-1], array[:1])"), tmp_path, "fork")
    records = told.of(told.resource(ResourceKind.VALUE), Kind.READ, Kind.WRITE)
    assert [(record.value, record.text) for record in records] == [(2, "[1]: 2"), (2, "[1]: 7"), (2, "[1]: 7"), (0, "[1]")]


def test_a_string_and_a_structure_are_values_too(tmp_path: Path) -> None:
    lines = (
        "from ctypes import Structure, c_int",
        "class Point(Structure): _fields_ = [('x', c_int)]",
        "text = ctx.Array('c', b'abc'); text.value = b'xyz'; print(text.value)",
        "point = ctx.Value(Point, 3); point.x = 4; print(point.x)",
    )
    told = tell(body(*lines), tmp_path, "fork")
    assert [record.text for record in told.some(Kind.READ, Kind.WRITE)] == ["b'xyz'", "b'xyz'", "4", "4"]
