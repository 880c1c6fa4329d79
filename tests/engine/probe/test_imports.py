"""Hooks that run after an import."""

from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType

import pytest

from engine.probe import imports
from tests.engine.probe.helpers import each_python, run, run_both


@each_python
def test_imports_look_as_they_do_without_the_probe(python: str, tmp_path: Path) -> None:
    source = """
import importlib, importlib.util, sys
print([name for name in ("threading", "queue", "multiprocessing", "subprocess", "enum", "typing", "struct") if name in sys.modules])
import queue, threading
print(type(queue.__spec__.loader), vars(queue.__loader__), queue.__spec__.name, queue.__file__ == queue.__spec__.origin)
print(importlib.util.find_spec("multiprocessing.queues").name, importlib.util.find_spec("no_such_module"))
importlib.reload(queue)
items = queue.Queue()
items.put(1)
print(items.get())
del sys.modules["queue"]
import queue as again
print(again is queue, again.Queue().qsize())
try:
    import multiprocessing.no_such_module
except ImportError as error:
    print(error)
"""
    run_both(source, tmp_path, python=python)


@pytest.mark.parametrize("name", ["_symtable", "__hello__"])
def test_a_module_in_the_interpreter_itself_has_its_hook_run(name: str) -> None:
    hooked: list[ModuleType] = []
    finder = imports.PostImportFinder({name: hooked.append})
    plain = find_spec(name)
    assert plain is not None
    assert isinstance(plain.loader, type)  # all such modules share it
    spec = finder.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert hooked == [module]
    assert module.__loader__ is spec.loader is plain.loader


def test_a_hook_that_fails_leaves_the_module_alone() -> None:
    module = ModuleType("module")

    def fail(_: ModuleType) -> None:
        raise AttributeError("of another shape")

    imports.run_hook(fail, module)


@each_python
def test_a_program_with_files_named_like_ours_gets_its_own(python: str, tmp_path: Path) -> None:
    for name in ("engine", "app", "locks", "recorder", "kinds", "boot"):
        (tmp_path / f"{name}.py").write_text(f"print({name!r})\n")
    run_both("import engine, app, locks, recorder, kinds, boot, threading\nthreading.Lock()\n", tmp_path, python=python)


@each_python
def test_only_the_private_name_is_added_to_the_modules(python: str, tmp_path: Path) -> None:
    source = "import sys\nprint(sorted(name for name in sys.modules if '.' not in name), sys.path[1:])\n"
    plain = run(source, tmp_path, python=python, probe=False)
    traced = run(source, tmp_path, python=python)
    extra = set(eval(traced.stdout.partition("] ")[0] + "]")) - set(eval(plain.stdout.partition("] ")[0] + "]"))
    assert extra <= {"_lockstep_probe", "_struct", "itertools", "_ctypes", "mmap", "atexit", "__future__", "_collections", "errno"}
    assert plain.stdout.partition("] ")[2] == traced.stdout.partition("] ")[2]
