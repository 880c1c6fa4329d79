"""Serves the application: takes a port, prints one link, tells scripts the token through a file of the user's own, and ends cleanly."""

import asyncio
import json
import os
import secrets
import socket
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from app.application import create_app
from app.entry import Doorkeeper
from app.listen import ListenError, listen
from app.settings import Settings, default_data_dir

__all__ = ["create_app", "serve"]

DEFAULT_PORT = 8000
GRACE = 3  # seconds that open connections get at the end
EMBED_SECRET = "embed.key"  # kept, so that links in a course's pages outlive a restart
SECRET_LENGTH = 43  # of 32 random bytes, as letters
ENV_TOKEN = "LOCKSTEP_TOKEN"
ENV_HOSTS = "LOCKSTEP_HOSTS"


def serve(
    host: str = "127.0.0.1",
    port: int | None = None,
    data_dir: Path | None = None,
    *,
    open_browser: bool = True,
    **changes: Any,
) -> None:
    """Serve until interrupted. Raises LockstepError, a sentence for the user, if that cannot be.

    port: None takes 8000 or the next free one; a number means that one only; 0 any. changes: of the settings.
    """
    listener = listen(host, DEFAULT_PORT if port is None else port, strict=port is not None)
    with listener:
        data_dir = (data_dir or default_data_dir()).absolute()
        changes |= {"embed_secret": kept_secret(data_dir / EMBED_SECRET)}
        settings = replace(settings_from(host=host, port=listener.getsockname()[1], data_dir=data_dir), **changes)
        doorkeeper = Doorkeeper(settings, on_spent=_tell_fresh_link)
        link = doorkeeper.new_link()

        def tell() -> None:
            if port is None and settings.port != DEFAULT_PORT:
                print(f"Port {DEFAULT_PORT} is in use, so this one is on {settings.port}.", file=sys.stderr, flush=True)
            print(f"Lockstep is ready: {link}", flush=True)
            if open_browser and has_screen():
                # Finding a browser may take its time, or start one in the foreground: not on the server's own thread.
                Thread(target=webbrowser.open, args=(door.as_uri(),), daemon=True).start()

        leaving = asyncio.Event()
        app = create_app(settings, doorkeeper=doorkeeper, on_ready=tell, leaving=leaving)
        door = data_dir / "open.html"
        with _private_file(door, door_page(doorkeeper.new_link())), _private_file(data_dir / "server.json", facts_for_scripts(settings)):
            run_server(app, listener, leaving)


def has_screen() -> bool:
    """Tell whether a browser would open a window, rather than take over the terminal."""
    return sys.platform != "linux" or any(name in os.environ for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def settings_from(*, host: str, port: int, data_dir: Path) -> Settings:
    """Make the settings of a server, with what the environment adds: LOCKSTEP_TOKEN (for scripts), LOCKSTEP_HOSTS (name:port,...)."""
    hosts = tuple(part.strip().lower() for part in os.environ.get(ENV_HOSTS, "").split(",") if part.strip())
    settings = Settings(data_dir=data_dir, host=host, port=port, extra_hosts=hosts)
    token = os.environ.get(ENV_TOKEN)
    return settings if not token else Settings(data_dir=data_dir, host=host, port=port, extra_hosts=hosts, bearer_token=token)


def kept_secret(path: Path) -> str:
    """Read the secret in a file that only this user can read; make it if it is not there. Raises OSError where that cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(32))
    text = path.read_text("utf-8").strip()
    if len(text) < SECRET_LENGTH:
        raise ListenError(f"{path} is damaged: delete it, and links to embedded runs that were given away stop being good.")
    return text


def server_config(app: ASGIApp) -> uvicorn.Config:
    """Return how uvicorn serves us: no deflate (it costs more than it saves), small messages in, a short grace at the end."""
    return uvicorn.Config(
        app,
        ws_per_message_deflate=False,
        ws_max_size=65536,
        ws_ping_interval=10,
        ws_ping_timeout=10,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=30,
        server_header=False,
        proxy_headers=False,
        access_log=False,
        log_level="warning",
        lifespan="on",
    )


class Server(uvicorn.Server):
    """Says that it leaves before it waits for its connections to close: those who wait for a run hold theirs open until it has ended."""

    def __init__(self, config: uvicorn.Config, leaving: asyncio.Event) -> None:
        super().__init__(config)
        self._leaving = leaving

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        self._leaving.set()
        await super().shutdown(sockets)


def run_server(app: ASGIApp, listener: socket.socket, leaving: asyncio.Event) -> None:
    """Serve on a socket until a signal ends it; Ctrl-C is a good end."""
    with suppress(KeyboardInterrupt):  # uvicorn raises the signal again when it has closed everything
        Server(server_config(app), leaving).run(sockets=[listener])


def facts_for_scripts(settings: Settings) -> str:
    """Return the text of `server.json`: where the server is and the token it wants from scripts."""
    return json.dumps({"url": settings.base_url, "token": settings.bearer_token, "pid": os.getpid()})


def door_page(link: str) -> str:
    """Return a page that leads to a link. A browser is started with this file's name: other users can read a command line, not the file."""
    return f'<!doctype html><meta charset="utf-8"><title>Lockstep</title><meta http-equiv="refresh" content="0;url={link}">'


@contextmanager
def _private_file(path: Path, text: str) -> Iterator[None]:
    """Keep a file that only this user can read while the server lives."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _tell_fresh_link(link: str) -> None:
    print(f"A used link was opened again. A fresh one: {link}", file=sys.stderr, flush=True)
