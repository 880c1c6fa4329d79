"""Attacks in a real browser: hostile text in everything a program can name, and a hostile page on another port of this machine."""

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LINK, OpenPage, go, wait_for_end

PAYLOADS = [
    "<script>pwned=1</script>",
    "</script><script>pwned=1</script>",
    "<img src=x onerror=pwned=1>",
    "<svg/onload=pwned=1>",
    '"><img src=x onerror=pwned=1>',
    "'onmouseover='pwned=1",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<a href=javascript:pwned=1>x</a>",
    "<div hx-get=/api/v1/runs hx-trigger=load data-hx-on:load='pwned=1'>x</div>",
    "<style>*{display:none}</style>",
    "{{7*7}}${7*7}",
    "<math><mtext></table><mglyph><style><img src=x onerror=pwned=1>",
    "\u202e<b>rtl</b>\u0007\x1b]52;c;cHduZWQ=\x07\x1b[31mred",
]
PROGRAM = f"""
import queue, sys, threading
payloads = {PAYLOADS!r}
numbers = queue.Queue()
def work():
    for payload in payloads:
        print(payload)
        print(payload, file=sys.stderr)
        numbers.put(payload)
        numbers.get()
    raise ValueError(" ".join(payloads))
threads = [threading.Thread(target=work, name=payload) for payload in payloads]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def check_unharmed(page: Page) -> None:
    assert page.evaluate("typeof pwned") == "undefined"
    assert (
        page.locator("main script:not([type='application/json']), main iframe, main img[src=x], main [onerror], main [onload]").count() == 0
    )
    expect(page.locator("main")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_h8_hostile_text_stays_text_wherever_it_is_shown(open_page: OpenPage, language: str) -> None:
    page = open_page("/lab", language=language)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    body = {"source": PROGRAM, "program": "<img src=x onerror=pwned=1>.py", "args": PAYLOADS}
    run_id = page.evaluate(
        "body => fetch('/api/v1/runs', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)})"
        ".then((answer) => answer.json()).then((run) => run.id)",
        body,
    )
    go(page, f"/lab/{run_id}")
    wait_for_end(page)
    check_unharmed(page)
    for tab in ("output", "workers", "events", "findings"):
        page.click(f"#tab-{tab}")
        page.wait_for_selector(f"#panel-{tab}", state="visible")
        page.wait_for_selector(f"#panel-{tab} :text('<img src=x onerror=pwned=1>')", state="attached")  # it has been drawn
        check_unharmed(page)
    page.keyboard.press("ArrowRight")
    check_unharmed(page)
    for path in (f"/present/{run_id}", "/runs", "/"):
        go(page, path)
        page.wait_for_load_state("networkidle")
        check_unharmed(page)
    assert dialogs == []


@pytest.fixture
def evil(tmp_path: Path) -> Iterator[str]:
    """The address of a page on another port: for the browser the same site as ours, so our strict cookie goes along."""
    (tmp_path / "index.html").write_text("<!doctype html><title>evil</title>")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_h3_h4_a_page_on_another_port_can_neither_run_nor_listen_nor_frame(
    browser: Browser, link: str, session_state: Path, evil: str
) -> None:
    base = LINK.search(link)[1]  # type: ignore[index] # the fixture matched it before
    with browser.new_context(storage_state=session_state) as context:
        page = context.new_page()
        count = "fetch('/api/v1/runs').then((answer) => answer.json()).then((runs) => runs.total)"
        page.goto(base)
        before = page.evaluate(count)
        page.goto(evil)
        outcome = page.evaluate(
            """async (base) => {
                const attempts = {};
                const send = (type) => fetch(`${base}/api/v1/runs`, {method: "POST", mode: "no-cors", credentials: "include",
                    headers: {"Content-Type": type}, body: '{"source": "print(1)"}'}).then((answer) => answer.type, () => "failed");
                attempts.plain = await send("text/plain");
                attempts.form = await send("application/x-www-form-urlencoded");
                attempts.json = await fetch(`${base}/api/v1/runs`, {method: "POST", credentials: "include",
                    headers: {"Content-Type": "application/json"}, body: '{"source": "1"}'}).then(() => "read", () => "failed");
                attempts.read = await fetch(`${base}/api/v1/runs`, {credentials: "include"}).then(() => "read", () => "failed");
                attempts.socket = await new Promise((resolve) => {
                    const socket = new WebSocket(`${base.replace("http", "ws")}/ws/runs/0123456789`);
                    socket.onopen = () => resolve("open");
                    socket.onerror = () => resolve("failed");
                });
                attempts.frame = await new Promise((resolve) => {
                    const frame = document.createElement("iframe");
                    frame.onload = () => { try { resolve(frame.contentDocument ? "blank" : "refused"); } catch { resolve("refused"); } };
                    frame.src = base;
                    document.body.append(frame);
                });
                attempts.inside = window.frames[0].length;
                return attempts;
            }""",
            base,
        )
        assert outcome["json"] == outcome["read"] == outcome["socket"] == "failed"
        assert outcome["frame"] == "refused"
        with page.expect_navigation():
            page.evaluate(
                """(base) => {
                    const form = document.createElement("form");
                    form.method = "post";
                    form.action = `${base}/api/v1/runs`;
                    form.enctype = "text/plain";
                    document.body.append(form);
                    setTimeout(() => form.submit()); // when this call has been answered
                }""",
                base,
            )
        page.goto(base)
        assert page.evaluate(count) == before
