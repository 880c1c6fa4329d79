"""The process itself, started as engine/run.py starts it."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.run import BOOT, ROOT
from engine.spec import RunSpec
from engine.supervisor.__main__ import settle_memory
from engine.wire import FrameKind, FrameReader

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper and prctl exist on Linux only")


def supervise(line: bytes, *, cwd: Path | None = None, more: tuple[str, ...] = ()) -> tuple[int, bytes]:
    """Start a supervisor, give it a line, and read all it says."""
    control, ours_control = os.pipe()
    ours, frames = os.pipe()
    command = [sys.executable, "-I", "-c", BOOT, ROOT, "--control", str(control), "--frames", str(frames), *more]
    process = subprocess.Popen(command, pass_fds=(control, frames), cwd=cwd, stdin=subprocess.DEVNULL)
    os.close(control)
    os.close(frames)
    os.write(ours_control, line)
    if not line:
        os.close(ours_control)
    with os.fdopen(ours, "rb") as file:
        said = file.read()
    if line:
        os.close(ours_control)
    return process.wait(), said


def test_it_runs_what_its_first_line_says() -> None:
    code, said = supervise(RunSpec(code="pass", stdio="capture").to_json().encode() + b"\n")

    assert code == 0
    assert FrameReader().feed(said)[-1].kind == FrameKind.SUMMARY


def test_without_a_line_it_ends() -> None:
    assert supervise(b"") == (1, b"")


def test_the_users_modules_in_the_folder_are_not_ours(tmp_path: Path) -> None:
    for name in ("engine", "app", "json", "psutil"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    spec = RunSpec(code="import engine", stdio="capture", cwd=str(tmp_path))
    code, said = supervise(spec.to_json().encode() + b"\n", cwd=tmp_path)

    assert code == 0
    assert b"the wrong module" in said  # from the program, whose own engine.py it is
    assert FrameReader().feed(said)[-1].kind == FrameKind.SUMMARY


def test_wrong_arguments_are_refused() -> None:
    done = subprocess.run([sys.executable, "-I", "-c", BOOT, ROOT, "--control", "x"], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "usage" in done.stderr


def test_the_garbage_collector_looks_seldom() -> None:
    before = gc.get_threshold()
    try:
        settle_memory()
        assert gc.isenabled()
        assert gc.get_threshold()[0] > 100 * 700
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
