"""Runs: started, listed, waited for, stopped, fed and forgotten."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from app.keys import RequestKeys
from app.library import Library
from app.orders import order_from
from app.rest.answers import BASE, run_answer
from app.rest.parameters import Before, Key, Limit, Prefer, Wait, checked_id, preferred_wait
from app.rest.replays import mark_replay, or_gone
from app.runs import Order, Runs
from app.scenario_library import ScenarioLibrary
from app.schemas import InputRequest, RunAnswer, RunsAnswer, StartRunRequest
from app.settings import Settings


def add_runs(router: APIRouter, *, settings: Settings, runs: Runs, library: Library, scenarios: ScenarioLibrary, keys: RequestKeys) -> None:
    """Add the routes of runs."""
    _add_start(router, runs, keys, lambda order: order_from(order, settings=settings, library=library, scenarios=scenarios))

    @router.get("/runs", tags=["runs"])
    async def list_runs(before: Before = None, limit: Limit = 50) -> RunsAnswer:
        """List runs, newest first. `before` is the `next` of the page before."""
        records = await runs.page(before=before, limit=limit)
        following = records[-1].position if len(records) == limit else None
        return RunsAnswer(items=[run_answer(record) for record in records], total=await runs.count(), next=following)

    @router.get("/runs/{run_id}", tags=["runs"])
    async def get_run(run_id: str, wait: Wait = 0) -> RunAnswer:
        """Return how a run is; with `wait`, when it has ended or so many seconds have passed."""
        return run_answer(await runs.wait(checked_id(run_id), seconds=wait))

    @router.post("/runs/{run_id}/stop", tags=["runs"], status_code=202)
    async def stop_run(run_id: str) -> RunAnswer:
        """End the program with everything it started. Its last frame says when it is done."""
        return run_answer(await runs.stop(checked_id(run_id)))

    @router.post("/runs/{run_id}/input", tags=["runs"], status_code=204)
    async def send_input(run_id: str, given: InputRequest) -> None:
        """Write to the program's standard input. Only for a run that was started without `stdin`."""
        await runs.send_input(checked_id(run_id), text=given.text, end=given.end)

    @router.delete("/runs/{run_id}", tags=["runs"], status_code=204)
    async def delete_run(run_id: str) -> None:
        """Forget a run that has ended."""
        await runs.delete(checked_id(run_id))


def _add_start(router: APIRouter, runs: Runs, keys: RequestKeys, ordered: Callable[[StartRunRequest], Order]) -> None:
    @router.post("/runs", status_code=201, tags=["runs"], responses={200: {"model": RunAnswer}})
    async def start_run(
        request: Request, order: StartRunRequest, response: Response, prefer: Prefer = None, idempotency_key: Key = None
    ) -> RunAnswer:
        """Start a run of a program's text, of an example with its knobs, or of a scripted scenario.

        Watch it at its page, by its websocket, or through its frames.

        `Prefer: wait=N` answers when it has ended, or after N seconds. With an `Idempotency-Key`, the same request sent again within a
        day is answered with the same run (200, `Idempotency-Replayed: true`).
        """
        wanted = ordered(order)
        async with keys.use(idempotency_key, path="/runs", body=await request.json()) as use:
            if use.known is None:
                record = await runs.start(wanted)
                use.made = record.id
            else:
                record = await or_gone(runs.get(use.known))
                mark_replay(response)
        if seconds := preferred_wait(prefer):
            record = await runs.wait(record.id, seconds=seconds)
            response.headers["Preference-Applied"] = f"wait={seconds}"
        response.headers["Location"] = f"{BASE}/runs/{record.id}"
        return run_answer(record)
