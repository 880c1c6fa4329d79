import os
import sys
from pathlib import Path

import pytest

from engine.errors import SupervisorError
from engine.supervisor import directory as module
from engine.supervisor.directory import LOCK, PREFIX, VARIABLE, RunDirectory, sweep
from tests.engine.living import start_cat

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_a_directory_is_private_and_goes_with_all_that_is_in_it(tmp_path: Path) -> None:
    made = RunDirectory([tmp_path])
    (made.path / "1-1-1.ring").write_bytes(b"x")

    assert made.path.stat().st_mode & 0o777 == 0o700
    assert made.path.name.startswith(PREFIX)
    made.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_full_place_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full, roomy = tmp_path / "full", tmp_path / "roomy"
    full.mkdir()
    roomy.mkdir()
    free = {full: 0, roomy: 1 << 40}
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: type("Usage", (), {"free": free[path]}))

    assert RunDirectory([full, roomy]).path.parent == roomy


def test_without_a_place_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SupervisorError, match="no folder with room"):
        RunDirectory([])


def test_a_directory_in_use_is_left_alone(tmp_path: Path) -> None:
    made = RunDirectory([tmp_path])

    assert sweep([tmp_path]) == []
    assert made.path.exists()


def test_a_directory_is_locked_before_it_bears_a_lock_that_a_sweep_could_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    flock = module.fcntl.flock

    def look_first(descriptor: int, operation: int) -> None:
        seen.append([path for folder in tmp_path.iterdir() for path in folder.glob(LOCK)])
        flock(descriptor, operation)

    monkeypatch.setattr(module.fcntl, "flock", look_first)
    made = RunDirectory([tmp_path])

    assert seen == [[]]
    assert (made.path / LOCK).exists()


def abandoned(folder: Path) -> Path:
    path = folder / f"{PREFIX}old"
    path.mkdir()
    (path / LOCK).touch()
    return path


def test_an_abandoned_directory_is_swept(tmp_path: Path) -> None:
    path = abandoned(tmp_path)

    assert sweep([tmp_path]) == [path]
    assert not path.exists()


def test_a_directory_in_the_making_is_left_alone_and_an_old_one_without_a_lock_is_not(tmp_path: Path) -> None:
    path = tmp_path / f"{PREFIX}new"
    path.mkdir()
    assert sweep([tmp_path]) == []
    os.utime(path, (1, 1))
    assert sweep([tmp_path]) == [path]


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / LOCK).touch()
    (tmp_path / f"{PREFIX}link").symlink_to(precious)

    assert sweep([tmp_path]) == []
    assert precious.exists()


@linux
def test_who_still_runs_in_an_abandoned_directory_is_ended(tmp_path: Path) -> None:
    path = abandoned(tmp_path)
    survivor = start_cat({VARIABLE: str(path)})
    sweep([tmp_path])

    assert survivor.wait(timeout=20) == -9
    survivor.communicate()
