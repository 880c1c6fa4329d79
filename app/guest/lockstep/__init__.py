"""Lockstep in notebooks (`%load_ext lockstep`, then `%%lockstep`) and in pytest (`@pytest.mark.lockstep`).

Lockstep itself is the command `lockstep`; it is not imported from here.
"""

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Add `%%lockstep` to a notebook: what `%load_ext lockstep` calls."""
    from lockstep.notebook import load_ipython_extension

    load_ipython_extension(shell)
