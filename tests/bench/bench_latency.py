"""How long from an event in a program to the frame of Chromium that shows it: real program, supervisor, server and page.

    python tests/bench/bench_latency.py [EVENTS_PER_SECOND] [SECONDS]

Three threads take and release a lock of their own, 10,000 events a second in all. The page notes when the bytes of each event are in
its model, when the canvas has been drawn after that, and when the browser's next task after the frame began (the frame is handed over). The
page's clock and the program's are both CLOCK_MONOTONIC; the page's zero is found by asking for its time between two looks at our own,
and the narrowest of many such looks counts. Needs Chromium.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from os import getloadavg
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

ROOT = Path(__file__).parents[2]
SERVE = "import sys; from pathlib import Path; from app.main import serve; serve(port=0, data_dir=Path(sys.argv[1]), open_browser=False)"
PROGRAM = """
import sys, threading, time
PAUSE, ROUNDS, SECONDS = {pause}, {rounds}, {seconds}
def work():
    lock = threading.Lock()
    end = time.monotonic() + SECONDS
    due = time.monotonic()
    wait = threading.Event()
    while time.monotonic() < end:
        for _ in range(ROUNDS):
            with lock:
                pass
        due += PAUSE
        wait.wait(max(0.0, due - time.monotonic()))
threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
PAUSE_S = 0.005
WATCH = """
(() => {
  const log = globalThis.latency = { origin: null, rows: [], drawing: [] };
  const EVENTS = 3, META = 1, rest = new WeakMap(), channel = new MessageChannel();
  const spy = (data, at) => {
    const view = new DataView(data);
    for (let start = 0; start + 16 <= data.byteLength;) {
      const kind = view.getUint8(start + 3), length = view.getUint32(start + 4, true), from = start + 16;
      if (kind === META) log.origin = JSON.parse(new TextDecoder().decode(new Uint8Array(data, from, length))).origin_ns;
      if (kind === EVENTS) {
        const times = [];
        for (let row = from; row < from + length; row += 40) {
          times.push(view.getUint32(row, true) + view.getInt32(row + 4, true) * 2 ** 32);
        }
        at.push(...times);
      }
      start = from + length;
    }
  };
  let waiting = [];
  let drawn = [];
  channel.port1.onmessage = () => {
    const now = performance.now();
    for (const batch of drawn) batch.shown = now;
    drawn = [];
  };
  const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
  Object.defineProperty(WebSocket.prototype, "onmessage", { configurable: true, set(handler) {
    set.call(this, (event) => {
      const arrived = performance.now();
      handler(event);
      const batch = { arrived, known: performance.now(), times: [] };
      spy(event.data, batch.times);
      if (batch.times.length === 0) return;
      log.rows.push(batch);
      waiting.push(batch);
      if (waiting.length === 1) requestAnimationFrame(() => {  // asked for behind the timeline's own
        const now = performance.now();
        for (const each of waiting) each.drawn = now;
        drawn.push(...waiting);
        waiting = [];
        channel.port2.postMessage(null);
      });
    });
  } });
})();
"""


def page_zero(page: Page) -> tuple[float, float]:
    """Find the CLOCK_MONOTONIC of the page's time 0, and how wrong that can be; both in ns."""
    best = (0.0, float("inf"))
    for _ in range(60):
        before = time.monotonic_ns()
        there = page.evaluate("performance.now()") * 1e6
        after = time.monotonic_ns()
        if (after - before) / 2 < best[1]:
            best = ((before + after) / 2 - there, (after - before) / 2)
    return best


def percentiles(values: list[float]) -> str:
    """Spell the middle, the 99th percentile and the most, in ms."""
    values = sorted(values)
    p95, p99 = (values[int(len(values) * share)] for share in (0.95, 0.99))
    return f"p50 {statistics.median(values):6.1f}   p95 {p95:6.1f}   p99 {p99:6.1f}   most {values[-1]:6.1f} ms"


def measure(page: Page, rate: int, seconds: float) -> None:
    """Run the program in the lab and print what its events' ways took."""
    rounds = max(1, round(rate * PAUSE_S / 3 / 2))
    source = PROGRAM.format(pause=PAUSE_S, rounds=rounds, seconds=seconds)
    answer = page.request.post(
        "/api/v1/runs", data={"source": source, "program": "bench.py"}, headers={"Origin": page.url.split("/lab")[0]}
    )
    assert answer.ok, answer.text()
    page.goto(f"/lab/{answer.json()['id']}")
    zero, doubt = page_zero(page)
    page.wait_for_timeout(seconds * 1000 + 1500)
    log = page.evaluate("globalThis.latency")
    stages: dict[str, list[float]] = {"received": [], "in the model": [], "drawn": [], "frame handed over": []}
    keys = dict(zip(stages, ("arrived", "known", "drawn", "shown"), strict=True))
    newest = max(moment for batch in log["rows"] for moment in batch["times"])
    count = 0
    for batch in log["rows"]:
        if "shown" not in batch:
            continue
        for moment in batch["times"]:
            if 1e9 < moment < newest - 3e8:  # without the beginning and the end
                count += 1
                for stage, key in keys.items():
                    stages[stage].append((zero + batch[key] * 1e6 - log["origin"] - moment) / 1e6)
    batches = [batch for batch in log["rows"] if "drawn" in batch]
    span = (newest - 3e8 - 1e9) / 1e9
    print(
        f"{count / span:,.0f} events/s   {len(batches) / newest * 1e9:.0f} messages/s   "
        f"clock doubt {doubt / 1e6:.2f} ms   load {getloadavg()[0]:.1f}"
    )
    for stage, values in stages.items():
        print(f"  event -> {stage:18} {percentiles(values)}")
    print(f"  message -> drawn            {percentiles([batch['drawn'] - batch['arrived'] for batch in batches])}", flush=True)


def main() -> None:
    """Start a server and a browser, and measure three times."""
    rate = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 6.0
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("skipped: there is no Chromium")
        return
    with tempfile.TemporaryDirectory() as data, subprocess.Popen(
        [sys.executable, "-c", SERVE, data], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server, sync_playwright() as playwright:  # fmt: skip
        assert server.stdout is not None
        link = server.stdout.readline().split()[-1]
        browser = playwright.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"])
        with browser.new_context(base_url=link.partition("/?")[0], viewport={"width": 1440, "height": 900}) as context:
            page = context.new_page()
            page.goto(link)
            page.add_init_script(WATCH)
            page.goto("/lab")
            for _ in range(3):
                measure(page, rate, seconds)
        browser.close()
        server.terminate()


if __name__ == "__main__":
    main()
