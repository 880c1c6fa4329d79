"""Files that several workers read and write back: what `json.load` gives and `json.dump` writes is shared data, the file its place.

The file's bytes are files.py's; this is the datum in it, under the file's name, and known to all processes by its path.
"""

from __future__ import annotations

import posix

from .hooking import unseen
from .kinds import Kind, ResourceKind
from .location import caller, is_internal, location_of
from .recorder import emit, new_resource
from .replacing import quietly, replace
from .reprs import item_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

READ, WRITE, VARIABLE = int(Kind.READ), int(Kind.WRITE), int(ResourceKind.VARIABLE)

_files: dict[str, int] = {}  # path -> number


def install(module: ModuleType) -> None:
    """Hook the module `json`."""
    original_load, original_dump = module.load, module.dump

    def load(fp: Any, **keywords: Any) -> Any:
        try:
            value = original_load(fp, **keywords)
            quietly(_record, READ, fp, value, caller())
            return value
        except BaseException as error:
            unseen(error)
            raise

    def dump(obj: Any, fp: Any, **keywords: Any) -> None:
        try:
            quietly(_record, WRITE, fp, obj, caller())
            return original_dump(obj, fp, **keywords)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    replace(module, "load", load)
    replace(module, "dump", dump)


def _record(kind: int, file: Any, value: object, frame: FrameType) -> None:
    if is_internal(frame.f_code.co_filename):
        return
    name = file.name
    if type(name) is not str:
        return
    path = name if name.startswith("/") else f"{posix.getcwd()}/{name}"
    place = location_of(frame)
    number = _files.get(path)
    if number is None:
        number = _files[path] = new_resource(VARIABLE, place, name=path.rpartition("/")[2], key=f"json:{path}")
    emit(kind, number, item_text(value) << 32, 0, place)
