"""How the probe is loaded: privately, quickly, and without a word when it cannot be."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.engine.probe.helpers import SITE, every_python


@every_python
def test_bytecode_of_the_probe_is_kept_even_if_the_program_s_is_not(python: str, tmp_path: Path) -> None:
    probe = tmp_path / "probe"
    shutil.copytree(SITE.parent, probe, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "mine.py").write_text("")
    env = {"PYTHONPATH": f"{probe}/site:{tmp_path}", "_LOCKSTEP_RINGS": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    source = "import sys, threading, mine; print(sys.dont_write_bytecode, '_lockstep_load' in sys.modules)"
    done = subprocess.run([python, "-c", source], env=env, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("True False\n", "")
    kept = {path.name.partition(".")[0] for path in probe.rglob("*.pyc")}
    assert {"_lockstep_load", "sitecustomize", "boot", "kinds", "recorder", "locks", "threads"} <= kept
    assert not list(tmp_path.glob("__pycache__/*"))


@every_python
def test_a_probe_that_cannot_be_loaded_leaves_the_program_alone(python: str, tmp_path: Path) -> None:
    site = tmp_path / "probe" / "site"
    shutil.copytree(SITE, site)
    env = {"PYTHONPATH": str(site), "_LOCKSTEP_RINGS": str(tmp_path)}
    source = "import sys; print([name for name in sys.modules if 'lockstep' in name], 'enum' in sys.modules)"
    done = subprocess.run([python, "-c", source], env=env, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[] False\n", "")


@every_python
def test_a_start_takes_its_modules_from_one_file_as_long_as_their_sources_stay_the_same(python: str, tmp_path: Path) -> None:
    probe = tmp_path / "probe"
    shutil.copytree(SITE.parent, probe, ignore=shutil.ignore_patterns("__pycache__"))

    def shown() -> str:
        env = {"PYTHONPATH": f"{probe}/site", "_LOCKSTEP_RINGS": str(tmp_path)}
        source = "import sys; print(sys.modules['_lockstep_probe.reprs'].LENGTH)"
        done = subprocess.run([python, "-c", source], env=env, capture_output=True, text=True, timeout=60)
        assert done.stderr == ""
        return done.stdout

    first = shown()
    (start,) = (probe / "__pycache__").glob("start.*")
    for bytecode in probe.rglob("*.pyc"):
        bytecode.unlink()
    reprs = probe / "reprs.py"
    before = reprs.stat()
    reprs.write_text(reprs.read_text().replace("LENGTH = 60", "LENGTH = 61"))
    os.utime(reprs, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert shown() == first == "60\n"
    os.utime(reprs)
    assert shown() == "61\n"
    start.write_bytes(start.read_bytes()[:1000])  # as a full disk may leave it
    assert shown() == "61\n"
    assert len(start.read_bytes()) > 1000
