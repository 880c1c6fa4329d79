"""The listening socket: this machine only, clear about busy ports."""

import socket
from collections.abc import Iterator

import pytest

from app.listen import USER_TIMEOUT_MS, ListenError, listen


@pytest.fixture
def busy() -> Iterator[int]:
    """A port that somebody else listens on."""
    with listen("127.0.0.1", 0) as listener:
        yield listener.getsockname()[1]


def test_a_busy_port_gives_the_next_free_one(busy: int) -> None:
    with listen("127.0.0.1", busy) as listener:
        assert busy < listener.getsockname()[1] < busy + 50


def test_a_busy_port_that_was_asked_for_is_a_clear_error(busy: int) -> None:
    with pytest.raises(ListenError, match=f"Port {busy} is in use"):
        listen("127.0.0.1", busy, strict=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.com", "", "127.0.0.1.evil.com"])
def test_only_this_machine_is_served(host: str) -> None:
    with pytest.raises(ListenError, match="this machine only"):
        listen(host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_peer_that_takes_nothing_is_given_up(host: str) -> None:
    with listen(host, 0) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == USER_TIMEOUT_MS


def test_small_frames_do_not_wait_for_each_other() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_may_not_be_used_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> socket.socket:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("app.listen._bind", refuse)
    with pytest.raises(ListenError, match=r"cannot listen on 127\.0\.0\.1 port 80: Permission denied"):
        listen("127.0.0.1", 80)
