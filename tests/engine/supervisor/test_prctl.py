import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.supervisor import prctl

ROOT = Path(__file__).resolve().parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")

PARENT = """
import os, signal, sys
from engine.supervisor.prctl import die_with_parent
if os.fork() == 0:
    assert die_with_parent(signal.SIGKILL)
    os.write(1, b"%d\\n" % os.getpid())
    os.read(0, 1)
    os._exit(0)
os.read(0, 1)
"""


@linux
def test_a_child_goes_with_its_parent() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    int(parent.stdout.readline())
    parent.kill()
    # The stream ends when its last holder, the child, is gone; its stdin is still open.
    assert parent.stdout.read() == b""
    parent.communicate()


def test_elsewhere_it_says_that_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert not prctl.become_subreaper()
    assert not prctl.die_with_parent(signal.SIGKILL)
    assert os.getppid() > 0
