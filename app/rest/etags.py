"""What is told of a run that has ended never changes: its answers carry an ETag, and who has one already gets 304."""

import hashlib
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from app.runs import Runs
from app.settings import VERSION

CACHE = "private, no-cache"  # may be kept, but is asked for each time
VARY = "Accept"

Handler = Callable[[Request], Awaitable[Response]]


class Etags:
    """Answers conditional requests about runs; an answer about a live one carries no ETag."""

    def __init__(self, runs: Runs) -> None:
        self._runs = runs

    async def answer(self, request: Request, handler: Handler) -> Response:
        """Answer with 304, or as the handler does."""
        tag = await self._tag(request)
        if tag is None:
            return await handler(request)
        headers = {"ETag": tag, "Cache-Control": CACHE, "Vary": VARY}
        if is_match(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        response = await handler(request)
        if response.status_code == 200:
            response.headers.update(headers)
        return response

    async def _tag(self, request: Request) -> str | None:
        run_id = request.path_params.get("run_id")
        if request.method != "GET" or run_id is None:
            return None
        record = await self._runs.final(run_id)
        if record is None:
            return None
        # What an answer is made of: the run, what is asked about it, in which form, and by which Lockstep.
        parts = (VERSION, repr(record), request.url.path, request.url.query, request.headers.get("accept", ""))
        return f'"{hashlib.sha256(chr(0).join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]}"'


def is_match(header: str, tag: str) -> bool:
    """Tell whether an If-None-Match header names a tag, weakly compared (RFC 9110, 13.1.2)."""
    named = {part.strip().removeprefix("W/") for part in header.split(",")}
    return header.strip() == "*" or tag in named
