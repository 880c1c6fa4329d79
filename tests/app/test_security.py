"""The attack suite's web part (design/security.md, H): what the gate must not let through. Case numbers stand in the names."""

import json
from typing import Any

import pytest
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.app.fakes import HOST, ORIGIN, PORT, Server

EVIL_ORIGINS = [
    "http://evil.com",
    "null",
    f"http://127.0.0.1:{PORT + 1}",
    f"https://{HOST}",
    f"http://127.0.0.1.evil.com:{PORT}",
    f"http://{HOST}.evil.com",
    f"http://evil-{HOST}",
    f"http://localhost:{PORT}",
    f"{ORIGIN}/",
    "",
]
EVIL_HOSTS = ["evil.com", f"evil.com:{PORT}", "127.0.0.1.evil.com", f"[::1].evil:{PORT}", "", "127.0.0.1", f"127.0.0.1:{PORT + 1}"]
RUN = {"source": "print(1)"}


def routes_of(app: Any) -> list[tuple[str, str]]:
    """List method and path of every route, found in the application itself so that a new one cannot be forgotten."""
    found = []
    for route in _flat(app.routes):
        if isinstance(route, WebSocketRoute):
            found.append(("WEBSOCKET", route.path))
        elif isinstance(route, Route):
            found += [(method, route.path) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found


def _flat(routes: Any) -> list[Any]:
    flat = []
    for route in routes:
        inner = getattr(route, "original_router", None)
        flat += _flat(inner.routes) if inner is not None else [] if isinstance(route, Mount) else [route]
    return flat


def row_count(client: TestClient, server: Server) -> int:
    return client.get("/api/v1/runs", headers=server.bearer).json()["total"]


def test_h1_every_route_asks_for_a_session(server: Server, client: TestClient) -> None:
    routes = routes_of(server.app._app)
    assert len(routes) > 15, routes
    public = {"/healthz", "/favicon.ico"}
    for method, path in routes:
        path = path.replace("{run_id}", "0123456789").replace("{lesson_id}", "deadlock")
        for token in (
            "",
            "Bearer ",
            "Bearer wrong",
            f"Bearer {server.settings.bearer_token[:-1]}",
            f"Basic {server.settings.bearer_token}",
        ):
            headers = {"host": HOST, "origin": ORIGIN, **({"authorization": token} if token else {})}
            if method == "WEBSOCKET":
                assert not can_connect(client, path, headers), path
            elif path not in public:
                assert client.request(method, path, headers=headers).status_code in {401, 403}, (method, path)


def can_connect(client: TestClient, path: str, headers: dict[str, str]) -> bool:
    try:
        with client.websocket_connect(path, headers=headers):
            return True
    except WebSocketDisconnect:
        return False


def test_h1_a_session_of_another_port_is_none(server: Server, client: TestClient) -> None:
    cookie = f"lockstep_{PORT + 1}={server.settings.session_secret}; {server.settings.cookie_name}=wrong"
    assert client.get("/api/v1/runs", headers={"host": HOST, "cookie": cookie}).status_code == 401


@pytest.mark.parametrize("host", EVIL_HOSTS)
def test_h2_other_hosts_are_refused(server: Server, client: TestClient, host: str) -> None:
    headers = {**server.browser, "host": host}
    del headers["origin"]
    assert client.get("/api/v1/runs", headers=headers).status_code == 403
    assert client.get("/healthz", headers={"host": host}).status_code == 403
    assert not can_connect(client, "/ws/runs/0123456789", {**headers, "origin": ORIGIN})


def test_h2_two_host_headers_or_none_are_refused(server: Server, client: TestClient) -> None:
    pairs = [("authorization", server.bearer["authorization"])]
    assert raw(client, server, [("host", HOST), ("host", "evil.com"), *pairs]) == 403
    assert raw(client, server, [("host", HOST), ("host", HOST), *pairs]) == 403
    assert raw(client, server, pairs) == 403
    assert raw(client, server, [("host", HOST), *pairs]) == 200


def test_h2_a_target_that_is_an_address_is_refused(server: Server, client: TestClient) -> None:
    headers = list(server.bearer.items())
    assert raw(client, server, headers, path="http://evil.com/healthz") == 400
    assert raw(client, server, headers, path="/a\x00b") == 400


def raw(client: TestClient, server: Server, headers: list[tuple[str, str]], *, path: str = "/api/v1/runs", method: str = "GET") -> int:
    """Send a request that no client library would; return the status."""
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"", "headers": encoded}
    scope |= {
        "http_version": "1.1",
        "scheme": "http",
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", PORT),
        "root_path": "",
        "state": {},
    }
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        statuses.append(message.get("status", 0))

    assert client.portal is not None
    client.portal.call(server.app, scope, receive, send)
    return statuses[0]


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
@pytest.mark.parametrize("origin", ["http://evil.com", "null", None])
def test_h3_a_foreign_form_starts_nothing(server: Server, client: TestClient, kind: str, origin: str | None) -> None:
    headers = {"host": HOST, "cookie": server.browser["cookie"], "content-type": kind, **({"origin": origin} if origin else {})}
    assert client.post("/api/v1/runs", content=json.dumps(RUN), headers=headers).status_code in {403, 415}
    assert row_count(client, server) == 0


def test_h3_a_form_of_our_own_origin_needs_htmx(server: Server, client: TestClient) -> None:
    headers = {**server.browser, "content-type": "application/x-www-form-urlencoded"}
    assert client.post("/api/v1/runs", content="a=b", headers=headers).status_code == 415
    assert client.post("/api/v1/runs", content="a=b", headers={**headers, "hx-request": "true"}).status_code in {400, 422}
    assert row_count(client, server) == 0


@pytest.mark.parametrize("origin", EVIL_ORIGINS)
def test_h4_other_origins_are_refused(server: Server, client: TestClient, origin: str) -> None:
    headers = {**server.browser, "origin": origin}
    assert not can_connect(client, "/ws/runs/0123456789", headers)
    assert client.post("/api/v1/runs", json=RUN, headers=headers).status_code == 403
    assert client.get("/api/v1/runs", headers=headers).status_code == 403
    assert row_count(client, server) == 0


def test_h4_a_websocket_without_an_origin_needs_a_bearer_token(server: Server, client: TestClient) -> None:
    without = {name: value for name, value in server.browser.items() if name != "origin"}
    assert not can_connect(client, "/ws/runs/0123456789", without)
    assert can_connect(client, "/ws/runs/0123456789", server.bearer)
    assert can_connect(client, "/ws/runs/0123456789", server.browser)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_h5_other_sites_may_only_lead_here(server: Server, client: TestClient, site: str) -> None:
    headers = {**server.browser, "sec-fetch-site": site}
    del headers["origin"]
    assert client.get("/api/v1/runs", headers=headers).status_code == 403
    assert client.get("/", headers={**headers, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}).status_code == 403
    assert client.get("/", headers={**headers, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}).status_code == 403
    assert client.get("/", headers={**headers, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}).status_code == 200
    assert client.post("/api/v1/runs", json=RUN, headers={**headers, "sec-fetch-mode": "navigate"}).status_code == 403
    assert not can_connect(client, "/ws/runs/0123456789", {**headers, "origin": ORIGIN})


def test_h6_a_get_changes_nothing(server: Server, client: TestClient) -> None:
    run_id = client.post("/api/v1/runs", json=RUN, headers=server.browser).json()["id"]
    before = client.get("/api/v1/runs", headers=server.bearer).json()
    while before["items"][0]["live"]:
        before = client.get("/api/v1/runs", headers=server.bearer).json()
    for method, path in routes_of(server.app._app):
        if method == "GET":
            client.get(path.replace("{run_id}", run_id).replace("{lesson_id}", "deadlock"), headers=server.browser)
    assert client.get("/api/v1/runs", headers=server.bearer).json() == before


def test_h7_the_link_is_good_once_and_led_away_from(server: Server, client: TestClient) -> None:
    link = server.doorkeeper.new_link()
    answer = client.get(link, headers={"host": HOST})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert answer.headers["referrer-policy"] == "no-referrer"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"lockstep_{PORT}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert link.partition("=")[2] not in answer.text
    client.cookies.clear()
    assert client.get(link, headers={"host": HOST}).status_code == 401


def test_h7_a_page_does_not_tell_the_secrets(server: Server, client: TestClient) -> None:
    secrets = [server.settings.bearer_token, server.settings.session_secret]
    for path in ("/", "/lab", "/runs", "/nowhere", "/docs", "/openapi.json", "/api/v1/runs", "/healthz"):
        text = client.get(path, headers={**server.browser, "accept": "text/html"}).text
        assert not [secret for secret in secrets if secret in text], path


def test_the_link_leads_on_to_the_page_it_names_and_nowhere_else(server: Server, client: TestClient) -> None:
    token = server.doorkeeper.new_link().partition("=")[2]
    answer = client.get(f"/lab?lesson=deadlock&token={token}", headers={"host": HOST})
    assert answer.headers["location"] == "/lab?lesson=deadlock"
    token = server.doorkeeper.new_link().partition("=")[2]
    encoded = [(b"host", HOST.encode())]
    scope = {"type": "http", "method": "GET", "path": "//evil.com/", "query_string": f"token={token}".encode(), "headers": encoded}
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    assert client.portal is not None
    client.portal.call(server.app, scope, None, send)
    assert (b"location", b"/evil.com/") in messages[0]["headers"]


def test_a_link_opened_from_another_site_leads_on_by_a_page_of_ours(server: Server, client: TestClient) -> None:
    headers = {
        "host": HOST,
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
        "accept": "text/html",
    }
    answer = client.get(server.doorkeeper.new_link(), headers=headers)
    assert answer.status_code == 200
    assert '<meta http-equiv="refresh" content="0;url=/">' in answer.text
    client.cookies.clear()
    assert 'content="0;url=/lab/abcd"' in client.get("/lab/abcd", headers=headers).text


def test_a_prefetch_does_not_use_the_link_up(server: Server, client: TestClient) -> None:
    link = server.doorkeeper.new_link()
    assert client.get(link, headers={"host": HOST, "sec-purpose": "prefetch"}).status_code == 401
    assert client.head(link, headers={"host": HOST}).status_code == 401
    assert client.get(link, headers={"host": HOST}).status_code == 303


def test_h9_every_answer_carries_the_headers(server: Server, client: TestClient) -> None:
    answers = [client.get(path, headers=server.browser) for path in ("/", "/nowhere", "/api/v1/runs", "/static/css/tokens.css", "/docs")]
    answers += [client.get("/"), client.get("/", headers={"host": "evil.com"}), client.get("/healthz")]
    answers.append(client.post("/api/v1/runs", content="x" * 300_000, headers=server.browser))
    for answer in answers:
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers


def test_h9_the_nonce_is_new_each_time_and_on_our_scripts(server: Server, client: TestClient) -> None:
    first, second = (client.get("/", headers=server.browser) for _ in range(2))
    nonce = first.headers["content-security-policy"].partition("'nonce-")[2].partition("'")[0]
    assert len(nonce) >= 22
    assert f'nonce="{nonce}"' in first.text
    assert nonce not in second.headers["content-security-policy"]


@pytest.mark.parametrize("has_length", [True, False])
def test_h10_a_body_too_long_is_refused(server: Server, client: TestClient, has_length: bool) -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        for _ in range(200):
            taken += 1
            yield b" " * 1_000_000

    headers = {**server.browser, "content-type": "application/json"}
    if has_length:
        assert client.post("/api/v1/runs", content=b" " * 300_000, headers=headers).status_code == 413
    else:
        assert client.post("/api/v1/runs", content=endless(), headers=headers).status_code == 413
    assert row_count(client, server) == 0


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"content-encoding": "gzip"}, 415),
        ({"content-type": "multipart/form-data; boundary=x"}, 415),
        ({"content-type": ""}, 415),
        ({"content-length": "9" * 30}, 413),
        ({"content-length": "-1"}, 400),
        ({"content-length": "²"}, 400),
    ],
)
def test_h10_odd_bodies_are_refused(server: Server, client: TestClient, changes: dict[str, str], status: int) -> None:
    headers = [
        (name, value) for name, value in {**server.browser, "content-type": "application/json", "content-length": "2", **changes}.items()
    ]
    assert raw(client, server, headers, method="POST") == status


@pytest.mark.parametrize(
    "path",
    [
        "../app/settings.py",
        "..%2fapp%2fsettings.py",
        "%2e%2e/pyproject.toml",
        "js/../../pyproject.toml",
        "js%00.js",
        "....//app",
        "/etc/passwd",
        "css",
    ],
)
def test_h15_static_files_are_only_those_below(server: Server, client: TestClient, path: str) -> None:
    answer = client.get(f"/static/{path}", headers=server.browser)
    assert answer.status_code in {400, 404}
    assert "requires-python" not in answer.text
    headers = list(server.bearer.items())
    assert raw(client, server, headers, path=f"/static/{path.replace('%2e', '.').replace('%2f', '/')}") in {400, 404}


def test_h15_a_run_is_only_found_by_an_id(server: Server, client: TestClient) -> None:
    for odd in ("..%2f..%2fetc", "%00", "abcd%0a", "ABCD", "a" * 300, "*"):
        assert client.get(f"/api/v1/runs/{odd}/frames", headers=server.bearer).status_code in {400, 404}
        assert client.delete(f"/api/v1/runs/{odd}", headers=server.bearer).status_code in {400, 404}


def test_h18_odd_ranges_are_answered_at_once(server: Server, client: TestClient) -> None:
    headers = {**server.browser, "range": "bytes=" + ",".join(f"{n}-" for n in range(1000))}
    assert client.get("/static/css/tokens.css", headers=headers).status_code in {200, 206, 400, 416}


def test_a_body_that_does_not_arrive_is_given_up(server: Server, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.security.asyncio.timeout", lambda _: _Expired())
    headers = {**server.browser, "content-type": "application/json"}
    assert client.post("/api/v1/runs", json=RUN, headers=headers).status_code == 408


def test_a_file_that_stops_coming_is_given_up(server: Server, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.security.asyncio.timeout_at", lambda _: _Expired())
    headers = {**server.browser, "content-type": "application/octet-stream"}
    answer = client.post("/api/v1/runs/import", content=b"LS", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (408, "body-too-slow")
    assert list((server.settings.data_dir / "runs").iterdir()) == []


class _Expired:
    """A deadline that has passed."""

    async def __aenter__(self) -> None:
        raise TimeoutError

    async def __aexit__(self, *_: object) -> None: ...


def test_the_sign_in_page_speaks_the_readers_language(client: TestClient) -> None:
    english = client.get("/", headers={"accept": "text/html", "accept-language": "en"})
    chinese = client.get("/", headers={"accept": "text/html", "accept-language": "zh-CN"})
    assert english.status_code == chinese.status_code == 401
    assert '<html lang="en">' in english.text
    assert '<html lang="zh-CN">' in chinese.text
    assert client.get("/", headers={"accept": "application/json"}).headers["content-type"] == "application/problem+json"
