"""Load the probe under its private name and start it. Imported by sitecustomize.py, which forgets it again."""

import _frozen_importlib as importing  # both are loaded; importlib.util would import half the standard library
import _frozen_importlib_external as files
import sys


class _LightEnum:
    """While kinds.py is loaded, let `enum` be a stand-in whose members are plain numbers: the real one takes 5 ms to import."""

    def __enter__(self) -> None:
        self.real = sys.modules.get("enum")
        stand_in = type(sys)("enum")
        stand_in.IntEnum = object  # type: ignore[attr-defined]
        sys.modules["enum"] = stand_in

    def __exit__(self, *_: object) -> None:
        if self.real is None:
            del sys.modules["enum"]
        else:
            sys.modules["enum"] = self.real


def _load() -> None:
    folder = __file__.rpartition("/site/")[0]
    spec = files.spec_from_file_location("_lockstep_probe", folder + "/__init__.py", submodule_search_locations=[folder])
    assert spec is not None
    assert spec.loader is not None
    package = importing.module_from_spec(spec)
    sys.modules["_lockstep_probe"] = package
    spec.loader.exec_module(package)
    with _LightEnum():
        __import__("_lockstep_probe.kinds")
    __import__("_lockstep_probe.boot").boot.start()


try:
    _load()
except Exception:  # whatever is wrong with the probe, the program runs without it
    sys.modules.pop("_lockstep_probe", None)
