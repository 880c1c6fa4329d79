"""What this server allows: to be asked for, and on every answer how many programs run and how many may."""

from dataclasses import asdict

from fastapi import APIRouter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.keys import KEPT_SECONDS, MOST_KEYS
from app.rest.parameters import MAX_WAIT
from app.rest.shapes import LimitsInfoAnswer, RunLimitsAnswer, UseAnswer
from app.runs import Runs
from app.schemas import MAX_ARGUMENT, MAX_ARGUMENTS, MAX_STDIN, MAX_TIMES
from app.series import AllSeries
from app.settings import Settings

PREFIX = "/api/v1/"
LIVE = b"lockstep-runs-live"
MOST = b"lockstep-runs-limit"


def add_limits(router: APIRouter, *, settings: Settings, runs: Runs, series: AllSeries) -> None:
    """Add the route."""

    @router.get("/limits", tags=["limits"])
    async def get_limits() -> LimitsInfoAnswer:
        """Return what this server allows and how much of it is in use."""
        return LimitsInfoAnswer(
            runs=UseAnswer(live=runs.live_count, most=settings.max_live_runs),
            series=UseAnswer(live=series.live_count, most=settings.max_live_series),
            run_limits=RunLimitsAnswer(default=asdict(settings.default_limits), most=asdict(settings.max_limits)),
            kept_runs=settings.keep_runs,
            kept_bytes=settings.keep_bytes,
            series_times=MAX_TIMES,
            body_bytes=settings.max_body,
            source_bytes=settings.max_source,
            stdin_characters=MAX_STDIN,
            arguments=MAX_ARGUMENTS,
            argument_characters=MAX_ARGUMENT,
            viewers=settings.max_viewers,
            wait_seconds=MAX_WAIT,
            key_seconds=int(KEPT_SECONDS),
            keys=MOST_KEYS,
        )


class LimitHeaders:
    """ASGI middleware: tells on every answer of the API, problems included, how many programs run and how many may."""

    def __init__(self, app: ASGIApp, *, runs: Runs, most: int) -> None:
        self._app = app
        self._runs = runs
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the headers added."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = [(LIVE, str(self._runs.live_count).encode()), (MOST, str(self._most).encode())]
                message = {**message, "headers": [*message.get("headers", ()), *ours]}
            await send(message)

        await self._app(scope, receive, telling)
