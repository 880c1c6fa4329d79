"""Links by which one run is shown inside another page: good for that run only, to be looked at only, until a day that is written in them.

A frame on another site has no session, since the session's cookie is strict, and should have none: whoever sees the page would have it.
So the link carries a key, the end of its time and a signature over both and the run. The server keeps nothing of it; it stops being good
when its time is over, when the run is deleted, and when the secret is made anew (`embed.key` in the data directory is deleted).
"""

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qsl

from app.settings import Settings

KEY_PARAMETER = "key"
DAY_SECONDS = 24 * 3600
KEY = re.compile(r"([1-9][0-9]{0,11})\.([A-Za-z0-9_-]{43})")
# All that a key opens: the page, and the frames it shows, live or not.
OPENED = re.compile(r"/embed/([0-9a-z]{4,32})|/ws/runs/([0-9a-z]{4,32})|/api/v1/runs/([0-9a-z]{4,32})/frames")
MOST_FIELDS = 30
ORIGIN = re.compile(r"https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?")


class EmbedLinks:
    """Makes and checks keys. `now`: in seconds since 1970."""

    def __init__(self, settings: Settings, *, now: Callable[[], float] = time.time) -> None:
        self._secret = settings.embed_secret.encode()
        self._now = now

    def new_key(self, run_id: str, *, seconds: int) -> tuple[str, int]:
        """Return a key for a run and the second in which it ends."""
        end = int(self._now()) + seconds
        return f"{end}.{self._signature(run_id, end)}", end

    def admits(self, path: str, query: bytes) -> bool:
        """Tell whether a request to a path may be answered because of the key in its query."""
        opened = OPENED.fullmatch(path)
        if opened is None or query.count(b"&") > MOST_FIELDS:
            return False
        given = [value for name, value in parse_qsl(query.decode("latin-1")) if name == KEY_PARAMETER]
        key = KEY.fullmatch(given[0]) if len(given) == 1 else None
        if key is None:
            return False
        run_id, end = opened[opened.lastindex or 0], int(key[1])
        return hmac.compare_digest(key[2], self._signature(run_id, end)) and self._now() < end

    def _signature(self, run_id: str, end: int) -> str:
        digest = hmac.new(self._secret, f"embed\n{run_id}\n{end}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_origin(text: str) -> bool:
    """Tell whether a text names pages that may frame ours: a scheme, a host or `*.` and a domain, a port if it is not the usual one."""
    return ORIGIN.fullmatch(text) is not None
