"""Run a hook when a module has been imported: a module that the program never imports costs nothing.

The finder stands first on `sys.meta_path`, answers only for the names in its table, and lets the other finders find: it only
adds "and then run the hook" to the loader's `exec_module`, for that one time. Modules that are part of the interpreter's own file (which
those are differs: Debian's has `select` and `fcntl` in it) share one loader, a class; they get a loader of their own for that time.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any, ClassVar

    Hook = Callable[[ModuleType], None]


class PostImportFinder:
    """Find nothing by itself; run hooks after the modules of its table have been executed."""

    look: ClassVar[Any] = None  # who is told of each module that is about to be found, see driving.py

    def __init__(self, hooks: Mapping[str, Hook]) -> None:
        self.hooks = hooks

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return what the other finders find, prepared to run the hook."""
        hook = self.hooks.get(name)
        if hook is None:
            look = PostImportFinder.look
            if look is not None:
                look(name, path)
            return None
        for finder in sys.meta_path:
            if finder is self:
                continue
            find = getattr(finder, "find_spec", None)
            spec: ModuleSpec | None = None if find is None else find(name, path, target)
            if spec is not None:
                _prepare(spec, hook)
                return spec
        return None

    def invalidate_caches(self) -> None:
        """Do nothing: there is no cache."""


class _OwnLoader:
    """Loads one module as a loader does that is shared, then runs the hook; the module and its spec keep the shared one."""

    def __init__(self, spec: ModuleSpec, shared: Any, hook: Hook) -> None:
        self._spec, self._shared, self._hook = spec, shared, hook

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Create it."""
        made: ModuleType | None = self._shared.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        """Execute it and run the hook."""
        self._spec.loader = module.__loader__ = self._shared
        self._shared.exec_module(module)
        run_hook(self._hook, module)


def _prepare(spec: ModuleSpec, hook: Hook) -> None:
    loader = spec.loader
    execute = getattr(loader, "exec_module", None)
    if execute is None:
        return
    if isinstance(loader, type):
        spec.loader = _OwnLoader(spec, loader, hook)
        return
    if not hasattr(loader, "__dict__"):
        return

    def exec_module(module: ModuleType) -> None:
        del loader.exec_module  # type: ignore[union-attr]
        execute(module)
        run_hook(hook, module)

    loader.exec_module = exec_module  # type: ignore[method-assign, union-attr]


def run_hook(hook: Hook, module: ModuleType) -> None:
    """Run a hook; if it fails, the module stays as it is."""
    try:
        hook(module)
    except Exception:  # a module of an unknown shape: that module goes unrecorded, the program must not notice
        return


def install(hooks: Mapping[str, Hook]) -> None:
    """Run the hooks of modules that are there already, and have the others run after their import."""
    sys.meta_path.insert(0, PostImportFinder(hooks))
    for name, hook in hooks.items():
        module = sys.modules.get(name)
        if module is not None:
            run_hook(hook, module)
