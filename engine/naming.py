"""Names for resources, found in the line of source that made them."""

from pathlib import Path


def read_source(file: str) -> str | None:
    """Read a source file; None if it cannot be read."""
    try:
        return Path(file).read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return None
