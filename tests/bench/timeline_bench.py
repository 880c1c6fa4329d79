"""How fast the browser folds and draws a big run: `python tests/bench/timeline_bench.py [spans ...]`.

Prints, for each size, how long the frames took to become a model, and p50/p95 of drawing (finished, not just told) and of the interval
between frames while panning and zooming, on whatever this machine renders with. Needs chromium; it is a benchmark, not a test.
"""

import functools
import http.server
import json
import shutil
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
LANES = 32
FRAMES = 80
SCRIPT = """async ([spans, lanes, frames]) => {
  const bench = await import('/tests/bench/timeline.js');
  const filled = bench.fill(lockstep.model, spans, lanes);
  return [filled, await bench.measure(lockstep, frames)];
}"""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves the checkout without a line per request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main(sizes: list[int]) -> None:
    """Measure each size in a fresh page and print one line per kind of movement."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(ROOT)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/tests/browser/harness.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for spans in sizes:
            page = browser.new_page(viewport={"width": 1600, "height": 900})
            page.goto(address)
            page.wait_for_selector("body[data-ready=yes]")
            result = page.evaluate(SCRIPT, [spans, LANES, FRAMES])
            filled, series = result
            print(f"{spans:>9,} spans, {LANES} lanes: folded {filled['bytes'] / 1e6:.1f} MB in {filled['milliseconds']:.0f} ms")
            for name, numbers in series.items():
                print(f"    {name:<16} {json.dumps(numbers)}")
            page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
