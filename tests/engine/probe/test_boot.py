"""How the probe comes to be in a process, and what it must not do there."""

import shutil
from pathlib import Path

import pytest

from engine.probe import boot
from engine.probe.kinds import Birth, Definition, Kind
from tests.engine.probe.helpers import each_python, every_python, of, read, run, run_both


@pytest.mark.parametrize(
    ("arguments", "parent", "birth"),
    [
        (["python", "program.py"], "", Birth.PROGRAM),
        (["python", "program.py"], "12", Birth.SUBPROCESS),
        (["python", "-c", "from multiprocessing.spawn import spawn_main; spawn_main()"], "12", Birth.SPAWN),
        (["python", "-c", "from multiprocessing.forkserver import main; main()"], "12", Birth.HELPER),
        (["python", "-c", "from multiprocessing.resource_tracker import main;main(5)"], "12", Birth.HELPER),
        (["python", "-c"], "12", Birth.SUBPROCESS),
    ],
)
def test_the_command_line_tells_how_a_process_came_to_be(arguments: list[str], parent: str, birth: Birth) -> None:
    assert boot.birth_of(arguments, parent) == birth


@every_python
def test_a_process_says_what_it_runs(python: str, tmp_path: Path) -> None:
    records = run_both("import sys\nprint(sys.argv[1:], __name__, sys.flags.no_site)\n", tmp_path, "a", "b c", python=python)
    said = next(record for record in of(records, Kind.DEFINE) if record.flags == Definition.PROCESS)
    assert said.text.split("\x1f")[-1].endswith("program.py a b c")


@every_python
def test_a_program_goes_on_when_the_run_directory_is_not_there(python: str, tmp_path: Path) -> None:
    source = "import queue, threading\nwith threading.Lock():\n    print('fine')\n"
    plain = run(source, tmp_path, python=python, probe=False)
    shutil.rmtree(tmp_path / "rings")
    (tmp_path / "rings").write_text("a file")
    rings = tmp_path / "rings"
    assert rings.is_file()
    import subprocess

    from tests.engine.probe.helpers import environment

    done = subprocess.run([python, str(tmp_path / "program.py")], env=environment(rings), capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr, done.returncode) == (plain.stdout, plain.stderr, plain.returncode)


@every_python
def test_the_interpreters_end_is_quiet(python: str, tmp_path: Path) -> None:
    source = """
import atexit, gc, threading, time
class Late:
    def __del__(self):
        with lock:
            print("late")
lock, keep = threading.Lock(), Late()
keep.me = keep
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
atexit.register(print, "at exit")
"""
    records = run_both(source, tmp_path, python=python)
    assert len(of(records, Kind.PROCESS_END)) == 1


def test_the_names_of_the_hooks_are_files() -> None:
    folder = Path(boot.__file__).parent
    assert {name for names in boot.HOOKS.values() for name in names} <= {path.stem for path in folder.glob("*.py")}


@every_python
def test_isolated_mode_runs_without_the_probe(python: str, tmp_path: Path) -> None:
    import subprocess

    from tests.engine.probe.helpers import environment

    (tmp_path / "rings").mkdir()
    subprocess.run([python, "-I", "-c", "pass"], env=environment(tmp_path / "rings"), check=True, timeout=60)
    assert not read(tmp_path)


@every_python
def test_a_hook_for_a_module_that_the_program_never_imports_is_not_even_loaded(python: str, tmp_path: Path) -> None:
    source = """
import sys
boot = sys.modules["_lockstep_probe.boot"]
loaded = {name.rpartition(".")[2] for name in sys.modules if name.startswith("_lockstep_probe.")}
wanted = {file for name, files in boot.HOOKS.items() if name in sys.modules for file in files}
print(len(wanted) > 5, sorted(loaded & {file for files in boot.HOOKS.values() for file in files} - wanted))
ran = set()
set_profile = sys.setprofile.__wrapped__  # which shows our frames, too
set_profile(lambda frame, *_: ran.add(frame.f_code.co_filename))
import colorsys
set_profile(None)
print(sorted(file.rpartition("/")[2] for file in ran if "/probe/" in file))
"""
    done = run(source, tmp_path, python=python)
    asked = ["driving.py", "imports.py", "location.py", "locks.py"]  # locks: the import system makes two
    assert (done.stdout, done.stderr) == (f"True []\n{asked}\n", "")


@each_python
def test_what_is_destroyed_last_of_all_goes_on_to_print_and_to_lock(python: str, tmp_path: Path) -> None:
    source = """
import builtins, sys, threading
lock, rlock = threading.Lock(), threading.RLock()
class Last:
    def __del__(self, locks=(lock, rlock), out=sys.stdout):
        for each in locks:
            with each:
                print("with", type(each).__name__)
        out.write("and without\\n")
last = Last()
builtins.here = sys.here = here = sys.modules[__name__]  # until all other modules are gone
"""
    records = run_both(source, tmp_path, python=python)
    assert len(of(records, Kind.ACQUIRE)) == 2
