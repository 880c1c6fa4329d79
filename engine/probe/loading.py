"""Have the program's own modules rewritten as they are loaded (see rewriting.py): those outside the standard library and site-packages.

A module is loaded from its source by Python's own loader, which is given the rewritten code. The program's file itself is read by the
interpreter in C, unless something on `sys.path_hooks` knows how to import from it, as from a zip file; then it is left to
`runpy._run_module_as_main`. So a hook says that it knows, once, and a stand-in for `runpy` does what the interpreter would have done:
it gives a call of `PyEval_EvalCode`, so that no frame of ours is at the bottom of a stack that the program looks at.
A spawned process loads the file again by `runpy.run_path`.
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib_external import PathFinder, SourceFileLoader
from functools import partial

from . import accesses, imports, variables
from .hooking import unseen
from .location import is_internal
from .rewriting import rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import CodeType, ModuleType
    from typing import Any

    from .variables import Site

FOREIGN = ("/site-packages/", "/dist-packages/")
ZIP = b"PK\x03\x04"


def install() -> None:
    """Begin to watch shared data."""
    accesses.install(variables.tell, variables.after_fork)
    sys.meta_path.insert(0, RewritingFinder())
    if sys.argv and sys.argv[0] not in ("", "-", "-c", "-m"):
        sys.path_hooks.insert(0, _claim)  # type: ignore[arg-type]  # it returns no finder: nothing is ever found with it
    sys.meta_path.insert(0, imports.PostImportFinder({"multiprocessing.spawn": lambda module: _hook_runpy(module.runpy)}))


def is_own(filename: str) -> bool:
    """Say whether a file is of the program's own modules."""
    return filename.endswith(".py") and not is_internal(filename) and not any(folder in filename for folder in FOREIGN)


def compiled(source: bytes, filename: str, namespace: dict[str, Any]) -> CodeType:
    """Compile a module, rewritten if that can be done. Raises what `compile` raises."""
    rewritten = _try(source, filename)
    if rewritten is None:
        return compile(source, filename, "exec", dont_inherit=True)
    code, sites = rewritten
    for site in sites:
        site.namespace = namespace
    return code


def _try(source: bytes, filename: str) -> tuple[CodeType, list[Site]] | None:
    try:
        return rewrite(source, filename)
    except Exception:  # an error of the program's, which `compile` will tell, or a construct we do not know: then it goes unwatched
        return None


class RewritingFinder:
    """Finds what Python's own path finder finds, and has it rewritten if it is the program's."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return the spec of one of the program's modules, None for all others."""
        if name.partition(".")[0] in sys.stdlib_module_names:
            return None
        spec: ModuleSpec | None = PathFinder.find_spec(name, path, target)
        loader = None if spec is None else spec.loader
        if type(loader) is not SourceFileLoader or not is_own(loader.path):
            return None
        vars(loader)["get_code"] = lambda fullname: _code_of(loader, fullname)
        return spec

    def invalidate_caches(self) -> None:
        """Do nothing: there is no cache."""


def _code_of(loader: Any, name: str) -> CodeType:
    try:
        vars(loader).pop("get_code", None)
        module = sys.modules.get(name) or sys.modules.get("__main__")  # runpy takes the latter away for a moment
        return compiled(loader.get_data(loader.path), loader.path, {"__name__": "__main__"} if module is None else vars(module))
    except BaseException as error:
        unseen(error)
        raise


def _claim(path: str) -> object:
    """Say, once, that the program's file can be imported from."""
    if not path.endswith(sys.argv[0]) or not _is_source(path):
        raise ImportError
    sys.path_hooks.remove(_claim)  # type: ignore[arg-type]
    stand_in = type(sys)("runpy")
    stand_in.__getattr__ = partial(_prepare, path)  # type: ignore[method-assign]
    sys.modules["runpy"] = stand_in
    return _claim


def _is_source(path: str) -> bool:
    if path.endswith((".pyc", ".pyw", ".zip", ".pyz")):
        return False
    try:
        with open(path, "rb") as file:
            return file.read(4) != ZIP
    except OSError:
        return False


def _prepare(path: str, _: str) -> Callable[..., object]:
    """Make `__main__` what it is when the interpreter runs the program's file; give the call that runs it."""
    try:
        del sys.modules["runpy"], sys.path[0]
        sys.path_importer_cache.pop(path, None)
        if not sys.flags.safe_path:
            sys.path.insert(0, os.path.dirname(os.path.realpath(path)))
        namespace = vars(sys.modules["__main__"])
        namespace.update(__file__=path, __spec__=None, __package__=None, __loader__=SourceFileLoader("__main__", path))
        if sys.version_info < (3, 15):
            namespace["__cached__"] = None
        with open(path, "rb") as file:
            source = file.read()
        code = compiled(source, path, namespace)
    except BaseException as error:
        return partial(_fail, error)
    return partial(_find_evaluate() or _evaluate, code, namespace, namespace)


def _fail(error: BaseException, *_: object) -> None:
    try:
        raise error
    except BaseException:
        unseen(error)
        raise


def _find_evaluate() -> Callable[..., object] | None:
    """Give `PyEval_EvalCode`, called from C as such, if this Python has it to give; it does not mind arguments too many."""
    try:
        import _ctypes

        class Object(_ctypes._SimpleCData):  # type: ignore[type-arg]
            _type_ = "O"

        class Function(_ctypes.CFuncPtr):
            _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
            _restype_ = Object
            _argtypes_ = (Object, Object, Object)

        return Function(_ctypes.dlsym(_ctypes.dlopen(None, 0), "PyEval_EvalCode"))  # type: ignore[arg-type]
    except (ImportError, AttributeError, OSError):
        return None


def _evaluate(code: CodeType, namespace: dict[str, Any], *_: object) -> None:
    try:
        exec(code, namespace)
    except BaseException as error:
        unseen(error)
        raise


def _hook_runpy(module: ModuleType) -> None:
    """Have `run_path` rewrite too: so a spawned process gets the program's file."""
    original = module._get_code_from_file
    is_pair = original.__code__.co_argcount == 2  # until 3.12.3 or so it takes and gives the name too

    def _get_code_from_file(*arguments: Any) -> Any:
        path = os.path.abspath(os.fsdecode(arguments[-1]))
        if not is_own(path):
            return original(*arguments)
        try:
            with open(path, "rb") as file:
                code = compiled(file.read(), path, {"__name__": "__mp_main__"})
        except BaseException as error:
            unseen(error)
            raise
        return (code, arguments[-1]) if is_pair else code

    module._get_code_from_file = _get_code_from_file  # type: ignore[attr-defined]
