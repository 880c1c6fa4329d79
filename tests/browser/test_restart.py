"""A page that stays open while its server is started anew: it says so, and goes on when the new link has been opened."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import LINK, ROOT, WAIT_MS, go

SERVE = (
    "import sys; from pathlib import Path; from app.main import serve;"
    "serve(port=int(sys.argv[2]), data_dir=Path(sys.argv[1]), open_browser=False)"
)
START = """async () => {
    const body = JSON.stringify({source: "input()", program: "waits.py"});
    const answer = await fetch("/api/v1/runs", {method: "POST", headers: {"Content-Type": "application/json"}, body});
    return (await answer.json()).id;
}"""


@contextmanager
def serving(data: Path, port: int) -> Iterator[str]:
    """Serve from a data directory; the address to open."""
    with subprocess.Popen([sys.executable, "-c", SERVE, str(data), str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield next(match[0] for line in server.stdout if (match := LINK.search(line)))
        finally:
            server.terminate()


def test_a_page_says_that_the_server_was_started_anew_and_goes_on_with_the_new_link(browser: Browser, tmp_path: Path) -> None:
    with browser.new_context(locale="en") as context:
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        with serving(tmp_path, 0) as link:
            base = link.partition("/?")[0]
            page.goto(link)
            run_id = page.evaluate(START)
            go(page, f"{base}/lab/{run_id}")
            expect(page.locator(".ls-fact--live")).to_be_visible()
        offline = page.locator('[data-ribbon="offline"]')
        expect(offline).to_contain_text("Offline since")
        with serving(tmp_path, int(base.rpartition(":")[2])) as link:
            expect(offline).to_contain_text("Lockstep was started anew")
            context.new_page().goto(link)
            expect(offline).to_have_count(0)
            expect(page.locator("#run")).to_be_visible()  # the run ended with the server that had started it
            expect(page.locator(".ls-fact--live")).to_have_count(0)
