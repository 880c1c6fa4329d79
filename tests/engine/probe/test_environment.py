"""The probe's variables: with the children, out of the program's sight."""

import json
from pathlib import Path

from engine.probe.kinds import Birth, Kind
from tests.engine.probe.helpers import SITE, each_python, environment, of, read, run, run_both

CHILD = "subprocess.run([sys.executable, '-c', 'import threading; threading.Lock().acquire()'], check=True)\n"


@each_python
def test_the_program_sees_none_of_them(python: str, tmp_path: Path) -> None:
    told = "[sorted(os.environ), os.getenv('PYTHONPATH'), sys.path[1:], 'sitecustomize' in sys.modules]"
    source = f"import json, os, sys\nprint(json.dumps({told}))\n"
    done = run(source, tmp_path, python=python)
    names, path, folders, has_sitecustomize = json.loads(done.stdout)
    assert not [name for name in names if "LOCKSTEP" in name]
    assert path is None
    assert str(SITE) not in folders
    assert not has_sitecustomize


@each_python
def test_children_have_them_whatever_the_program_does_to_its_environment(python: str, tmp_path: Path) -> None:
    for number, change in enumerate(
        ("pass", "os.environ['PYTHONPATH'] = '/nowhere'", "os.environ.clear()", "os.environ.pop('PYTHONPATH', None)")
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        records = run_both(f"import os, subprocess, sys\n{change}\nprint(os.environ.get('PYTHONPATH'))\n{CHILD}", folder, python=python)
        births = [record.flags for record in of(records, Kind.PROCESS_BEGIN)]
        assert births == [Birth.PROGRAM, Birth.SUBPROCESS], change
        assert len(of(records, Kind.ACQUIRE)) == 1


@each_python
def test_the_programs_own_path_and_sitecustomize_are_kept(python: str, tmp_path: Path) -> None:
    import subprocess

    own = tmp_path / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text("print('mine')\n")
    (tmp_path / "rings").mkdir()
    env = environment(tmp_path / "rings", PYTHONPATH=f"{SITE}:{own}")
    source = "import os, sitecustomize; print(os.environ['PYTHONPATH'], sitecustomize.__file__)"
    done = subprocess.run([python, "-c", source], env=env, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == f"mine\n{own} {own}/sitecustomize.py\n"
    assert of(read(tmp_path), Kind.PROCESS_BEGIN)
