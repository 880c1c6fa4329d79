"""Series: the same run many times, and what came of it."""

from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.keys import RequestKeys
from app.library import Library
from app.orders import order_from
from app.problems import field_problem, within
from app.rest.answers import BASE, series_answer, series_short_answer
from app.rest.parameters import Before, Key, Limit, Prefer, Wait, checked_id, preferred_wait
from app.rest.replays import mark_replay, or_gone
from app.rest.shapes import SeriesAnswer, SeriesListAnswer
from app.runs import Order
from app.scenario_library import ScenarioLibrary
from app.schemas import StartSeriesRequest
from app.series import AllSeries
from app.settings import Settings


def add_series(
    router: APIRouter, *, settings: Settings, series: AllSeries, library: Library, scenarios: ScenarioLibrary, keys: RequestKeys
) -> None:
    """Add the routes of series."""
    _add_start(router, series, keys, lambda wanted: order_of(wanted, settings=settings, library=library, scenarios=scenarios))

    async def answer(series_id: str) -> SeriesAnswer:
        record, outcomes = await series.get(checked_id(series_id, "series"))
        return series_answer(record, outcomes, going=series.going(series_id))

    @router.get("/series", tags=["series"])
    async def list_series(before: Before = None, limit: Limit = 50) -> SeriesListAnswer:
        """List series, newest first. `before` is the `next` of the page before."""
        records = await series.page(before=before, limit=limit)
        following = records[-1].position if len(records) == limit else None
        return SeriesListAnswer(items=[series_short_answer(record) for record in records], next=following)

    @router.get("/series/{series_id}", tags=["series"])
    async def get_series(series_id: str, wait: Wait = 0) -> SeriesAnswer:
        """Return how far a series is and what has come of it; with `wait`, when it has ended or so many seconds have passed.

        `outcomes`: how the runs ended; `findings`: in how many each kind was found; `outputs`: what they wrote, each variant once;
        `duration_ns`: how long they took; `runs`: each of them.
        """
        await series.wait(checked_id(series_id, "series"), seconds=wait)
        return await answer(series_id)

    @router.post("/series/{series_id}/stop", tags=["series"], status_code=202)
    async def stop_series(series_id: str) -> SeriesAnswer:
        """Start no more runs of a series and end those that go on. What has come of it so far stays."""
        await series.stop(checked_id(series_id, "series"))
        return await answer(series_id)

    @router.delete("/series/{series_id}", tags=["series"], status_code=204)
    async def delete_series(series_id: str) -> None:
        """Forget a series that has ended, together with its runs."""
        await series.delete(checked_id(series_id, "series"))


def _add_start(router: APIRouter, series: AllSeries, keys: RequestKeys, ordered: Callable[[StartSeriesRequest], Order]) -> None:
    @router.post("/series", status_code=201, tags=["series"], responses={200: {"model": SeriesAnswer}})
    async def start_series(
        request: Request, wanted: StartSeriesRequest, response: Response, prefer: Prefer = None, idempotency_key: Key = None
    ) -> SeriesAnswer:
        """Start the same run `times` times, one after another (or `at_once` at the same time, which disturb each other's timing).

        Run N, counted from 0, finds `seed` + N in the environment variable LOCKSTEP_SEED; the same seeds may give other outcomes all the
        same, for it is the operating system that decides who runs when. Input that is not given is empty. `Prefer: wait=N` and
        `Idempotency-Key` are as for a run.
        """
        order = ordered(wanted)
        async with keys.use(idempotency_key, path="/series", body=await request.json()) as use:
            if use.known is None:
                record = await series.start(order, times=wanted.times, at_once=wanted.at_once, seed=wanted.seed)
                use.made = record.id
            else:
                record, _ = await or_gone(series.get(use.known))
                mark_replay(response)
        if seconds := preferred_wait(prefer):
            await series.wait(record.id, seconds=seconds)
            response.headers["Preference-Applied"] = f"wait={seconds}"
        response.headers["Location"] = f"{BASE}/series/{record.id}"
        record, outcomes = await series.get(record.id)
        return series_answer(record, outcomes, going=series.going(record.id))


def order_of(wanted: StartSeriesRequest, *, settings: Settings, library: Library, scenarios: ScenarioLibrary) -> Order:
    """Make the order of each run, or raise the Problem that names the field."""
    most = max(1, settings.max_live_runs - 1)  # one place stays free for people
    if wanted.at_once > most:
        raise field_problem("/at_once", f"This server runs {most} of a series at the same time at most.")
    if wanted.run.seed is not None:
        raise field_problem("/run/seed", "Give the `seed` of the series; each run has its own.")
    with within("/run"):
        order = order_from(wanted.run, settings=settings, library=library, scenarios=scenarios)
    return replace(order, stdin=order.stdin or "")
