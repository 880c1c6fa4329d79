"""Pages of tests/browser served from the checkout and opened in a real Chromium, for tests that need no Lockstep server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import PathLike
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent.parent
WAIT_MS = 30_000  # at most; the machine may be busy


class _Files(SimpleHTTPRequestHandler):
    def guess_type(self, path: str | PathLike[str]) -> str:
        """Modules must be served as JavaScript, whatever this machine's table of types says."""
        return "text/javascript" if str(path).endswith(".js") else super().guess_type(path)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests' output is for the tests."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the checkout's files; yield the address without a trailing slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=ROOT)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Companions:
    """The page companions.html, and short ways to ask it what it shows."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, query: str = "", fragment: str = "") -> None:
        """Open the page afresh."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/tests/browser/companions.html?{query}{fragment}")
        self.page.wait_for_selector("body[data-ready]")

    def state(self, name: str) -> Any:
        """One value of the view's state: for what an action must leave alone, and for what has been waited for."""
        return self.page.evaluate("name => lockstep.store.get()[name]", name)

    def set(self, patch: str) -> None:
        """Change the view's state; `patch` is a JavaScript object."""
        self.page.evaluate(f"lockstep.store.set({patch})")

    def wait_for_state(self, name: str, condition: str) -> Any:
        """Wait until a value of the view's state, called `value`, is as a JavaScript condition says; return it."""
        self.wait_for(f"((value) => {condition})(lockstep.store.get().{name})")
        return self.state(name)

    def wait_for(self, condition: str) -> None:
        """Wait until a JavaScript condition is true."""
        self.page.wait_for_function(f"() => {condition}")

    def wait_for_text(self, selector: str, text: str) -> None:
        """Wait until an element contains a text."""
        self.page.locator(selector).filter(has_text=text).first.wait_for()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
