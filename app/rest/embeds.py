"""`POST /api/v1/runs/{id}/embed`: a link by which one run is shown inside a page of another site."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request

from app.embedlinks import DAY_SECONDS, KEY_PARAMETER, EmbedLinks
from app.headers import EMBED_PREFIX
from app.rest.parameters import checked_id
from app.runs import Runs
from app.schemas import EmbedAnswer, EmbedRequest

DEFAULT_SECONDS = 30 * DAY_SECONDS


def add_embeds(router: APIRouter, *, runs: Runs, links: EmbedLinks) -> None:
    """Add the route."""

    @router.post("/runs/{run_id}/embed", status_code=201, tags=["runs"])
    async def embed_run(run_id: str, asked: EmbedRequest, request: Request) -> EmbedAnswer:
        """Make a link for an `<iframe>` that shows this run, and nothing else, to whoever has it, until its time is over.

        Pages of other origins may frame it if the server was started with `--embed-from ORIGIN`. To the link can be added: `theme`
        (light, dark, contrast, projector), `lang` (en, zh-CN), `from` and `to` (what is shown: `120ms`, `1.5s`, or ns), `worker` (a name or
        an id, selected), `play=1`.
        """
        await runs.get(checked_id(run_id))
        key, end = links.new_key(run_id, seconds=asked.seconds or DEFAULT_SECONDS)
        # The name by which this client knows us; the gate has checked that it is one of ours.
        url = f"http://{request.headers['host']}{EMBED_PREFIX}{run_id}?{KEY_PARAMETER}={key}"
        return EmbedAnswer(url=url, expires_at=datetime.fromtimestamp(end, UTC).isoformat(timespec="seconds"))
