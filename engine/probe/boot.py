"""Start the probe: take its traces out of the environment, begin the rings, hook what is loaded and what will be.

Called by site/sitecustomize.py before the program's first line, in every Python process of the run.
"""

from __future__ import annotations

import atexit
import posix
import sys

from . import environment, imports, recorder
from .kinds import Birth, Definition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

# Which file of ours hooks which module. Each has `install(module)`.
HOOKS = {
    "sys": ("watchers",),
    "_thread": ("locks", "bare_threads"),
    "time": ("sleep",),
    "builtins": ("asking", "files"),
    "io": ("files",),
    "os": ("children", "signals", "output", "pipes", "os_files", "existence"),
    "pathlib": ("existence",),
    "threading": ("threads", "rlocks", "conditions", "semaphores"),
    "queue": ("queues",),
    "multiprocessing.process": ("processes",),
    "multiprocessing.popen_fork": ("processes",),
    "multiprocessing.popen_forkserver": ("processes",),
    "multiprocessing.synchronize": ("shared_locks", "shared_conditions"),
    "multiprocessing.queues": ("shared_queues",),
    "multiprocessing.connection": ("channels", "listeners"),
    "multiprocessing.pool": ("pools",),
    "multiprocessing.managers": ("managers", "servers"),
    "socketserver": ("servers",),
    "concurrent.futures._base": ("futures",),
    "concurrent.futures.thread": ("executors",),
    "concurrent.futures.process": ("executors",),
    "multiprocessing.sharedctypes": ("shared_values",),
    "multiprocessing.shared_memory": ("shared_memory",),
    "json": ("shared_files",),
    "subprocess": ("subprocesses",),
    "signal": ("handlers", "signals"),
    "fcntl": ("file_locks",),
    "liburing": ("uring",),
    "select": ("selecting",),
    "socket": ("sockets",),
    "traceback": ("processes",),
    "warnings": ("unawaited",),
    "asyncio.base_events": ("loops", "eager_tasks", "task_reports"),
    "asyncio.tasks": ("task_promises",),
    "asyncio.locks": ("task_locks",),
    "asyncio.queues": ("task_queues",),
    "asyncio.timeouts": ("time_limits",),
    "asyncio.unix_events": ("loop_signals",),
    "uvloop": ("foreign_loops",),
    "greenlet": ("greenlets",),
    "gevent.hub": ("green_hubs",),
    "gevent.greenlet": ("green_spawns",),
    "gevent._semaphore": ("green_locks",),
    "gevent.lock": ("green_locks",),
    "gevent.event": ("green_events",),
    "gevent.queue": ("green_queues",),
    "gevent.monkey": ("green_patches",),
    "gevent.threadpool": ("green_threads",),
    "gevent._socket3": ("green_sockets",),
    "gevent.server": ("green_sockets",),
    "gevent.subprocess": ("green_processes",),
    "gevent.select": ("green_selecting",),
    "gevent.selectors": ("green_selecting",),
}


class _State:
    load: Any = None  # how modules of ours are loaded while the interpreter starts (see site/_lockstep_load.py)


def start(load: Callable[[str], ModuleType] | None = None) -> None:
    """Start recording this process, if the environment says where to; `load` gives our modules more quickly than an import does."""
    directory, parent = environment.take()
    if not directory:
        return
    _State.load = load
    if environment.watches_data():
        imports.run_hook(lambda _: _load("loading").install(), sys)
    recorder.start(directory, birth_of(sys.orig_argv, parent), is_exec=parent == str(posix.getpid()))
    recorder.define(int(Definition.PROCESS), posix.getpid(), "", 0, "", sys.executable, " ".join(sys.orig_argv[1:]))
    atexit.register(_end)
    recorder.state.after_fork.append(environment.announce)
    imports.install({name: _hook(files) for name, files in HOOKS.items()})
    imports.run_hook(lambda _: _load("driving").start(_watch_generators), sys)
    _State.load = None


def _watch_generators() -> None:
    imports.run_hook(lambda _: _load("monitoring" if sys.version_info >= (3, 12) else "profiling").start(), sys)


def birth_of(arguments: list[str], parent: str) -> int:
    """Tell from its command line how a process came to be."""
    if not parent:
        return int(Birth.PROGRAM)
    command = arguments[arguments.index("-c") + 1] if "-c" in arguments[:-1] else ""
    if "multiprocessing.spawn import spawn_main" in command:
        return int(Birth.SPAWN)
    if "multiprocessing.forkserver import main" in command or "multiprocessing.resource_tracker import main" in command:
        return int(Birth.HELPER)
    return int(Birth.SUBPROCESS)


def _hook(files: tuple[str, ...]) -> Callable[[ModuleType], None]:
    def run(module: ModuleType) -> None:
        for name in files:
            imports.run_hook(lambda module, name=name: _load(name).install(module), module)  # type: ignore[misc]

    return run


def _load(name: str) -> ModuleType:
    full = f"{__package__}.{name}"
    known = sys.modules.get(full)
    if known is not None:
        return known
    if _State.load is not None:
        return _State.load(full)  # type: ignore[no-any-return]
    wish, sys.dont_write_bytecode = sys.dont_write_bytecode, False  # see site/sitecustomize.py
    try:
        __import__(full)
    finally:
        sys.dont_write_bytecode = wish
    return sys.modules[full]


def _end() -> None:
    uncaught: list[bool] = []
    if hasattr(sys, "last_value"):
        imports.run_hook(lambda _: uncaught.append(_load("exceptions").report_main()), sys)
    recorder.end(1 if uncaught and uncaught[0] else 0)
    _stay()


def _stay() -> None:
    """Keep our modules whole while the interpreter takes apart all that it knows of: destructors that run then still print and lock."""
    for name in list(sys.modules):
        if name == __package__ or name.startswith(f"{__package__}."):
            del sys.modules[name]
