"""The formats that a run can be exported to."""

from collections.abc import Callable, Iterator

from engine.errors import ExportError
from engine.export.chrome import write_chrome
from engine.export.json_export import write_json
from engine.export.recording import Recording

Writer = Callable[[Recording], Iterator[str]]
FORMATS: dict[str, Writer] = {"json": write_json, "chrome": write_chrome}


def find_writer(name: str) -> Writer:
    """Find a format's writer. Raises ExportError, naming the formats that there are."""
    try:
        return FORMATS[name]
    except KeyError:
        raise ExportError(f"There is no export format {name!r} yet; the formats are: {', '.join(sorted(FORMATS))}.") from None
