"""Which Python a run uses."""

import platform
import subprocess
import sys

from engine.errors import ProgramError
from engine.spec import RunSpec

OLDEST = (3, 11)
PATIENCE_SECONDS = 20
# The third word: whether threads take turns by a GIL. A free-threaded build can be had since Python 3.13.
QUESTION = (
    "import platform, sys; print(platform.python_implementation(), platform.python_version(), "
    "getattr(sys, '_is_gil_enabled', lambda: True)())"
)


def find_version(spec: RunSpec) -> str:
    """Return the version of the run's interpreter, e.g. "3.12.1". Raises ProgramError if it is none that can be watched."""
    if spec.python == sys.executable:
        return platform.python_version()
    try:
        answer = subprocess.run(
            [spec.python, "-I", "-S", "-c", QUESTION],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE_SECONDS, cwd=spec.cwd, check=True,
        ).stdout  # fmt: skip
    except OSError as problem:
        raise ProgramError(f"{spec.python} cannot be started: {problem.strerror}.") from problem
    except subprocess.SubprocessError as problem:
        raise ProgramError(f"{spec.python} does not answer as a Python interpreter does.") from problem
    return parse_answer(spec.python, answer)


def parse_answer(python: str, answer: str) -> str:
    """Check what an interpreter answered; return its version."""
    name, _, rest = answer.strip().partition(" ")
    version, _, has_gil = rest.partition(" ")
    try:
        numbers = tuple(int(part) for part in version.split(".")[:2])
    except ValueError:
        raise ProgramError(f"{python} does not answer as a Python interpreter does.") from None
    if name != "CPython":
        raise ProgramError(f"{python} is {name} {version}; Lockstep watches CPython.")
    if numbers < OLDEST:
        raise ProgramError(f"{python} is Python {version}; Lockstep watches Python {OLDEST[0]}.{OLDEST[1]} and later.")
    if has_gil == "False":
        raise ProgramError(f"{python} is free-threaded; Lockstep watches Python with a GIL, and would tell the order of things wrongly.")
    return version
