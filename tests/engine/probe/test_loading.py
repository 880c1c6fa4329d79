"""A program whose modules are rewritten cannot tell: it prints the same and ends the same, however it is started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import Record, environment, every_python, read

COUNTER = """
import sys, threading, shared
left = 0
def work():
    global left
    for _ in range(3):
        left += 1
        shared.add()
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(left, shared.total, __name__, __file__, __spec__, __package__, globals().get("__cached__"))
print(type(__loader__).__name__, sys.argv, sys.path[0])
print(sorted(globals()), "runpy" in sys.modules, sys.path_hooks[0].__name__)
"""
SHARED = "total = 0\ndef add():\n    global total\n    total += 2\n"


def both(program: str, folder: Path, *arguments: str, python: str = sys.executable, **files: str) -> list[Record]:
    """Run a program without us and with its data watched; it must say the same. Returns the records."""
    (folder / "rings").mkdir(exist_ok=True)
    (folder / "program.py").write_text(program)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    words = [python, *(arguments or ("program.py",))]
    plain = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    seen = []
    for env in (plain, environment(folder / "rings", _LOCKSTEP_DATA="1")):
        result = subprocess.run(words, env={**env, "PYTHONDONTWRITEBYTECODE": "1"}, cwd=folder, capture_output=True, text=True, timeout=60)
        seen.append((result.stdout, result.stderr, result.returncode))
    assert seen[0] == seen[1]
    return [record for record in read(folder) if record.kind in (Kind.READ, Kind.WRITE)]


@every_python
def test_the_programs_file_and_its_modules_run_as_ever_and_are_watched(python: str, tmp_path: Path) -> None:
    records = both(COUNTER, tmp_path, python=python, shared=SHARED)
    assert [record.text for record in records if record.kind == Kind.WRITE and record.file.endswith("program.py")] == [
        str(n) for n in range(7)
    ]
    assert [record.text for record in records if record.kind == Kind.WRITE and record.file.endswith("shared.py")] == [
        str(2 * n) for n in range(7)
    ]


@every_python
def test_no_frame_of_ours_is_on_the_stack(python: str, tmp_path: Path) -> None:
    program = """
import asyncio, atexit, inspect, traceback
left = 0
async def main():
    global left
    left += 1
    asyncio.create_task(bug())
async def bug():
    1 / 0
print([frame.filename for frame in inspect.stack()])
traceback.print_stack()
atexit.register(print, "the end")
asyncio.run(main(), debug=True)
next(iter([]))
"""
    both(program, tmp_path, python=python)


@pytest.mark.parametrize("arguments", [("-m", "program", "a"), ("./program.py", "a b"), ("-P", "program.py")])
def test_however_it_is_started(arguments: tuple[str, ...], tmp_path: Path) -> None:
    program = COUNTER.replace("import sys, threading, shared", "import sys, threading\nclass shared:\n    total = 0\n    add = print")
    program = program.replace(", __spec__,", ", bool(__spec__),")
    assert both(program, tmp_path, *arguments)


@pytest.mark.parametrize(
    "end", ["1 / 0", "raise SystemExit(3)", "sys.exit('words')", "def f(:", "fail()", "import broken", "import missing"]
)
def test_it_ends_as_ever(end: str, tmp_path: Path) -> None:
    program = f"import sys\nleft = 0\ndef fail():\n    global left\n    left = 1\n    raise KeyError(left)\n{end}\n"
    both(program, tmp_path, broken="x = 0\ndef f():\n    global x\n    x = 1 / 0\nf()\n")


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_children_are_watched_too(method: str, tmp_path: Path) -> None:
    program = (
        "import multiprocessing as mp\nx = 100\ndef child():\n    global x\n    x = 0\n    print('child', x, __name__, flush=True)\n"
        f"if __name__ == '__main__':\n    p = mp.get_context('{method}').Process(target=child)\n    p.start(); p.join(); print('parent', x)\n"  # noqa: E501
    )
    records = both(program, tmp_path)
    parent = records[0].pid
    assert [record.text for record in records if record.kind == Kind.WRITE and record.pid == parent] == ["100"]
    assert [record.text for record in records if record.kind == Kind.WRITE and record.pid != parent and record.line == 5] == ["0"]


def test_a_program_in_a_subprocess_is_watched_too(tmp_path: Path) -> None:
    program = "import subprocess, sys\nsubprocess.run([sys.executable, 'other.py'], check=True)\n"
    other = "n = 0\ndef f():\n    global n\n    n += 1\nf()\nprint(n)\n"
    assert [record.text for record in both(program, tmp_path, other=other)] == ["0", "0", "1", "1"]


def test_inspect_pickle_and_warnings_find_what_they_find_without_us(tmp_path: Path) -> None:
    program = (
        "import inspect, pickle, warnings\nn = 0\nclass A:\n    def go(self):\n        self.n = 1\n        return self\ndef f():\n    global n\n"  # noqa: E501
        "    n += 1\n    warnings.warn('mine')\nf()\nprint(inspect.getsource(A), inspect.getsourcelines(f)[1], pickle.loads(pickle.dumps(A().go())).n)\n"  # noqa: E501
        "print(inspect.signature(f), f.__code__.co_names, f.__code__.co_varnames, f.__qualname__, '\\d')\n"
    )
    both(program, tmp_path)


def test_a_folder_and_a_zip_file_run_as_ever(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text("import sys\nprint(__name__, sys.argv)\n")
    both("", tmp_path, "app", "x")
