"""ShareableList, and the buffer of SharedMemory where the program's modules are rewritten."""

from pathlib import Path

import pytest

from engine.probe.kinds import Kind, ResourceKind
from tests.engine.probe.family import METHODS, body, tell
from tests.engine.probe.helpers import of
from tests.engine.probe.watching import watch

WORK = """
from multiprocessing import shared_memory
def work(name):
    theirs = shared_memory.ShareableList(name=name)
    theirs[1] = theirs[0] + 1
    theirs.shm.close()
"""


@pytest.mark.parametrize("method", METHODS)
def test_a_shareable_list_is_one_resource_in_all_processes(method: str, tmp_path: Path) -> None:
    lines = (
        "mine = shared_memory.ShareableList([4, 0])",
        "p = ctx.Process(target=work, args=(mine.shm.name,)); p.start(); p.join()",
        "print(mine[1], len(mine), mine.count(4))",
        "mine.shm.close(); mine.shm.unlink()",
    )
    told = tell(WORK + body(*lines), tmp_path, method)
    records = told.of(told.resource(ResourceKind.VALUE), Kind.READ, Kind.WRITE)
    assert [(record.kind.name, record.value, record.text) for record in records] == [
        ("READ", 1, "[0]: 4"),
        ("WRITE", 2, "[1]: 5"),
        ("READ", 2, "[1]: 5"),
    ]
    assert len({record.pid for record in records}) == 2


def test_the_bytes_of_shared_memory_are_told_where_the_program_is_watched(tmp_path: Path) -> None:
    source = (
        "from multiprocessing import shared_memory\ndef f(memory):\n    memory.buf[0] = 5\n    memory.buf[0] = memory.buf[0] + 1\n"
        "memory = shared_memory.SharedMemory(create=True, size=8)\nf(memory)\nprint(memory.buf[0])\nmemory.close()\nmemory.unlink()\n"
    )
    assert [record.text for record in of(watch(source, tmp_path), Kind.READ, Kind.WRITE)] == ["[0]: 5", "[0]: 5", "[0]: 6", "[0]: 6"]
