"""From a record to a program that really runs."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from app.launch import launch, spec_of
from engine.wire import FrameKind
from tests.app.test_store import record

SECOND_NS = 10**9


def test_the_order_says_what_the_record_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCKSTEP_TOKEN", "secret")
    monkeypatch.setenv("KEPT", "1")
    spec = spec_of(record("aaaa"), tmp_path)
    assert (spec.program, spec.args, spec.run_id, spec.cwd) == ("售票.py", ("a b", "", "\n"), "aaaa", str(tmp_path))
    assert (spec.stdio, spec.stdin, spec.stdin_open) == ("capture", "", True)
    assert spec.env is not None
    assert "LOCKSTEP_TOKEN" not in spec.env
    assert spec.env["KEPT"] == "1"
    assert "LOCKSTEP_SEED" not in spec.env
    seeded = spec_of(record("aaaa", seed=0), tmp_path)
    assert (seeded.env or {})["LOCKSTEP_SEED"] == "0"
    given = spec_of(record("aaaa", stdin="x\n"), tmp_path)
    assert (given.stdin, given.stdin_open) == ("x\n", False)


def test_a_program_runs_in_its_own_directory_and_its_words_come_back(tmp_path: Path) -> None:
    source = "import os, sys\nprint(sys.argv[1:], os.listdir('.'), input(), os.environ['LOCKSTEP_SEED'])\n"

    async def play() -> str:
        program = await launch(replace(record("aaaa"), source=source, stdin="你好\n", seed=7), tmp_path / "work")
        output = ""
        async for frame in program:
            if frame.kind == FrameKind.OUTPUT:
                output += "".join(row[3] for row in frame.json())
        return output

    assert asyncio.run(play()) == "['a b', '', '\\n'] ['售票.py'] 你好 7\n"
