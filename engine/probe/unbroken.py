"""Let no signal handler run where a hook of a C function begins.

A C function is called in one go: `with lock:` gives the lock back whatever Ctrl-C says, for Python looks at signals after the call only. A
hook is Python, which looks at them as each function begins too (RESUME): a handler that raises there would keep the lock for ever. After
a `yield from` it does not look, and the argument of RESUME says which it is; so that is what the hook says.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Function = TypeVar("Function")

RESUME = (lambda: 0).__code__.co_code[0]  # its number differs by version; it begins each function that has no cells
AFTER_YIELD_FROM = 2


def unbroken(function: Function) -> Function:
    """Have a function begin without a look at signals."""
    code = function.__code__  # type: ignore[attr-defined]
    operations = bytearray(code.co_code)
    for at in range(0, len(operations), 2):
        if operations[at] == RESUME:
            operations[at + 1] |= AFTER_YIELD_FROM
            function.__code__ = code.replace(co_code=bytes(operations))  # type: ignore[attr-defined]
            break
    return function
