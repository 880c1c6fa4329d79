"""The API under `/api/v1`, put together: each part of it adds its routes (app/rest/)."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from app.embedlinks import EmbedLinks
from app.exports import add_exports
from app.framefile import FrameFile
from app.imports import add_imports
from app.keys import RequestKeys
from app.library import Library
from app.rest.answers import BASE, run_answer
from app.rest.data import add_data
from app.rest.embeds import add_embeds
from app.rest.etags import Etags
from app.rest.lessons import add_lessons
from app.rest.limits import add_limits
from app.rest.parameters import checked_id
from app.rest.rows import add_rows
from app.rest.runs import add_runs
from app.rest.scenarios import add_scenarios
from app.rest.schedules import add_schedules
from app.rest.series import add_series
from app.rest.strict import route_class
from app.runs import Runs
from app.scenario_library import ScenarioLibrary
from app.series import AllSeries
from app.settings import Settings
from app.store import RunRecord


def build_router(
    *,
    settings: Settings,
    runs: Runs,
    series: AllSeries,
    library: Library,
    scenarios: ScenarioLibrary,
    keys: RequestKeys,
    links: EmbedLinks,
) -> APIRouter:
    """Make all routes of the API."""
    router = APIRouter(prefix=BASE, route_class=route_class(Etags(runs)), generate_unique_id_function=operation_id)

    async def opened(run_id: str) -> tuple[RunRecord, FrameFile]:
        record = await runs.settled(checked_id(run_id))
        return record, await runs.frames(run_id)

    add_lessons(router, library=library)
    add_runs(router, settings=settings, runs=runs, library=library, scenarios=scenarios, keys=keys)
    add_data(router, opened=opened)
    add_rows(router, opened=opened, runs=runs)
    add_exports(router, opened=opened, settings=settings)
    add_embeds(router, runs=runs, links=links)
    add_imports(router, runs=runs, settings=settings, show=run_answer)
    add_series(router, settings=settings, series=series, library=library, scenarios=scenarios, keys=keys)
    add_scenarios(router, scenarios=scenarios, opened=opened)
    add_schedules(router, settings=settings, runs=runs, keys=keys)
    add_limits(router, settings=settings, runs=runs, series=series)
    return router


def operation_id(route: APIRoute) -> str:
    """Name an operation in the document after its handler: `start_run` is startRun. Clients are generated from these names."""
    first, *rest = route.name.split("_")
    return first + "".join(word.title() for word in rest)
