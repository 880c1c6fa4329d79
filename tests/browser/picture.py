"""Take the picture of the README: the ticket office in the lab, at an instant when a seller waits for the mutex that another holds.

Run `python -m tests.browser.picture`; it writes static/picture.png.
"""

import subprocess
import sys
import tempfile
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, LINK, ROOT, SERVE, WAIT_MS, start_lesson, wait_for_end

PICTURE = ROOT / "static" / "picture.png"
SIZE = {"width": 1440, "height": 900}
LONG_NS = 5_000_000
ROUND_NS = 29_000_000  # before and after the instant


def main() -> None:
    """Serve, run, choose the instant, and write the picture."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-c", SERVE, data]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                link = next(match for line in server.stdout if (match := LINK.search(line)))
                photograph(link[0], link[1])
            finally:
                server.terminate()
    sys.stdout.write(f"{PICTURE}: {PICTURE.stat().st_size // 1000} kB\n")


def photograph(link: str, base: str) -> None:
    """Open the lab in Chromium and take its picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox", "--disable-gpu"])
        with browser.new_context(base_url=base, viewport=SIZE, locale="en", reduced_motion="reduce") as context:
            page = context.new_page()
            page.set_default_timeout(WAIT_MS)
            page.goto(link)
            start_lesson(page, "ticket-office")
            assert wait_for_end(page) == "finished"
            look_at_a_wait(page)
            page.screenshot(path=PICTURE)
        browser.close()


def look_at_a_wait(page: Page) -> None:
    """Open the link of one wait: its worker selected, the cursor in it, and as much round it as can be read well."""
    address = page.url.partition("#")[0]
    spans = page.request.get(f"/api/v1/runs/{address.rpartition('/')[2]}/spans?limit=10000").json()["items"]
    wait = choose_wait(spans)
    at = wait["begin_ns"] + (wait["end_ns"] - wait["begin_ns"]) * 3 // 5
    page.goto("about:blank")
    page.goto(f"{address}#v=1&t={at}&view={at - ROUND_NS}..{at + ROUND_NS}&sel=span.{wait['worker']}.{at}")
    page.wait_for_selector(".ls-caption:has-text('is blocked')")
    page.wait_for_selector(".ls-line--selected")
    page.wait_for_selector(".ls-output__line.is-now")
    page.evaluate("document.querySelector('.ls-output__line.is-now').scrollIntoView({ block: 'center' })")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def choose_wait(spans: list[dict[str, Any]]) -> dict[str, Any]:
    """Choose the wait for a held lock that lies most in the middle of the run, among the long ones."""
    waits = [span for span in spans if span["reason"] == "lock" and span["by"] and span["end_ns"] - span["begin_ns"] > LONG_NS]
    middle = (waits[0]["begin_ns"] + waits[-1]["end_ns"]) // 2
    return min(waits, key=lambda span: abs(span["begin_ns"] + span["end_ns"] - 2 * middle))


if __name__ == "__main__":
    main()
