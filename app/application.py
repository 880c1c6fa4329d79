"""Puts the application together: every part is built here from the settings and handed to those that need it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from starlette.responses import FileResponse, JSONResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from app import api, docs, pages, problems, scenario_pages, sockets
from app.embedlinks import EmbedLinks
from app.entry import Doorkeeper
from app.keys import RequestKeys
from app.launch import Launch
from app.launch import launch as launch_program
from app.library import Library
from app.messages import Catalogues
from app.rest.document import install_document
from app.rest.limits import LimitHeaders
from app.runs import Runs
from app.scenario_library import ScenarioLibrary
from app.security import Gate
from app.series import AllSeries
from app.series_store import SeriesStore
from app.settings import VERSION, Settings
from app.store import Store

DESCRIPTION = """Run a Python program and read what each of its workers did.

A script sends the token from `server.json` in the data directory as a bearer token. Times are in ns since the run began; ids are the
run's own. Errors are RFC 9457 problem+json with a stable `code` and, for a field that is wrong, a JSON pointer to it.

Live: `WS /ws/runs/{id}?after=SEQ` sends binary messages of whole frames, from the one behind SEQ on, and closes with 1000 behind the last
(4404: no such run, 4400: `after` is no number, 4408: the viewer was too slow, 1008: it said too much, 1013: too many viewers). A frame
is "LS", u8 version, u8 kind, u32 length of the body, u64 sequence number, all little-endian, and the body; `GET .../frames` gives the
same bytes."""


def create_app(
    settings: Settings,
    *,
    launch: Launch = launch_program,
    doorkeeper: Doorkeeper | None = None,
    on_ready: Callable[[], None] | None = None,
    leaving: asyncio.Event | None = None,
) -> ASGIApp:
    """Build the whole application from its settings; the store is opened now, so that its trouble shows before anything is served.

    leaving: set by a server that is about to end, so that every run ends before it waits for its connections.
    """
    store = Store.open(settings.data_dir)
    runs = Runs(settings=settings, store=store, launch=launch)
    library = Library.load(settings.lesson_dir)
    scenarios = ScenarioLibrary(settings.scenario_dir, library)
    series = AllSeries(settings=settings, runs=runs, store=SeriesStore(store), scenarios=scenarios)
    catalogues = Catalogues.load(settings.static_dir / "messages")
    lifespan = _lifespan(store, runs, series, on_ready=on_ready, left=leaving or asyncio.Event())
    app = FastAPI(title="Lockstep", version=VERSION, description=DESCRIPTION, docs_url=None, redoc_url=None, lifespan=lifespan)
    web = pages.Pages(settings=settings, runs=runs, library=library, catalogues=catalogues)
    problems.install(app, render=web.render_error)
    app.add_middleware(LimitHeaders, runs=runs, most=settings.max_live_runs)
    keys, links = RequestKeys(store), EmbedLinks(settings)
    rest = api.build_router(settings=settings, runs=runs, series=series, library=library, scenarios=scenarios, keys=keys, links=links)
    app.include_router(rest)
    app.include_router(sockets.build_router(sockets.Viewers(runs=runs, settings=settings)))
    app.include_router(pages.build_router(web))
    app.include_router(scenario_pages.build_router(web, runs=runs, scenarios=scenarios))
    app.include_router(docs.build_router())
    _add_files(app, settings, runs)
    install_document(app)
    return Gate(app, settings=settings, doorkeeper=doorkeeper or Doorkeeper(settings), links=links, catalogues=catalogues)


def _lifespan(
    store: Store, runs: Runs, series: AllSeries, *, on_ready: Callable[[], None] | None, left: asyncio.Event
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    async def leave() -> None:
        await left.wait()
        await series.close()
        await runs.close()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await runs.prune()
        goodbye = asyncio.create_task(leave(), name="leave")
        if on_ready is not None:
            on_ready()
        try:
            yield
        finally:
            left.set()
            await goodbye
            await leave()  # what was started in the very last moment
            store.close()

    return lifespan


def _add_files(app: FastAPI, settings: Settings, runs: Runs) -> None:
    app.mount("/static", StaticFiles(directory=settings.static_dir), name="static")

    @app.get("/healthz", include_in_schema=False)
    async def health() -> JSONResponse:
        return JSONResponse({"status": "ok", "live_runs": runs.live_count})

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> FileResponse:
        return FileResponse(settings.static_dir / "icon.svg", media_type="image/svg+xml")
