from engine.scenario.translate.imports import Imports
from engine.scenario.translate.names import Pool


def test_only_what_is_used_is_imported_in_the_usual_order() -> None:
    imports = Imports(Pool([]))
    assert imports.use("time", "sleep") == "time.sleep"
    assert imports.use("queue", "Queue") == "queue.Queue"
    assert imports.use("pathlib", "Path") == "Path"
    assert imports.lines() == ["import queue", "import time", "from pathlib import Path"]


def test_a_module_of_which_the_name_is_taken_is_imported_by_parts() -> None:
    imports = Imports(Pool(["queue", "Empty"]))
    assert [imports.use("queue", name) for name in ("Queue", "Empty", "Queue")] == ["Queue", "Empty_", "Queue"]
    assert imports.lines() == ["from queue import Empty as Empty_, Queue"]


def test_a_modules_name_is_taken_from_then_on() -> None:
    names = Pool([])
    Imports(names)
    assert names.fresh("random") == "random_"
