"""A real server and a real Chromium. Where there is no Chromium, these tests are skipped and say so.

A page draws in its own time: panels at the next animation frame, `toggle` and `hashchange` behind the click that caused them, answers of
the server later still. So a test never reads what an action changes; it waits for it, by `expect(...)` or `page.wait_for_function`, and
a page is opened by `go` or `open_page`, which wait until its controls work.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = (
    os.environ.get("LOCKSTEP_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
SERVE = "import sys; from pathlib import Path; from app.main import serve; serve(port=0, data_dir=Path(sys.argv[1]), open_browser=False)"
LINK = re.compile(r"(http://[\w.:]+)/\?token=\S+")
WAIT_MS = 30_000  # at most; the machine may be busy
expect.set_options(timeout=WAIT_MS)

DEADLOCK = """import threading

fork, spoon, both = threading.Lock(), threading.Lock(), threading.Barrier(2)

def eat(first, second):
    with first:
        both.wait()
        with second:
            print("eats")

threading.Thread(target=eat, args=(fork, spoon), name="Anna").start()
threading.Thread(target=eat, args=(spoon, fork), name="Bruno").start()
"""

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def link(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve Lockstep from an empty data directory; the one-time address."""
    command = [sys.executable, "-c", SERVE, str(tmp_path_factory.mktemp("data"))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = next((match[0] for line in server.stdout if (match := LINK.search(line))), None)
        assert found, "the server printed no address"
        yield found
        server.terminate()
        server.stdout.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine: install Debian's `chromium`, or name one in LOCKSTEP_CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def session_state(browser: Browser, link: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Use the one-time address once and keep the session it gives."""
    path = tmp_path_factory.mktemp("session") / "state.json"
    with browser.new_context() as context:
        context.new_page().goto(link)
        context.storage_state(path=path)
    return path


@pytest.fixture
def open_page(browser: Browser, link: str, session_state: Path) -> Iterator[OpenPage]:
    """Open pages of the server: `open_page("/lab", language="zh-CN", theme="dark", size=(390, 844))`.
    theme None: the page's own choice.

    A page that reports an error, breaks the content security policy or asks another machine for anything fails its test.
    """
    base = LINK.search(link)[1]  # type: ignore[index]  # the fixture matched it before
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(
        path: str, *, language: str = "en", theme: str | None = "light", size: tuple[int, int] = (1440, 900), **options: object
    ) -> Page:
        context = browser.new_context(
            base_url=base, storage_state=session_state, viewport={"width": size[0], "height": size[1]}, locale=language, **options
        )
        contexts.append(context)
        context.add_cookies([{"name": "lockstep_language", "value": language, "url": base}])
        for key in ("lockstep.theme", "lockstep.theme.present") if theme is not None else ():
            context.add_init_script(f"localStorage.getItem('{key}') ?? localStorage.setItem('{key}', '{theme}')")
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
        page.on("request", lambda request: None if request.url.startswith((base, "data:", "blob:")) else complaints.append(request.url))
        go(page, path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def is_complaint(message: ConsoleMessage) -> bool:
    """Tell whether a message of the console is a fault: an error, but not the note Chromium makes of an answer with a 4xx status."""
    return message.type == "error" and not message.text.startswith("Failed to load resource: the server responded with a status of 4")


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Install axe-core as the lock file says and return its source."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("axe-core is installed by npm, and there is no npm on this machine")
    folder = tmp_path_factory.mktemp("axe")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(Path(__file__).parent / name, folder)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"npm could not install axe-core: {done.stderr.strip()[-300:]}")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def go(page: Page, path: str) -> None:
    """Go to a page of the server and wait until its controls work."""
    page.goto(path)
    page.wait_for_selector("html[data-mounted]", state="attached")


def start_lesson(page: Page, lesson: str) -> None:
    """Press Run for an example, and wait until its first worker is on the timeline."""
    go(page, f"/lab?lesson={lesson}")
    page.click("#run")
    expect(page).to_have_url(re.compile(r"/lab/[0-9a-z]+"))
    expect(page.locator("#ghost")).to_be_hidden()


def write_program(page: Page, source: str) -> None:
    """Replace what is in the editor."""
    page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(source)
    expect(page.locator("#source")).to_have_value(source)


def start_deadlock(page: Page) -> None:
    """Run a program that ends in a deadlock each time, however busy the machine is."""
    go(page, "/lab")
    write_program(page, DEADLOCK)
    page.click("#run")
    expect(page).to_have_url(re.compile(r"/lab/[0-9a-z]+"))


def wait_for_end(page: Page) -> str:
    """Wait until the run is over; its status as the page says it."""
    page.wait_for_selector("#run:not([hidden])")
    live = "".join(f":not(.ls-status--{status})" for status in ("starting", "running", "ending"))
    return page.locator(f".ls-fact--status{live}").inner_text()
