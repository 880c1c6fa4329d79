"""A run for somebody who must not import us: the notebook's cell magic and the pytest plugin (guest/) start this as a process of its own.

What is ordered is one JSON file; what came of it is another. The program's streams are our own, which whoever started us reads.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cli import exit_code, watch
from app.report import one_line
from app.settings import asset_dir
from app.standalone import html_format
from engine.errors import LockstepError
from engine.export.partial import summary_of
from engine.export.recording import read_recording
from engine.run import Limits, RunSpec
from engine.spec import SECOND_NS

TROUBLE = ("error", "warning")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOrder:
    """What to run (members of RunSpec by name) and where to write: the run, its page, the answer.

    html_always: else the page is written only for a run with trouble, by its findings or its exit code.
    """

    spec: dict[str, Any]
    timeout: float | None
    out: Path
    html: Path
    html_always: bool
    answer: Path

    @classmethod
    def read(cls, path: Path) -> "RecordOrder":
        """Read an order."""
        values = json.loads(path.read_text("utf-8"))
        return cls(**{**values, **{name: Path(values[name]) for name in ("out", "html", "answer")}})

    def run_spec(self) -> RunSpec:
        """Return the engine's order."""
        wall_ns = None if self.timeout is None else int(self.timeout * SECOND_NS)
        args = tuple(self.spec.get("args", ()))
        return RunSpec(**{**self.spec, "args": args, "limits": Limits(wall_ns=wall_ns)})


def record(order: RecordOrder) -> dict[str, Any]:
    """Run the program; return what came of it. Raises LockstepError if it cannot be run."""
    with order.out.open("wb") as file:
        recording, result = watch(order.run_spec(), file, quiet=True)
    summary = result.summary or summary_of(recording)
    findings = [_told(finding, summary, recording.locations) for finding in summary["findings"]]
    code = exit_code(result)
    writes_html = order.html_always or code != 0 or any(finding["level"] in TROUBLE for finding in findings)
    if writes_html:
        with order.html.open("wb") as page:
            page.writelines(html_format(asset_dir("static"), asset_dir("templates")).write(read_recording(order.out)))
    return {
        "status": result.status,
        "exit_code": code,
        "note": result.note,
        "line": one_line(summary),
        "duration_ns": summary["run"]["duration_ns"],
        "origin_ns": recording.meta.get("origin_ns", 0),
        "findings": findings,
        "html": str(order.html) if writes_html else None,
    }


def _told(finding: dict[str, Any], summary: dict[str, Any], locations: dict[int, tuple[str, int, str]]) -> dict[str, Any]:
    """Tell a finding without the ids of its run."""
    names = {worker["id"]: worker["name"] for worker in summary["workers"]}
    places = [finding.get("location"), *(step["location"] for step in finding.get("ring", ()))]
    lines = dict.fromkeys(f"{locations[place][0]}:{locations[place][1]}" for place in places if place in locations)
    return {
        "kind": finding["kind"],
        "level": finding["level"],
        "message": finding["message"],
        "workers": [names[worker] for worker in finding["workers"] if worker in names],
        "lines": list(lines),
    }


def main() -> None:
    """Do what the order named on the command line says."""
    order = RecordOrder.read(Path(sys.argv[1]))
    try:
        answer = record(order)
    except (LockstepError, OSError) as problem:
        answer = {"problem": str(problem)}
    order.answer.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
