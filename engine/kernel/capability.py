"""What this machine can tell about its threads, found by trying it: the facts behind `lockstep doctor`."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import KernelError
from engine.kernel.source import KernelName
from engine.kernel.switches import PARANOID, SwitchSource, paranoid_level
from engine.spec import ROOM

MIB = 1024 * 1024
SETTING = "kernel.perf_event_paranoid=2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One thing that a machine can do, or cannot.

    name: what it is. works: whether it works here. detail: what was found. advice: the command or step that would improve it.
    """

    name: str
    works: bool
    detail: str
    advice: str | None = None


def kernel_name(capabilities: list[Capability]) -> KernelName:
    """How well runs will be known on this machine."""
    works = {capability.name: capability.works for capability in capabilities}
    return "measured" if works["context switches"] else "sampled" if works["samples"] else "inferred"


def examine() -> list[Capability]:
    """Try everything that runs depend on."""
    return [check() for check in CHECKS]


def check_switches() -> Capability:
    """Open the kernel's switch records for a child that waits, as a run does."""
    name = "context switches"
    if sys.platform != "linux":
        return Capability(name=name, works=False, detail="Only Linux tells of each context switch.", advice="Use Lockstep on Linux.")
    problem = _try_switches()
    if problem is None:
        return Capability(name=name, works=True, detail="Every switch of every thread is measured (perf_event_open).")
    return Capability(name=name, works=False, detail=problem, advice=advise(paranoid_level()))


def _try_switches() -> str | None:
    gate, ours = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        os.read(gate, 1)
        os._exit(0)
    os.close(gate)
    try:
        SwitchSource(pid).close()
    except KernelError as problem:
        return str(problem)
    finally:
        os.close(ours)
        os.waitpid(pid, 0)
    return None


def advise(level: int | None) -> str:
    """Say what would let the kernel tell."""
    if level is not None and level > 2:
        return f"sudo sysctl {SETTING}   (to keep it: echo {SETTING} | sudo tee /etc/sysctl.d/60-lockstep.conf)"
    if level is None:
        return f"Use a kernel built with CONFIG_PERF_EVENTS (there is no {PARANOID})."
    return "In a container: start it with --cap-add PERFMON, or --security-opt seccomp=... with a profile that allows perf_event_open."


def check_samples() -> Capability:
    """See whether threads' states can be sampled."""
    if os.path.isdir("/proc/self/task"):
        detail = "Threads' states can be sampled from /proc (used where switches are not measured)."
        return Capability(name="samples", works=True, detail=detail)
    return Capability(name="samples", works=True, detail="Threads' running times can be sampled through psutil.")


def check_tree() -> Capability:
    """See whether a program's whole tree can be followed and ended."""
    name = "whole tree"
    if sys.platform == "linux":
        return Capability(name=name, works=True, detail="Every descendant of a program is found and ended with it, daemons included.")
    detail = "Descendants that leave their parent can be missed when a run is ended."
    return Capability(name=name, works=False, detail=detail, advice="Use Lockstep on Linux.")


def check_memory() -> Capability:
    """See where the records of a run are kept."""
    name, shared = "records in memory", Path("/dev/shm")
    if shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free >= ROOM:
        free = shutil.disk_usage(shared).free // MIB
        return Capability(name=name, works=True, detail=f"Records are kept in /dev/shm ({free:,} MiB free).")
    folder = tempfile.gettempdir()
    detail = f"/dev/shm has less than {ROOM // MIB} MiB free or is closed; records are kept in {folder}, which is slower."
    return Capability(name=name, works=False, detail=detail, advice="In Docker: start the container with --shm-size=256m.")


def check_cpus() -> Capability:
    """Count the CPUs that a program may use."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if count > 1:
        return Capability(name="several CPUs", works=True, detail=f"{count} CPUs: workers can really run at the same time.")
    detail = "One CPU: no two workers ever run at the same time here."
    return Capability(name="several CPUs", works=False, detail=detail, advice="Give the machine a second CPU to see parallelism.")


def find_interpreters() -> Iterator[str]:
    """List the Python interpreters on the PATH that a run could use."""
    for minor in range(11, 16):
        if path := shutil.which(f"python3.{minor}"):
            yield path


CHECKS: tuple[Callable[[], Capability], ...] = (check_switches, check_samples, check_tree, check_memory, check_cpus)
