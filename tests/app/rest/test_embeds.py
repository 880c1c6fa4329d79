"""Embedding a run: the link, the page it opens inside another site, and who may frame which page."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.app.fakes import HOST, ORIGIN, Server, build_server

FRAME = {"host": HOST, "accept": "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe", "sec-fetch-site": "cross-site"}
SCRIPT = {"host": HOST, "sec-fetch-site": "same-origin"}  # of the page inside the frame, which has no cookie


def start(client: TestClient, server: Server) -> str:
    run_id: str = client.post("/api/v1/runs", json={"source": "print(1)", "program": "ticket.py"}, headers=server.bearer).json()["id"]
    return run_id


def link_to(client: TestClient, server: Server, run_id: str, **body: int) -> str:
    answer = client.post(f"/api/v1/runs/{run_id}/embed", json=body, headers=server.browser)
    assert answer.status_code == 201
    url: str = answer.json()["url"]
    return url.removeprefix(ORIGIN)


def sources_of(policy: str) -> str:
    found = re.search(r"frame-ancestors ([^;]*)", policy)
    assert found
    return found[1]


def test_the_link_opens_the_page_and_its_frames_inside_another_site(server: Server, client: TestClient) -> None:
    run_id = start(client, server)
    path = link_to(client, server, run_id)
    key = path.partition("?")[2]
    page = client.get(path, headers=FRAME)

    assert page.status_code == 200
    assert "ticket.py" in page.text
    assert "set-cookie" not in page.headers
    assert client.get(f"/api/v1/runs/{run_id}/frames?{key}", headers=SCRIPT).content.startswith(b"LS")
    with client.websocket_connect(f"/ws/runs/{run_id}?after=0&{key}", headers={"host": HOST, "origin": ORIGIN}) as socket:
        assert socket.receive_bytes().startswith(b"LS")


def test_the_link_opens_nothing_else(server: Server, client: TestClient) -> None:
    run_id, other = start(client, server), start(client, server)
    key = link_to(client, server, run_id).partition("?")[2]
    for path in (f"/embed/{other}", f"/api/v1/runs/{other}/frames", f"/api/v1/runs/{run_id}", f"/lab/{run_id}", "/api/v1/runs", "/"):
        assert client.get(f"{path}?{key}", headers=SCRIPT).status_code == 401, path
    for method, path in (("DELETE", f"/api/v1/runs/{run_id}"), ("POST", f"/api/v1/runs/{run_id}/embed"), ("POST", f"/embed/{run_id}")):
        assert client.request(method, f"{path}?{key}", headers={**SCRIPT, "origin": ORIGIN}).status_code == 401, path
    for query, headers in (
        (key, {"host": HOST}),
        (key, {"host": HOST, "origin": "http://evil.com"}),
        ("", {"host": HOST, "origin": ORIGIN}),
    ):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(f"/ws/runs/{run_id}?{query}", headers=headers):
            pass


def test_a_frame_on_another_site_has_no_session_and_is_told_so(server: Server, client: TestClient) -> None:
    run_id = start(client, server)
    for site in ("cross-site", "same-site"):  # another port of this machine is the same site, and its frames have the cookie
        headers = {**FRAME, "sec-fetch-site": site, "cookie": server.browser["cookie"], "accept-language": "en"}
        refused = client.get(f"/embed/{run_id}", headers=headers)
        assert refused.status_code == 401
        assert "This run cannot be shown here" in refused.text
        assert client.get(f"/lab/{run_id}", headers=headers).status_code == 403
    assert client.get(f"/embed/{run_id}?key=1.x", headers=FRAME).status_code == 401
    script = {**FRAME, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}
    assert client.get(link_to(client, server, run_id), headers=script).status_code == 403


def test_in_our_own_pages_the_session_is_enough(server: Server, client: TestClient) -> None:
    run_id = start(client, server)
    headers = {**FRAME, "sec-fetch-site": "same-origin", "cookie": server.browser["cookie"]}
    assert client.get(f"/embed/{run_id}", headers=headers).status_code == 200
    assert client.get("/embed/nosuchrun0", headers=headers).status_code == 404


def test_only_the_embed_page_may_be_framed_and_by_whom_the_settings_say(tmp_path: Path) -> None:
    wanted = {(): "'self'", ("https://a.edu", "http://localhost:8888"): "'self' https://a.edu http://localhost:8888"}
    for number, (origins, ancestors) in enumerate(wanted.items()):
        server = build_server(tmp_path / str(number), embed_from=origins)
        with TestClient(server.app, base_url=ORIGIN) as client:
            page = client.get(link_to(client, server, start(client, server)), headers=FRAME)
            assert sources_of(page.headers["content-security-policy"]) == ancestors
            assert "x-frame-options" not in page.headers
            for path in ("/", "/lab", "/embed", "/api/v1/runs", "/static/js/embed.js"):
                answer = client.get(path, headers=server.browser)
                assert sources_of(answer.headers["content-security-policy"]) == "'none'"
                assert answer.headers["x-frame-options"] == "DENY"


def test_the_link_says_until_when_it_is_good(server: Server, client: TestClient) -> None:
    run_id = start(client, server)
    answer = client.post(f"/api/v1/runs/{run_id}/embed", json={"seconds": 3600}, headers=server.bearer).json()
    end = datetime.fromisoformat(answer["expires_at"])
    assert 3500 < (end - datetime.now(UTC)).total_seconds() <= 3600
    assert f"={int(end.timestamp())}." in answer["url"]


@pytest.mark.parametrize("body", [{"seconds": 1}, {"seconds": 10**12}, {"seconds": "60"}, {"days": 1}, [], None])
def test_a_wrong_order_is_told(server: Server, client: TestClient, body: object) -> None:
    run_id = start(client, server)
    answer = client.post(f"/api/v1/runs/{run_id}/embed", json=body, headers=server.bearer)
    assert answer.status_code == 422
    assert client.post("/api/v1/runs/none000000/embed", json={}, headers=server.bearer).status_code == 404


def test_theme_and_language_are_the_links_and_what_is_none_is_not_repeated(server: Server, client: TestClient) -> None:
    path = link_to(client, server, start(client, server))
    page = client.get(f"{path}&theme=dark&lang=zh-CN", headers=FRAME).text
    assert '<html lang="zh-CN"' in page
    assert 'data-theme-fallback="dark"' in page
    page = client.get(f'{path}&theme="><script>&lang=xx', headers={**FRAME, "accept-language": "en"}).text
    assert '<html lang="en"' in page
    assert 'data-theme-fallback="auto"' in page
