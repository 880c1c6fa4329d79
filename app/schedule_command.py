"""`lockstep schedule`: the CPU scheduling lab on the command line."""

import json
import os
import shutil
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from app.schedule_text import schedule_lines
from engine.errors import ScheduleError
from engine.export.recording import Recording
from engine.run import ROOT, Limits, Run, RunSpec
from engine.scheduling.answer import answer
from engine.scheduling.knobs import KNOBS, Kind
from engine.scheduling.order import read_order
from engine.scheduling.real.assignment import PROGRAM, SOURCE, Assignment, read_assignment
from engine.scheduling.real.measured import measure
from engine.scheduling.registry import POLICIES
from engine.spec import SECOND_NS

MOST_WIDTH = 160


def with_knobs(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for each knob. Their values stay texts: the request's reader says what is wrong, and with which."""
    for knob in reversed(KNOBS.values()):
        words = knob.name.replace("_", "-")
        if knob.kind is not Kind.SWITCH:
            command = click.option(f"--{words}", metavar=knob.kind.upper(), help=knob.help)(command)
        elif knob.default is True:
            command = click.option(f"--{words}/--no-{words}", default=None, help=knob.help)(command)
        else:
            command = click.option(f"--{words}", is_flag=True, default=None, help=knob.help)(command)
    return command


@click.command()
@click.option("--policy", "policies", multiple=True, required=True, help=f"One of {', '.join(POLICIES)}; several to compare them.")
@click.option("--jobs", help='As a textbook writes them, name arrival burst [priority]: "P1 0 24, P2 0 5+3io+4".')
@click.option("--ostep", help='As OSTEP writes them, start,length,io_every: "0,84,7:0,42,3".')
@click.option("--sweep", metavar="KNOB=VALUES", help='One knob against the means: "quantum=1..8" or "quantum=1,2,4".')
@click.option("--steps", is_flag=True, help="Tell each decision with its reason.")
@click.option("--real", is_flag=True, help="Run the jobs as real processes too, and compare.")
@click.option("--unit-ms", metavar="MS", help="With --real: how long a unit of time is; 100 if not given.")
@click.option("--limit-seconds", metavar="S", help="With --real: refuse a schedule that takes longer; 60 if not given.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="With --real: write the run to this .lockstep file.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the API.")
@with_knobs
def schedule(
    policies: tuple[str, ...], jobs: str | None, ostep: str | None, sweep: str | None, steps: bool, real: bool, out: Path | None,
    as_json: bool, **knobs: Any,
) -> None:  # fmt: skip
    """Compute a textbook schedule of JOBS under a policy; with --real, also run it."""
    request = {"jobs": jobs, "ostep": ostep, "sweep": read_sweep(sweep), **knobs}
    request |= {"policy": policies[0]} if len(policies) == 1 else {"policies": list(policies)}
    if real:
        assignment = read_assignment(request)
        body = answer(read_order(request), with_steps=True) | run_real(assignment, out)
    else:
        body = answer(read_order(request), with_steps=as_json or steps)
    if as_json:
        click.echo(json.dumps(body, ensure_ascii=False))
        return
    width = min(MOST_WIDTH, max(40, shutil.get_terminal_size((100, 24)).columns))
    for at, one in enumerate(body.get("schedules", [body])):
        if at:
            click.echo()
        for line in schedule_lines(one, width=width, with_steps=steps):
            click.echo(line)


def run_real(assignment: Assignment, out: Path | None) -> dict[str, Any]:
    """Run an assignment under a supervisor and compare; say on stderr how long it will take."""
    click.echo(f"lockstep: running {len(assignment.plan.jobs)} processes for about {assignment.estimate_seconds:.0f} s", err=True)
    recording = Recording()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [ROOT, os.environ.get("PYTHONPATH")]))}
    spec = RunSpec(
        code=SOURCE, args=(assignment.argument(),), env=environment, stdio="capture", name=PROGRAM, run_id=uuid.uuid4().hex[:12],
        limits=Limits(wall_ns=int(assignment.limit_seconds * SECOND_NS)),
    )  # fmt: skip
    with ExitStack() as stack:
        file = stack.enter_context(out.open("wb")) if out is not None else None
        for frame in stack.enter_context(Run.start(spec)).frames():
            recording.add(frame)
            if file is not None:
                file.write(frame.data)
    said = "".join(text for _, _, stream, text in recording.outputs if stream == 2).strip()
    status, note = recording.status.get("status"), recording.status.get("note")
    if status != "finished" or recording.status.get("exit_code") != 0:
        raise ScheduleError("real", said.removeprefix("real: ") or note or f"the run ended as {status}.")
    return measure(assignment, recording)


def read_sweep(text: str | None) -> dict[str, Any] | None:
    """Read "knob=1..8" or "knob=1,2,4"."""
    if text is None:
        return None
    knob, is_given, values = text.partition("=")
    if not is_given or not values.strip():
        raise ScheduleError("sweep", f'"{text[:40]}" names no values; write it as "quantum=1..8" or "quantum=1,2,4".')
    first, is_range, last = values.partition("..")
    name = knob.strip().replace("-", "_")
    return {"knob": name, "from": first, "to": last} if is_range else {"knob": name, "values": values.split(",")}
