import ast
import json
import re
from pathlib import Path

import pytest

from engine.events import ResourceKind, WorkerKind
from engine.findings import (
    convoy,
    cpu_share,
    cut_off,
    feeder_hang,
    fork_lock,
    gil_share,
    held_wait,
    lineage,
    lost_wakeup,
    missing_sentinel,
    presence,
    releases,
    shut_out,
    starvation,
)
from engine.findings.words import duration, line_of, name_of, names_of, resource_name, say
from engine.tables import Tables
from engine.timeline.resources import Resource
from engine.timeline.world import World

ROOT = Path(__file__).parents[3]
MODULES = (
    convoy,
    cut_off,
    feeder_hang,
    fork_lock,
    cpu_share,
    gil_share,
    held_wait,
    lineage,
    lost_wakeup,
    missing_sentinel,
    presence,
    releases,
    shut_out,
    starvation,
)


def messages() -> list[tuple[str, str]]:
    return [item for module in MODULES for item in module.MESSAGES.items()]


@pytest.mark.parametrize(("message_id", "template"), messages(), ids=[message_id for message_id, _ in messages()])
def test_the_browsers_catalogue_says_in_english_what_the_engine_says(message_id: str, template: str) -> None:
    english, chinese = (json.loads((ROOT / "static" / "messages" / f"{name}.json").read_text("utf-8")) for name in ("en", "zh-CN"))
    assert english[message_id] == template
    assert set(re.findall(r"\{(\w+)\}", chinese[message_id])) == set(re.findall(r"\{(\w+)\}", template))


def test_every_file_with_messages_is_among_those_checked() -> None:
    files = (ROOT / "engine" / "findings").glob("*.py")
    with_messages = {path.stem for path in files if any(_is_messages(node) for node in ast.parse(path.read_text("utf-8")).body)}
    assert with_messages == {module.__name__.rpartition(".")[2] for module in MODULES}


def _is_messages(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "MESSAGES"


def test_gaps_are_filled_and_durations_spelled() -> None:
    assert (
        say("{who} waited {waited_ns} at line {line}.", {"who": "Ann", "waited_ns": 1_500_000_000, "line": 3})
        == "Ann waited 1.5 s at line 3."
    )


@pytest.mark.parametrize(
    ("ns", "text"),
    [(400_000_000, "400 ms"), (1_234_000, "1.23 ms"), (1_000_000_000, "1 s"), (12_340_000_000, "12.3 s"), (10**12 + 10**11, "1100 s")],
)
def test_a_duration_has_three_digits(ns: int, text: str) -> None:
    assert duration(ns) == text


def test_workers_lines_and_resources_are_named_and_what_is_unknown_is_a_question_mark() -> None:
    tables = Tables()
    world = World(tables, kernel="measured")
    process = tables.add_worker(WorkerKind.PROCESS, "street.py", pid=100, tid=100)
    numbers = [tables.add_worker(WorkerKind.THREAD, f"T{n}", process=process.id, pid=100, tid=101 + n).id for n in range(6)]
    for number in numbers:
        world.worker(number, 0)
    place = tables.location("street.py", 7, "work")

    assert (name_of(world, numbers[0]), name_of(world, 99)) == ("T0", "?")
    assert (names_of(world, numbers[:2]), names_of(world, numbers)) == ("T0, T1", "T0, T1, T2, T3 +2")
    assert (line_of(world, place), line_of(world, 0), line_of(world, 99)) == (7, "?", "?")
    assert (resource_name(Resource(tables.add_resource(ResourceKind.LOCK, "shop"), time=0)), resource_name(None)) == ("shop", "?")
