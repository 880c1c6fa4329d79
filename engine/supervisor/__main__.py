"""The supervisor's process, and its guardian.

    python -m engine.supervisor --control FD --frames FD

The first process is the guardian: it makes the run's directory, forks the supervisor proper and waits for it. If the supervisor is killed,
the guardian, to which the orphans fall, ends them and removes the directory; if the guardian is killed, the supervisor is told and ends
the run; if whoever started both is gone, the control pipe ends and the supervisor ends the run.
"""

import argparse
import gc
import os
import signal
from typing import NoReturn

from engine.errors import SupervisorError
from engine.spec import RunSpec
from engine.supervisor.channel import Control, Outbox
from engine.supervisor.directory import VARIABLE, RunDirectory, sweep
from engine.supervisor.end import end_marked, end_tree
from engine.supervisor.loop import Supervisor
from engine.supervisor.prctl import become_subreaper, die_with_parent
from engine.supervisor.signals import Signals

# Events are short-lived tuples without cycles; looking through them at Python's usual pace would cost a fifth of the fold.
YOUNG, MIDDLE, OLD = 200_000, 20, 1000


def main(arguments: list[str] | None = None) -> int:
    """Read the spec and run it."""
    parser = argparse.ArgumentParser(prog="engine.supervisor")
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--frames", type=int, required=True)
    options = parser.parse_args(arguments)
    for descriptor in (options.control, options.frames):
        os.set_inheritable(descriptor, False)
    control = Control(options.control)
    line = control.read_first()
    if not line:
        return 1
    spec = RunSpec.from_json(line)
    signals = Signals()
    sweep()
    try:
        directory = RunDirectory()
    except (OSError, SupervisorError) as problem:
        os.write(2, f"lockstep: {problem}\n".encode())
        return 1
    become_subreaper()
    guardian = os.getpid()
    supervisor = os.fork()
    if supervisor:
        return guard(supervisor, directory, [options.control, options.frames])
    supervise(spec, directory, control, Outbox(options.frames), signals, guardian=guardian)


def supervise(spec: RunSpec, directory: RunDirectory, control: Control, outbox: Outbox, signals: Signals, *, guardian: int) -> NoReturn:
    """Run the program in this process, which then ends."""
    code = 1
    try:
        die_with_parent(signal.SIGTERM)
        become_subreaper()
        settle_memory()
        if os.getppid() == guardian:
            Supervisor(spec, directory.path, control, outbox, signals).run()
            code = 0
    finally:
        end_tree()
        directory.remove()
        if code:
            import traceback

            traceback.print_exc()
        os._exit(code)


def settle_memory() -> None:
    """Have the garbage collector leave alone what is loaded, and look seldom at what comes."""
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def guard(supervisor: int, directory: RunDirectory, descriptors: list[int]) -> int:
    """Wait for the supervisor, then end whatever it has left behind."""
    for descriptor in descriptors:
        os.close(descriptor)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, status = os.waitpid(supervisor, 0)
    end_tree()
    if directory.path.exists():
        end_marked(f"{VARIABLE}={directory.path}")
    directory.remove()
    return 0 if status == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
