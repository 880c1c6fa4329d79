"""What Embed copies, pasted into a page of another site: the run is there without a session; a site that was not named gets nothing."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import LINK, ROOT, WAIT_MS, is_complaint

RECORDING = Path(__file__).parent.parent / "recordings" / "deadlock.lockstep"
SERVE = (
    "import sys; from pathlib import Path; from app.main import serve; "
    "serve(port=0, data_dir=Path(sys.argv[1]), open_browser=False, embed_from=(sys.argv[2],))"
)


class Course:
    """A web site of somebody else's: every page of it is `page`. By its two names it is of two origins."""

    def __init__(self) -> None:
        self.page = ""
        course = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(course.page.encode())

            def log_message(self, *_: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.allowed = f"http://localhost:{self.server.server_port}"
        self.stranger = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def course() -> Iterator[Course]:
    """Serve a course's site."""
    course = Course()
    with course.server as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield course
        server.shutdown()
        thread.join()


@pytest.fixture
def served(tmp_path: Path, course: Course) -> Iterator[tuple[str, str]]:
    """Serve with the course's site allowed, and import a run: the one-time link and the run's id."""
    command = [sys.executable, "-c", SERVE, str(tmp_path), course.allowed]
    environment = {**os.environ, "LOCKSTEP_TOKEN": "t" * 43}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        found = next((match for line in server.stdout if (match := LINK.search(line))), None)
        assert found, "the server printed no address"
        headers = {"Authorization": f"Bearer {'t' * 43}", "Content-Type": "application/octet-stream"}
        with urlopen(Request(f"{found[1]}/api/v1/runs/import", RECORDING.read_bytes(), headers)) as answer:
            yield found[0], json.load(answer)["id"]
        server.terminate()
        server.stdout.close()


def copied(browser: Browser, link: str, run_id: str) -> str:
    """Sign in, open the run, choose Embed in the dialog; the HTML that it gives."""
    with browser.new_context(locale="zh-CN", color_scheme="dark") as context:
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(link)
        page.goto(f"{LINK.search(link)[1]}/lab/{run_id}")  # type: ignore[index]  # the fixture matched it before
        expect(page.locator(".ls-legend__entry").first).to_be_visible()
        page.click("#export")
        page.click('[data-export="embed"]')
        field = page.locator(".ls-export__snippet")
        expect(field).to_have_value(re.compile(r"^<iframe .*</iframe>$"))
        return field.input_value()


def opened(context: BrowserContext, address: str, complaints: list[str]) -> Page:
    """Open a page of the course."""
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    page.goto(f"{address}/lesson")
    return page


def test_a_run_is_shown_inside_a_course_and_nowhere_else(browser: Browser, course: Course, served: tuple[str, str]) -> None:
    course.page = f"<!doctype html><link rel=icon href=data:,><h1>Lesson</h1>{copied(browser, *served)}"
    with browser.new_context() as context:  # a student's browser, which has no session
        complaints: list[str] = []
        frame = opened(context, course.allowed, complaints).frame_locator("iframe")
        expect(frame.locator(".ls-legend__entry").first).to_be_visible()
        expect(frame.locator("#program-name")).to_have_text("deadlock.py")
        expect(frame.locator("html")).to_have_attribute("lang", "zh-CN")
        expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
        expect(frame.locator("#panel-findings")).to_contain_text("Anna")
        expect(frame.locator("#transport button").first).to_be_visible()
        expect(frame.locator(".ls-timeline__canvas")).to_be_visible()
        assert complaints == []

        page = context.new_page()
        with page.expect_console_message(is_complaint, timeout=WAIT_MS) as refused:
            page.goto(f"{course.stranger}/lesson")
        assert "frame-ancestors" in refused.value.text
        expect(page.frame_locator("iframe").locator("#program-name")).to_have_count(0)
