"""The gate: the outermost layer, for HTTP and websockets alike. What it does not let through, no other code ever sees.

In this order: one Host header, ours · a path that is a path · Origin exactly ours · no request from other sites · a session or a bearer
token (or the one-time link) · for changes: a page of ours asked for it, in a content type no foreign form can send · size of the body.

One page may be shown inside pages of other sites, `/embed/{run}`, if its link has a key for that run (embedlinks.py): a frame on another
site never has a session. The key opens that page and that run's frames, nothing else, and only for looking.
"""

import asyncio
from collections.abc import Iterable
from html import escape
from typing import NoReturn
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.embedlinks import EmbedLinks
from app.entry import Doorkeeper, take_token
from app.headers import EMBED_PREFIX, new_nonce, security_headers
from app.messages import LANGUAGE_COOKIE, Catalogues, choose_language
from app.problems import Problem
from app.settings import Settings

PUBLIC_PATHS = frozenset({"/healthz", "/favicon.ico"})
PUBLIC_PREFIX = "/static/"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
FRAMES = frozenset({"iframe", "frame", "embed", "object"})
BODY_TYPES = frozenset({"application/json"})
CACHE_CONTROL = b"cache-control"
IMPORT_PATH = "/api/v1/runs/import"  # where a long body is passed on instead of read at the gate
IMPORT_TYPE = "application/octet-stream"  # which no form of another site can send
FORM_TYPE = "application/x-www-form-urlencoded"


class Gate:
    """ASGI middleware; see the module's text."""

    def __init__(self, app: ASGIApp, *, settings: Settings, doorkeeper: Doorkeeper, links: EmbedLinks, catalogues: Catalogues) -> None:
        self._app = app
        self._settings = settings
        self._doorkeeper = doorkeeper
        self._links = links
        self._catalogues = catalogues
        self._hosts = settings.allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a connection through, or answer it here."""
        match scope["type"]:
            case "http":
                await self._http(scope, receive, send)
            case "websocket":
                await self._websocket(scope, receive, send)
            case _:
                await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        nonce = new_nonce()
        scope.setdefault("state", {})["nonce"] = nonce
        send = _with_headers(send, security_headers(nonce, path=scope["path"], embed_from=self._settings.embed_from))
        headers = Headers(scope=scope)
        try:
            self._check_address(scope, headers)
            self._check_site(scope, headers)
            if await self._sign_in(scope, headers, send):
                return
            self._check_caller(scope, headers)
            if scope["method"] not in SAFE_METHODS:
                receive = await self._take_body(scope["path"], headers, receive)
        except Problem as problem:
            await self._refuse(scope, headers, problem, receive, send)
            return
        await self._app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        try:
            self._check_address(scope, headers)
            self._check_site(scope, headers)
            is_script = self._doorkeeper.knows_bearer(headers.get("authorization", ""))
            if not is_script and "origin" not in headers:
                _forbid("origin-missing", "A websocket needs an Origin or a bearer token.")
            is_known = is_script or self._doorkeeper.knows_cookie(headers.get("cookie", "")) or self._has_key(scope)
            if not is_known:
                _forbid("not-signed-in", "A websocket needs a session.")
        except Problem:
            await receive()
            await send({"type": "websocket.close", "code": 1008})  # before accept: the server answers 403
            return
        await self._app(scope, receive, send)

    def _check_address(self, scope: Scope, headers: Headers) -> None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            _forbid("host-not-allowed", "This address is not one of this server's own. Open the link that Lockstep printed.")
        path = scope["path"]
        if not path.startswith("/") or "\x00" in path:
            raise Problem(400, "bad-path", "The request's target is not a path.")
        origins = headers.getlist("origin")
        if origins and origins != [f"http://{hosts[0].lower()}"]:
            _forbid("origin-not-allowed", "Requests from other origins are refused.")

    def _check_site(self, scope: Scope, headers: Headers) -> None:
        """Refuse what other sites ask for, but for a link that was followed and for a frame with a key."""
        site = headers.get("sec-fetch-site", "none")
        if site in OWN_SITES:
            return
        goal = headers.get("sec-fetch-dest") if headers.get("sec-fetch-mode") == "navigate" else None
        if scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS:
            _forbid("other-site", "Requests from other sites are refused.")
        if goal in FRAMES and scope["path"].startswith(EMBED_PREFIX):
            if not self._has_key(scope):
                raise Problem(
                    401, "embed-key-missing", "Inside a page of another site, a run is shown by a link with a key that is still good."
                )
        elif goal != "document":
            _forbid("other-site", "Requests from other sites are refused.")

    def _has_key(self, scope: Scope) -> bool:
        return self._links.admits(scope["path"], scope["query_string"])

    def _check_caller(self, scope: Scope, headers: Headers) -> None:
        """Ask for a session, and for changes that one of our own pages asked for them."""
        path, method = scope["path"], scope["method"]
        if (path in PUBLIC_PATHS or path.startswith(PUBLIC_PREFIX)) and method in SAFE_METHODS:
            return
        if self._doorkeeper.knows_bearer(headers.get("authorization", "")) or (method in SAFE_METHODS and self._has_key(scope)):
            return
        if not self._doorkeeper.knows_cookie(headers.get("cookie", "")):
            raise Problem(401, "not-signed-in", "Open the link that Lockstep printed, or send its server.json's token as a bearer token.")
        if method not in SAFE_METHODS and "origin" not in headers and headers.get("sec-fetch-site") != "same-origin":
            _forbid("origin-missing", "A change needs an Origin or a bearer token.")

    async def _sign_in(self, scope: Scope, headers: Headers, send: Send) -> bool:
        """Exchange the link's token for the session cookie and lead on to the same address without it."""
        if scope["method"] != "GET" or scope["path"].startswith(("/api/", PUBLIC_PREFIX)) or b"token=" not in scope["query_string"]:
            return False
        token, query = take_token(scope["query_string"].decode("latin-1"))
        known = self._doorkeeper.knows_cookie(headers.get("cookie", ""))
        if not token or "prefetch" in headers.get("sec-purpose", "") or not (known or self._doorkeeper.redeem(token)):
            return False
        target = _target(scope, query)
        cookie = (b"set-cookie", self._doorkeeper.cookie().encode())
        if headers.get("sec-fetch-site", "none") in OWN_SITES:
            await _send_page(send, 303, _bounce(target), [cookie, (b"location", target.encode("latin-1"))])
        else:
            await _send_page(send, 200, _bounce(target), [cookie])
        return True

    async def _take_body(self, path: str, headers: Headers, receive: Receive) -> Receive:
        """Refuse bodies of other types or too long; read the rest here, with a deadline, so that nothing behind waits for a slow client.

        A file that is imported is not read here: it goes on piece by piece, with the same care.
        """
        is_import = path == IMPORT_PATH
        limit = self._settings.max_import if is_import else self._settings.max_body
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            raise Problem(400, "bad-length", "Content-Length is no number.")
        if len(length) > 18 or int(length) > limit:
            raise _too_long(limit)
        if headers.get("content-encoding", "identity") != "identity":
            raise Problem(415, "encoding-not-supported", "Send the body without a Content-Encoding.")
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        has_body = int(length) > 0 or "transfer-encoding" in headers
        if is_import and kind != IMPORT_TYPE:
            raise Problem(415, "type-not-supported", f"Send the file as {IMPORT_TYPE}.")
        if is_import:
            return _watched(receive, limit, self._settings)
        if has_body and kind not in BODY_TYPES and not (kind == FORM_TYPE and "hx-request" in headers):
            raise Problem(415, "type-not-supported", "Send the body as application/json.")
        try:
            async with asyncio.timeout(self._settings.body_timeout):
                return _replay(await _read_body(receive, limit), receive)
        except TimeoutError:
            raise _too_slow() from None

    async def _refuse(self, scope: Scope, headers: Headers, problem: Problem, receive: Receive, send: Send) -> None:
        is_page = "text/html" in headers.get("accept", "") and not scope["path"].startswith("/api/")
        if problem.status == 401 and is_page and headers.get("sec-fetch-dest") in FRAMES:
            await _send_page(send, 401, self._message_page(headers, "embed.refused"), [])
            return
        if problem.status == 401 and is_page:
            if headers.get("sec-fetch-site", "none") not in OWN_SITES:
                # A link on another page leads here: a strict cookie is not sent along, but it is when our own page leads on.
                await _send_page(send, 200, _bounce(_target(scope, scope["query_string"].decode("latin-1"))), [])
                return
            await _send_page(send, 401, self._message_page(headers, "login"), [])
            return
        await problem.response()(scope, receive, send)

    def _message_page(self, headers: Headers, key: str) -> str:
        cookies = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
        chosen = next((value for name, _, value in cookies if name == LANGUAGE_COOKIE), None)
        t = self._catalogues.translator(choose_language(chosen, headers.get("accept-language")))
        title, text = escape(t(f"{key}.title")), escape(t(f"{key}.text"))
        heading = f'<h1 class="ls-section__title--page">{title}</h1>'
        body = f'<main class="ls-page ls-error">{heading}<p class="ls-section__lead">{text}</p></main>'
        return _PAGE.format(language=t.language, head="", title=title, body=body)


def _target(scope: Scope, query: str) -> str:
    """Return path and query to lead on to: one slash in front, so that it can never name another host."""
    path = quote(scope["path"].lstrip("/\\"), safe="/-._~")
    return f"/{path}?{query}" if query else f"/{path}"


def _forbid(code: str, detail: str) -> NoReturn:
    raise Problem(403, code, detail)


def _too_long(limit: int) -> Problem:
    size = f"{limit // 2**20} MiB" if limit >= 2**20 else f"{limit // 1024} KiB"
    return Problem(413, "body-too-long", f"A request may have {size} at most.")


def _too_slow() -> Problem:
    return Problem(408, "body-too-slow", "The request's body did not arrive in time.")


def _watched(receive: Receive, limit: int, settings: Settings) -> Receive:
    """Pass a long body on piece by piece, up to a limit, as long as it keeps coming."""
    size = 0
    deadline = asyncio.get_running_loop().time() + settings.import_timeout

    async def watched() -> Message:
        nonlocal size
        patience = asyncio.timeout_at(min(deadline, asyncio.get_running_loop().time() + settings.body_timeout))
        try:
            async with patience:
                message = await receive()
        except TimeoutError:
            raise _too_slow() from None
        size += len(message.get("body", b""))
        if size > limit:
            raise _too_long(limit)
        return message

    return watched


async def _read_body(receive: Receive, limit: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(400, "body-cut", "The request's body ended too early.")
        body += message.get("body", b"")
        if len(body) > limit:
            raise _too_long(limit)
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def replayed() -> Message:
        return next(messages, None) or await receive()

    return replayed


def _with_headers(send: Send, extra: Iterable[tuple[bytes, bytes]]) -> Send:
    """Add headers to an answer, in place of its own of the same names; only whether it may be kept is for the answer to say."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = message.get("headers", ())
            ours = [pair for pair in extra if pair[0] != CACHE_CONTROL or CACHE_CONTROL not in {name for name, _ in given}]
            names = {name for name, _ in ours}
            message = {**message, "headers": [*(pair for pair in given if pair[0] not in names), *ours]}
        await send(message)

    return sending


_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{head}
<title>{title} · Lockstep</title><link rel="stylesheet" href="/static/css/tokens.css"><link rel="stylesheet" href="/static/css/base.css">
<link rel="stylesheet" href="/static/css/layout.css"><link rel="stylesheet" href="/static/css/components.css">
</head><body>{body}</body></html>
"""


def _bounce(target: str) -> str:
    """Return a page that leads on at once; from a page of ours, so that the strict cookie goes along wherever the link was opened."""
    address = escape(target, quote=True)
    head = f'<meta http-equiv="refresh" content="0;url={address}">'
    return _PAGE.format(language="en", head=head, title="Lockstep", body=f'<p><a href="{address}">Lockstep</a>')


async def _send_page(send: Send, status: int, page: str, headers: list[tuple[bytes, bytes]]) -> None:
    body = page.encode()
    plain = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*plain, *headers]})
    await send({"type": "http.response.body", "body": body})
