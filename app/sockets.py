"""The live wire: `WS /ws/runs/{id}?after=SEQ`. Binary messages of whole frames, from the one behind SEQ to the last; then code 1000."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from enum import IntEnum

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from app.problems import Problem
from app.runs import Runs
from app.schemas import RUN_ID
from app.settings import Settings
from app.stream import Stream

MAX_MESSAGES = 100  # from a viewer, who has nothing to say


class Close(IntEnum):
    """Why the server closes a viewer's socket."""

    DONE = 1000
    TOO_MUCH = 1008
    BUSY = 1013
    BAD_REQUEST = 4400
    NOT_FOUND = 4404
    TOO_SLOW = 4408


class Viewers:
    """Serves the frames of runs to websockets; knows how many there are."""

    def __init__(self, *, runs: Runs, settings: Settings) -> None:
        self._runs = runs
        self._settings = settings
        self._count = 0

    @property
    def count(self) -> int:
        """How many viewers are connected."""
        return self._count

    async def serve(self, socket: WebSocket, run_id: str, after: str) -> None:
        """Show one run to one viewer until its end, or until the viewer has gone."""
        await socket.accept()
        if not re.fullmatch(r"\d{1,15}", after):
            await _close(socket, Close.BAD_REQUEST, "after must be a sequence number")
            return
        if self._count >= self._settings.max_viewers:
            await _close(socket, Close.BUSY, "too many viewers")
            return
        self._count += 1
        try:
            await self._show(socket, run_id, int(after))
        finally:
            self._count -= 1

    async def _show(self, socket: WebSocket, run_id: str, after: int) -> None:
        stream = self._runs.stream(run_id)
        if stream is not None:
            await self._race(socket, stream, after)
            return
        try:
            if re.fullmatch(RUN_ID, run_id) is None:
                raise Problem(404, "not-found", "There is no such run.")
            file = await self._runs.frames(run_id)
        except Problem as problem:
            await _close(socket, Close.NOT_FOUND, problem.detail)
            return
        with file:
            finished = Stream(file)
            finished.end()
            await self._race(socket, finished, after)

    async def _race(self, socket: WebSocket, stream: Stream, after: int) -> None:
        """Send, and at the same time listen for the viewer's leaving; whichever ends first ends the other."""
        sending = asyncio.create_task(self._send(socket, stream.follow(after=after)))
        listening = asyncio.create_task(_listen(socket))
        try:
            await asyncio.wait({sending, listening}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            listening.cancel()
        await asyncio.wait({sending, listening})
        code = _outcome(sending) or _outcome(listening)
        if code is not None:
            await _close(socket, code, code.name.lower().replace("_", "-"))

    async def _send(self, socket: WebSocket, chunks: AsyncIterator[bytes]) -> Close | None:
        try:
            async for chunk in chunks:
                async with asyncio.timeout(self._settings.send_timeout):
                    await socket.send_bytes(chunk)
        except TimeoutError:
            return Close.TOO_SLOW
        except WebSocketDisconnect:
            return None
        return Close.DONE


def _outcome(task: asyncio.Task[Close | None]) -> Close | None:
    return None if task.cancelled() else task.result()


async def _listen(socket: WebSocket) -> Close | None:
    for _ in range(MAX_MESSAGES):
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return None
    return Close.TOO_MUCH


async def _close(socket: WebSocket, code: Close, reason: str) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the viewer may be gone already
        await socket.close(code, reason)


def build_router(viewers: Viewers) -> APIRouter:
    """Make the route of the live wire."""
    router = APIRouter()

    @router.websocket("/ws/runs/{run_id}")
    async def frames(socket: WebSocket, run_id: str) -> None:
        await viewers.serve(socket, run_id, socket.query_params.get("after", "0"))

    return router
