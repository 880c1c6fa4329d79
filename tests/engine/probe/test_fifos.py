"""Named pipes: whoever opens one waits for whoever opens its other end."""

from pathlib import Path

import pytest

from engine.probe.kinds import Kind, Reason, ResourceKind
from tests.engine.probe.family import tell

OPENERS = {
    "open": ("open('hatch', 'w')", "open('hatch')"),
    "os.open": ("os.fdopen(os.open('hatch', os.O_WRONLY), 'w')", "os.fdopen(os.open('hatch', os.O_RDONLY))"),
}


@pytest.mark.parametrize("opener", OPENERS)
def test_what_goes_through_is_told_at_both_ends(opener: str, tmp_path: Path) -> None:
    writer, reader = OPENERS[opener]
    source = f"""
import tempfile
os.chdir(tempfile.mkdtemp())
os.mkfifo("hatch")
if os.fork() == 0:
    with {reader} as end: assert end.read() == "soup"
    os._exit(0)
with {writer} as end: end.write("soup")
print(os.wait()[1])
"""
    told = tell(source, tmp_path)
    (child,) = told.children()
    hatch = told.resource(ResourceKind.PIPE)
    assert told.defined[hatch][1] == "hatch"
    assert len(told.defined) == 1
    waits = told.of(hatch, Kind.WAIT)
    assert {(record.pid, record.reason) for record in waits} == {(told.program, Reason.IO), (child, Reason.IO)}
    (sent,) = told.of(hatch, Kind.SEND)
    received, *_ = told.of(hatch, Kind.RECV)
    assert (sent.pid, sent.value, received.pid, received.value, received.text) == (told.program, 4, child, 4, "b'soup'")


def test_other_files_and_failures_are_as_ever(tmp_path: Path) -> None:
    source = """
import traceback
for path in ("/none", "/", b"/none", 5.5, "a\\0b"):
    for way in (open, lambda path: os.open(path, os.O_RDWR)):
        try:
            way(path)
        except (OSError, TypeError, ValueError):
            traceback.print_exc()
number = os.open(os.devnull, os.O_RDONLY, mode=0o600)
print(os.read(number, 10), os.open)
os.close(number)
"""
    told = tell(source, tmp_path)
    assert told.some(Kind.WAIT) == []
