"""The programs run under the engine like any other: workers and resources have the scenario's names there, and lines lead to steps."""

from typing import Any

import pytest

from engine.events import Kind
from engine.export.recording import Recording
from engine.run import RunSpec
from engine.scenario.translate import Translation
from tests.engine.living import LONG, record
from tests.engine.scenario.translate.making import translated

SCENARIO: dict[str, Any] = {
    "resources": {
        "jobs": {"kind": "queue", "size": 2},
        "line": {"kind": "pipe"},
        "way": {"kind": "pipe", "count": 2, "duplex": True},
        "fork": {"kind": "lock", "count": 2},
    },
    "workers": {
        "maker": {"count": 2, "steps": [{"with": "fork[index]", "steps": [{"put": "jobs"}]}, {"mark": "made {index}"}]},
        "eater": {
            "steps": [
                {"repeat": 2, "steps": [{"get": "jobs", "into": "item"}, {"mark": "ate {item}"}]},
                {"send": "line", "item": 1},
                {"send": "way[1]", "item": 2},
            ]
        },
        "last": {"steps": [{"recv": "line"}, {"recv": "way[1]"}]},
    },
}


@pytest.fixture(scope="module", params=["thread", "process", "task"])
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Translation, Recording]:
    workers = {name: facts | {"kind": request.param} for name, facts in SCENARIO["workers"].items()}
    translation = translated(SCENARIO | {"workers": workers})
    program = tmp_path_factory.mktemp("run") / "program.py"
    program.write_text(translation.source, "utf-8")
    return translation, record(RunSpec(program=str(program), stdio="capture", limits=LONG))


def test_workers_and_resources_have_the_scenarios_names(ran: tuple[Translation, Recording]) -> None:
    translation, recording = ran
    names = {worker["name"] for worker in recording.workers.values()}
    assert {"maker-0", "maker-1", "eater", "last"} <= names
    resources = {resource["name"] for resource in recording.resources.values()}
    known = translation.resources
    assert {known["jobs"], known["line"], f"{known['way']}[1]", f"{known['fork']}[0]"} <= resources


def test_what_is_recorded_leads_to_the_steps(ran: tuple[Translation, Recording]) -> None:
    translation, recording = ran

    def steps(kind: Kind) -> set[str | None]:
        return {
            translation.lines.get(recording.locations[event.location][1])
            for event in recording.events
            if event.kind is kind and event.location
        }

    assert "/workers/maker/steps/0/steps/0" in steps(Kind.PUT)
    assert "/workers/eater/steps/0/steps/0" in steps(Kind.GET)
    assert "/workers/maker/steps/0" in steps(Kind.ACQUIRE)
    assert {"/workers/maker/steps/1", "/workers/eater/steps/0/steps/1"} <= steps(Kind.OUTPUT)


def test_marks_come_out_once_each(ran: tuple[Translation, Recording]) -> None:
    output = "".join(text for _, _, stream, text in ran[1].outputs if stream == 1)
    marks = ["made 0", "made 1", "ate maker-0-1", "ate maker-1-1"]
    assert [output.count(f"mark: {mark}") for mark in marks] == [1, 1, 1, 1]
    assert (ran[1].summary or {})["run"]["exit_code"] == 0
