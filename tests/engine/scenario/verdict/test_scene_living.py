"""Whose a printed line is, of real runs in which many print at once and some are killed in the midst."""

import sys
from collections import Counter

import pytest

from engine.scenario.verdict.scene import MARK, Scene
from tests.engine.living import record, spec

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a run's tree is followed on Linux only")

CODE = """\
import asyncio, multiprocessing, os, threading
context = multiprocessing.get_context("fork")
together = threading.Barrier(6)
def shout(me):
    together.wait()
    for n in range(60):
        print(f"mark: {me} {n}", flush=True)
def die(me):
    print(f"mark: {me} 0", flush=True)
    print(f"mark: {me} 1", end="", flush=True)
    os.kill(os.getpid(), 9)
async def murmur(me):
    for n in range(20):
        print(f"mark: {me} {n}", flush=True)
        await asyncio.sleep(0)
async def tasks():
    await asyncio.gather(*(asyncio.create_task(murmur(f"task-{n}"), name=f"task-{n}") for n in range(3)))
threads = [threading.Thread(target=shout, args=(f"thread-{n}",), name=f"thread-{n}") for n in range(6)]
children = [context.Process(target=die, args=(f"child-{n}",), name=f"child-{n}") for n in range(3)]
for worker in children + threads:
    worker.start()
for worker in children + threads:
    worker.join()
asyncio.run(tasks())
print("mark: main 语" + "x" * 600, flush=True)
"""
LINES = {"thread": 7, "child": 9, "task": 14}


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene(record(spec(CODE)), {"program": CODE}, {}, {})


def test_every_line_is_its_writers_and_has_its_place(scene: Scene) -> None:
    marks = scene.said(MARK)
    wrong = [line for line in marks if scene.name(line.worker) != line.text.split()[0]]
    places = {(line.text.split("-")[0], scene.place(line.location)[0]) for line in marks if not line.text.startswith("main")}

    assert wrong == []
    assert Counter(scene.name(line.worker) for line in marks) == {
        **{f"thread-{n}": 60 for n in range(6)},
        **{f"child-{n}": 2 for n in range(3)},
        **{f"task-{n}": 20 for n in range(3)},
        "main": 1,
    }
    assert places == {*LINES.items(), ("child", 10)}


def test_the_lines_of_one_writer_stand_in_the_order_in_which_he_wrote_them(scene: Scene) -> None:
    said: dict[int, list[int]] = {}
    for line in scene.said(MARK)[:-1]:
        said.setdefault(line.worker, []).append(int(line.text.split()[1]))

    assert all(numbers == sorted(numbers) for numbers in said.values())
    assert scene.said(MARK)[-1].text == "main 语" + "x" * 600
