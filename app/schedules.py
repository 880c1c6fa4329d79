"""`POST /api/v1/schedules`: textbook schedules as JSON. The body is read by the engine, which names the field that is wrong."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Body

from app.problems import FieldError, Problem
from engine.errors import ScheduleError
from engine.scheduling.answer import answer
from engine.scheduling.order import read_order

EXAMPLE = {"policy": "rr", "quantum": 4, "jobs": [{"name": "P1", "arrival": 0, "burst": 24}, {"name": "P2", "arrival": 0, "burst": 3}]}


def add_schedules(router: APIRouter) -> None:
    """Add the lab's routes."""

    @router.post("/schedules", tags=["schedules"])
    async def compute_schedules(order: Annotated[dict[str, Any], Body(openapi_examples={"round robin": {"value": EXAMPLE}})]) -> Any:
        """Compute the textbook schedule of some jobs under one policy (`policy`) or several (`policies`, answered as `schedules`).

        `jobs`: objects with name, arrival, burst (or bursts: CPU and I/O in turn) and priority, or a text as "P1 0 24, P2 0 3"; or
        `ostep`: "0,84,7:0,42,3". Knobs by their names: quantum, queues, quanta, allotment, boost, io_time, stay, iobump, fresh_boost, age,
        preempted_last, high_number_first, arrival_after_preempted, latency, minimum_slice, seed, switch_cost, cpus, switch_on_io.
        `sweep`: {"knob": "quantum", "from": 1, "to": 8} or {"knob", "values"}. `steps`: false leaves out the decisions.
        """
        with_steps = order.get("steps", True)
        if not isinstance(with_steps, bool):
            raise problem_of(ScheduleError("steps", "give true or false."))
        try:
            return await asyncio.to_thread(lambda: answer(read_order(order), with_steps=with_steps))
        except ScheduleError as error:
            raise problem_of(error) from None


def problem_of(error: ScheduleError) -> Problem:
    """Make the 422 that names the field."""
    field = FieldError(pointer="/" + error.field, detail=error.message)
    return Problem(422, "invalid-schedule", str(error), errors=[field])
