"""The server as a process: one link, a token for scripts, clear refusals, a clean end."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import psutil
import pytest

from app.main import ENV_HOSTS, ENV_TOKEN, door_page, facts_for_scripts, has_screen, kept_secret, server_config, settings_from
from engine.errors import LockstepError
from engine.wire import FrameKind, FrameReader

ROOT = Path(__file__).parents[2]
SERVE = """
import sys
from pathlib import Path
from app.main import serve
from engine.errors import LockstepError
try:
    serve("127.0.0.1", int(sys.argv[2]) or None, Path(sys.argv[1]), open_browser=False)
except LockstepError as error:
    sys.exit(f"refused: {error}")
"""


@contextmanager
def serving(data: Path, *, port: int = 0) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run a server; give its process and the link that it prints."""
    command = [sys.executable, "-c", SERVE, str(data), str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            yield process, line.rpartition(" ")[2].strip()
        finally:
            process.kill()


def test_one_link_lets_one_browser_in_and_scripts_have_their_token(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, link):
        browser = build_opener(HTTPCookieProcessor())
        with browser.open(link) as page:
            assert page.status == 200
            assert page.url.endswith("/")
            assert page.headers["server"] is None
        with pytest.raises(HTTPError) as refused:
            build_opener(HTTPCookieProcessor()).open(link)
        assert refused.value.code == 401
        refused.value.close()
        facts = json.loads((tmp_path / "server.json").read_text())
        assert (tmp_path / "server.json").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "open.html").stat().st_mode & 0o777 == 0o600
        assert facts["pid"] == process.pid
        request = Request(f"{facts['url']}/api/v1/runs", headers={"Authorization": f"Bearer {facts['token']}"})
        with urlopen(request) as answer:
            assert json.load(answer)["total"] == 0
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (out, process.returncode) == ("", 0)
        assert err.startswith("A used link was opened again. A fresh one: http://127.0.0.1:")
        assert facts["token"] not in err
        assert sorted(path.name for path in tmp_path.iterdir()) == ["embed.key", "lock", "lockstep.db", "runs", "work"]


def test_h7_the_token_is_not_on_the_command_line(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, link):
        token = link.partition("token=")[2]
        assert token
        assert token.encode() not in Path(f"/proc/{process.pid}/cmdline").read_bytes()


def test_a_second_server_on_the_same_data_is_refused_in_words(tmp_path: Path) -> None:
    with serving(tmp_path), serving(tmp_path) as (second, _):
        _, err = second.communicate(timeout=30)
        assert err.startswith("refused: another Lockstep (http://127.0.0.1:")
        assert second.returncode == 1


def test_a_busy_port_that_was_asked_for_is_refused_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy, serving(tmp_path, port=busy.getsockname()[1]) as (process, _):
        _, err = process.communicate(timeout=30)
        assert err.startswith(f"refused: Port {busy.getsockname()[1]} is in use")


def test_a_server_with_viewers_ends_soon_on_sigterm(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, link):
        port = int(link.split(":")[2].split("/")[0])
        with socket.create_connection(("127.0.0.1", port)) as idle:
            idle.sendall(b"GET /hea")
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=10)
            assert process.returncode in {0, -signal.SIGTERM}


def test_the_environment_adds_a_token_and_hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENV_TOKEN, "given")
    monkeypatch.setenv(ENV_HOSTS, "Lab.example:9000, ,b:1")
    settings = settings_from(host="127.0.0.1", port=1, data_dir=tmp_path)
    assert settings.bearer_token == "given"
    assert settings.extra_hosts == ("lab.example:9000", "b:1")
    assert json.loads(facts_for_scripts(settings))["token"] == "given"


def test_the_secret_of_embedded_links_is_kept_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "embed.key"
    secret = kept_secret(path)
    assert len(secret) == 43
    assert kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("")
    with pytest.raises(LockstepError, match="delete it"):
        kept_secret(path)


def test_a_browser_is_opened_only_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.main.sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert not has_screen()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_screen()


def test_the_browser_is_led_by_a_file_and_uvicorn_is_strict() -> None:
    assert 'content="0;url=http://a/?token=x"' in door_page("http://a/?token=x")

    async def app(*_: object) -> None: ...

    config = server_config(app)
    assert config.ws_per_message_deflate is False
    assert (config.ws_max_size, config.timeout_graceful_shutdown, config.access_log) == (65536, 3, False)


PROGRAM = """
import os, subprocess, sys, threading, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
print("pids", os.getpid(), child.pid, flush=True)
threading.Thread(target=time.sleep, args=(3600,)).start()
"""


def ask(facts: dict[str, Any], path: str, body: object = None) -> bytes:
    """Ask the API as a script does."""
    headers = {"Authorization": f"Bearer {facts['token']}", "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body is not None else None
    with urlopen(Request(f"{facts['url']}/api/v1{path}", data=data, headers=headers)) as answer:
        found: bytes = answer.read()
    return found


def test_f3_a_killed_server_leaves_no_process_and_a_readable_run(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, _):
        facts = json.loads((tmp_path / "server.json").read_text())
        run_id = json.loads(ask(facts, "/runs", {"source": PROGRAM}))["id"]
        output = ""
        while "pids" not in output:
            frames = FrameReader().feed(ask(facts, f"/runs/{run_id}/frames"))
            output = "".join(row[3] for frame in frames if frame.kind == FrameKind.OUTPUT for row in frame.json())
        pids = [int(word) for word in output.split()[1:3]]
        assert all(psutil.pid_exists(pid) for pid in pids)
        process.kill()
        process.wait()
        while any(is_alive(pid) for pid in pids):
            pass  # the test's time limit ends a wait in vain
    with serving(tmp_path):
        facts = json.loads((tmp_path / "server.json").read_text())
        run = json.loads(ask(facts, f"/runs/{run_id}"))
        assert (run["status"], run["live"]) == ("lost", False)
        kept = FrameReader().feed(ask(facts, f"/runs/{run_id}/frames"))
        assert kept[: len(frames)] == frames
        assert kept[-1].json()["status"] == "lost"
        assert json.loads(ask(facts, f"/runs/{run_id}/summary"))["status"] == "lost"


def is_alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
