"""Load the probe under its private name and start it. Imported by sitecustomize.py, which forgets it again.

The code of all that a start needs lies in one file beside the bytecode, made by the first start, and is run without the import system's
rounds: so a start opens one file and not thirty. A module's code is good as long as its source has the size and time that it had; else it
is made of the source, as is that of a module that the file lacks, and the file is made anew.
"""

import _frozen_importlib as importing  # both are loaded; importlib.util would import half the standard library
import _frozen_importlib_external as files
import marshal
import posix
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, ModuleType
    from typing import Any

    Stored = tuple[float, int, tuple[str, ...], bytes]  # the source's time and size, what the module imports of the package, its code

PACKAGE = "_lockstep_probe"
FOLDER = __file__.rpartition("/site/")[0]
LOOSE = "sitecustomize"  # not of the package: Python finds it by itself; here only to see to it that its bytecode is kept


class _StandIn:
    """For a while, let a module that takes long to import be one of ours."""

    def __init__(self, name: str, **content: object) -> None:
        self.name = name
        self.module = type(sys)(name)
        self.module.__dict__.update(content)

    def __enter__(self) -> None:
        self.real = sys.modules.get(self.name)
        sys.modules[self.name] = self.module

    def __exit__(self, *_: object) -> None:
        if self.real is None:
            del sys.modules[self.name]
        else:
            sys.modules[self.name] = self.real


class _Start:
    """The file with the code of the modules. Loads them, and finds those that are imported by others."""

    def __init__(self) -> None:
        self.path = files.cache_from_source(FOLDER + "/start.py").removesuffix(".pyc")
        self.stored: dict[str, Stored] = {}
        try:
            descriptor = posix.open(self.path, posix.O_RDONLY | posix.O_CLOEXEC)
            try:
                version, folder, stored = marshal.loads(posix.read(descriptor, posix.fstat(descriptor).st_size))
            finally:
                posix.close(descriptor)
            if (version, folder) == (files.MAGIC_NUMBER, FOLDER):
                self.stored = stored
        except (OSError, ValueError, TypeError, EOFError):  # none yet, or half a one
            pass
        self.needs: dict[str, list[str]] = {}  # what modules import that was not told in the file
        self.made: dict[str, tuple[float, int, CodeType]] = {}  # of sources, with their times and sizes
        self.running: list[str] = []
        self.is_whole = self.is_good(LOOSE)

    def is_good(self, name: str) -> bool:
        """Say whether a module's source is still the one that its code here was made of."""
        known = self.stored.get(name)
        if known is not None:
            state = posix.stat(_source_of(name))
            return (state.st_mtime, state.st_size) == known[:2]
        return False

    def load(self, name: str) -> "ModuleType":
        """Return a module of the package."""
        if name in sys.modules:
            return sys.modules[name]
        if not self.is_good(name):
            __import__(name)
            return sys.modules[name]
        needs, code = self.stored[name][2:]
        for need in needs:
            self.load(need)
        module: Any = type(sys)(name)
        spec = self._spec(name)
        module.__spec__, module.__loader__, module.__package__, module.__file__ = spec, self, spec.parent, spec.origin
        if name == PACKAGE:
            module.__path__ = spec.submodule_search_locations
        else:
            setattr(sys.modules[PACKAGE], name.rpartition(".")[2], module)
        sys.modules[name] = module
        self._run(module, marshal.loads(code))
        return module  # type: ignore[no-any-return]

    def find_spec(self, name: str, path: object = None, target: object = None) -> "Any":
        """Find a module of the package for the import system, which asks only where the file does not tell enough."""
        if not name.startswith(PACKAGE):
            return None
        self.is_whole = False
        if self.running:
            self.needs.setdefault(self.running[-1], []).append(name)
        return self._spec(name)

    def create_module(self, spec: object) -> None:
        """Have the module made as any other."""

    def exec_module(self, module: "ModuleType") -> None:
        """Run a module that was found."""
        name = module.__name__
        code = marshal.loads(self.stored[name][3]) if self.is_good(name) else self._compile(name)
        self._run(module, code)

    def _spec(self, name: str) -> "Any":
        loader: Any = self
        spec = importing.ModuleSpec(name, loader, origin=_source_of(name), is_package=name == PACKAGE)
        spec.has_location = True
        if name == PACKAGE:
            spec.submodule_search_locations = [FOLDER]
        return spec

    def _compile(self, name: str) -> "CodeType":
        source = _source_of(name)
        state = posix.stat(source)  # before it is read: one that changes meanwhile does not pass for what was read
        code: Any = files.SourceFileLoader(name, source).get_code(name)
        self.made[name] = state.st_mtime, state.st_size, code
        return code  # type: ignore[no-any-return]

    def _run(self, module: "ModuleType", code: "CodeType") -> None:
        self.running.append(module.__name__)
        try:
            exec(code, module.__dict__)
        except BaseException:
            sys.modules.pop(module.__name__, None)
            raise
        finally:
            self.running.pop()

    def write(self) -> None:
        """Make the file anew, if that can be done."""
        temporary = f"{self.path}.{posix.getpid()}"
        try:
            descriptor = posix.open(temporary, posix.O_WRONLY | posix.O_CREAT | posix.O_EXCL | posix.O_CLOEXEC, 0o644)
        except OSError:  # nobody may write here
            return
        try:
            posix.write(descriptor, marshal.dumps((files.MAGIC_NUMBER, FOLDER, self._to_store())))
            posix.rename(temporary, self.path)
        except Exception:  # the disk is full, a source is gone: the start is made without it
            posix.unlink(temporary)
        finally:
            posix.close(descriptor)

    def _to_store(self) -> "dict[str, Stored]":
        result = {name: known for name, known in self.stored.items() if self.is_good(name)}
        if LOOSE not in result:
            self._compile(LOOSE)  # which keeps the bytecode
        for name, (time, size, code) in self.made.items():
            result[name] = time, size, (), marshal.dumps(code)
        for name, needs in self.needs.items():
            time, size, known, packed = result[name]
            result[name] = time, size, (*known, *needs), packed
        return result


def _source_of(name: str) -> str:
    if name == LOOSE:
        return f"{FOLDER}/site/{LOOSE}.py"
    return f"{FOLDER}/{name.rpartition('.')[2] if name != PACKAGE else '__init__'}.py"


def _load() -> None:
    start = _Start()
    sys.meta_path.insert(0, start)
    try:
        with _StandIn("__future__", annotations=None):
            start.load(PACKAGE)
            with _StandIn("enum", IntEnum=object):  # members are plain numbers
                start.load(f"{PACKAGE}.kinds")
            start.load(f"{PACKAGE}.boot").start(start.load)
    finally:
        sys.meta_path.remove(start)
    if not start.is_whole:
        start.write()
    start.stored = {}  # or every module would keep it


try:
    _load()
except Exception:  # whatever is wrong with the probe, the program runs without it
    sys.modules.pop("_lockstep_probe", None)
