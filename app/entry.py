"""Who may come in: the one-time link that the server prints, the session cookie it is exchanged for, and the bearer token for scripts."""

import hashlib
import secrets
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from app.settings import Settings

TOKEN_PARAMETER = "token"


class Doorkeeper:
    """Knows the secrets of one server. `on_spent` is told a fresh link when somebody opens one that was used already."""

    def __init__(self, settings: Settings, *, on_spent: Callable[[str], None] | None = None) -> None:
        self._settings = settings
        self._on_spent = on_spent
        self._open: set[bytes] = set()
        self._spent: set[bytes] = set()

    def new_link(self) -> str:
        """Return an address that lets one browser in, once. Links that were not used yet stay good."""
        token = secrets.token_urlsafe(32)
        self._open.add(_digest(token))
        return f"{self._settings.base_url}/?{TOKEN_PARAMETER}={token}"

    def redeem(self, token: str) -> bool:
        """Use a link's token up; tell whether it was good. A spent one makes a fresh link for whoever sees the terminal, once."""
        digest = _digest(token)
        if digest in self._open:
            self._open.remove(digest)
            self._spent.add(digest)
            return True
        if digest in self._spent:
            self._spent.remove(digest)
            if self._on_spent is not None:
                self._on_spent(self.new_link())
        return False

    def knows_cookie(self, header: str) -> bool:
        """Tell whether a Cookie header holds our session."""
        name = self._settings.cookie_name
        values = (part.strip().partition("=") for part in header.split(";"))
        return any(key == name and _same(value, self._settings.session_secret) for key, _, value in values)

    def knows_bearer(self, header: str) -> bool:
        """Tell whether an Authorization header holds the token for scripts."""
        scheme, _, token = header.partition(" ")
        return scheme.lower() == "bearer" and _same(token.strip(), self._settings.bearer_token)

    def cookie(self) -> str:
        """Return the Set-Cookie value of the session; it ends with the browser or the server, whichever ends first."""
        return f"{self._settings.cookie_name}={self._settings.session_secret}; Path=/; HttpOnly; SameSite=Strict"


def take_token(query: str) -> tuple[str, str]:
    """Split a query string into the token (or "") and the rest of the query."""
    pairs = parse_qsl(query, keep_blank_values=True)
    token = next((value for key, value in pairs if key == TOKEN_PARAMETER), "")
    return token, urlencode([(key, value) for key, value in pairs if key != TOKEN_PARAMETER])


def _digest(token: str) -> bytes:
    # Looking a digest up tells nothing by its timing about the token.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _same(given: str, expected: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), expected.encode())
