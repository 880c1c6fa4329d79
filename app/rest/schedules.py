"""`POST /api/v1/schedules`: schedules as JSON, textbook and real. The body is read by the engine, which names the field that is wrong."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from starlette.responses import JSONResponse

from app.framefile import FrameFile
from app.keys import RequestKeys
from app.problems import FieldError, Problem, field_problem
from app.rest.parameters import Key, checked_id
from app.rest.replays import REPLAYED, or_gone
from app.runs import Order as RunOrder
from app.runs import Runs
from app.settings import RunLimits, Settings
from app.store import RunRecord
from engine.errors import ScheduleError
from engine.export.recording import Recording, damage_told
from engine.scheduling.answer import answer
from engine.scheduling.order import read_order
from engine.scheduling.real.assignment import PROGRAM, SOURCE, Assignment, read_argument, read_assignment
from engine.scheduling.real.measured import measure
from engine.spec import SECOND_NS

_OBJECT = {"application/json": {"schema": {"type": "object"}}}
STARTED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The schedule.", "content": _OBJECT},
    201: {"description": "The schedule, and the run of real processes that was started.", "content": _OBJECT},
}


def add_schedules(router: APIRouter, *, settings: Settings, runs: Runs, keys: RequestKeys) -> None:
    """Add the lab's routes."""

    @router.post("/schedules", tags=["schedules"], responses=STARTED, response_class=JSONResponse)
    async def compute_schedules(order: Annotated[dict[str, Any], Body()], idempotency_key: Key = None) -> Response:
        """Compute the textbook schedule of some jobs under one policy (`policy`) or several (`policies`, answered as `schedules`).

        `jobs`: objects with name, arrival, burst (or bursts: CPU and I/O in turn) and priority, or a text as "P1 0 24, P2 0 3"; or
        `ostep`: "0,84,7:0,42,3". Knobs by their names: quantum, queues, quanta, allotment, boost, io_time, stay, iobump, fresh_boost, age,
        preempted_last, high_number_first, arrival_after_preempted, latency, minimum_slice, seed, switch_cost, cpus, switch_on_io.
        `sweep`: {"knob": "quantum", "from": 1, "to": 8} or {"knob", "values"}. `steps`: false leaves out the decisions.
        `real`: true also starts a run in which each job is a real process (one policy; 201, and `run` has its id and links; `unit_ms` is
        how long a unit of time is, `limit_seconds` how long the run may take; an `Idempotency-Key` is as for a run);
        `GET /runs/{run_id}/schedule` compares when it has ended.
        """
        try:
            with_steps, is_real = (read_switch(order, name, default) for name, default in (("steps", True), ("real", False)))
            assignment = await asyncio.to_thread(read_assignment, order) if is_real else None
            body = await asyncio.to_thread(lambda: answer(read_order(order), with_steps=with_steps))
        except ScheduleError as error:
            raise problem_of(error) from None
        if assignment is None:
            return await asyncio.to_thread(JSONResponse, body)  # a long schedule takes its time to be written, too
        started = run_order(assignment, settings)
        async with keys.use(idempotency_key, path="/schedules", body=order) as use:
            if use.known is None:
                record = await runs.start(started)
                use.made = record.id
            else:
                record = await or_gone(runs.get(use.known))
        status, replayed = (201, {}) if use.known is None else (200, {REPLAYED: "true"})
        body |= {"unit_ms": assignment.unit_ns / 1e6, "estimate_seconds": assignment.estimate_seconds, "run": links(record)}
        return JSONResponse(body, status, headers={"Location": f"/api/v1/runs/{record.id}", **replayed})

    @router.get("/runs/{run_id}/schedule", tags=["schedules"])
    async def get_schedule(run_id: str) -> dict[str, Any]:
        """Compare what the processes of a real schedule did (`measured`) with the textbook: `difference`, `jitter`, `same_order`."""
        record = await runs.settled(checked_id(run_id))
        if record.source != SOURCE or not record.args:
            raise Problem(404, "not-a-schedule", "This run is no schedule.")
        if record.is_live:
            raise Problem(409, "run-live", "The schedule still runs; it can be compared when it has ended.")
        file = await runs.frames(run_id)
        try:
            return await asyncio.to_thread(_compared, record, file)
        except ScheduleError as error:
            raise Problem(409, "schedule-unfinished", str(error)) from None


def read_switch(order: dict[str, Any], name: str, default: bool) -> bool:
    """Read a switch that is no knob."""
    value = order.get(name)
    if value is not None and not isinstance(value, bool):
        raise ScheduleError(name, "give true or false.")
    return default if value is None else value


def run_order(assignment: Assignment, settings: Settings) -> RunOrder:
    """Make the run of an assignment; Problem where the server allows less time."""
    wall_ns, most = int(assignment.limit_seconds * SECOND_NS), settings.max_limits.wall_ns
    if wall_ns > most:
        raise field_problem("/limit_seconds", f"This server allows {most // SECOND_NS} at most.", code="over-limit")
    defaults = settings.default_limits
    limits = RunLimits(wall_ns=wall_ns, events=defaults.events, output_bytes=defaults.output_bytes)
    return RunOrder(program=PROGRAM, source=SOURCE, args=(assignment.argument(),), stdin="", limits=limits)


def links(record: RunRecord) -> dict[str, Any]:
    """Tell where a run is to be found."""
    base = f"/api/v1/runs/{record.id}"
    return {"id": record.id, "status": record.status, "self": base, "schedule": f"{base}/schedule", "page": f"/lab/{record.id}"}


def _compared(record: RunRecord, file: FrameFile) -> dict[str, Any]:
    recording = Recording()
    with file, damage_told("The file of this run"):
        for frame in file.frames():
            recording.add(frame)
        return {**measure(read_argument(record.args[0]), recording), "run": links(record)}


def problem_of(error: ScheduleError) -> Problem:
    """Make the 422 that names the field."""
    field = FieldError(pointer="/" + error.field, detail=error.message)
    return Problem(422, "invalid-schedule", str(error), errors=[field])
