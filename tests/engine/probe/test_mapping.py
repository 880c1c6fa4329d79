"""Files mapped without a descriptor left open."""

from pathlib import Path

import pytest

from engine.probe import mapping
from tests.engine.probe.helpers import ROOT, every_python, run


def test_what_is_written_is_in_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "segment"
    buffer = mapping.create(str(path), 8192)
    buffer[100:105] = b"hello"
    assert path.read_bytes()[100:105] == b"hello"
    assert len(buffer) == path.stat().st_size == 8192


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "segment"
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        mapping.create(str(path), 8192)
    assert path.read_bytes() == b"mine"


@every_python
def test_no_descriptor_stays_open_and_the_memory_goes_with_its_last_user(python: str, tmp_path: Path) -> None:
    source = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from engine.probe import mapping
before = os.listdir("/proc/self/fd")
buffers = [mapping.create({str(tmp_path)!r} + f"/segment-{{number}}", 8192) for number in range(5)]
assert os.listdir("/proc/self/fd") == before
assert open("/proc/self/maps").read().count("/segment-") == 5
del buffers[1:]
assert open("/proc/self/maps").read().count("/segment-") == 1
os.closerange(3, 100)
buffers[0][0:1] = b"x"
"""
    done = run(source, tmp_path, python=python, probe=False)
    assert (done.stderr, done.returncode) == ("", 0)
