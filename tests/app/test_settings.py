"""What the server is told."""

from pathlib import Path

import pytest

from app.settings import PACKAGE, Settings, asset_dir, default_data_dir


def test_the_hosts_are_exactly_our_own(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, port=8123, extra_hosts=("lab.example:9000",))
    assert settings.allowed_hosts == {"127.0.0.1:8123", "localhost:8123", "[::1]:8123", "lab.example:9000"}
    assert "localhost" in Settings(data_dir=tmp_path, port=80).allowed_hosts
    assert Settings(data_dir=tmp_path, host="::1", port=1).base_url == "http://[::1]:1"


def test_secrets_are_new_each_time_and_not_shown(tmp_path: Path) -> None:
    first, second = (Settings(data_dir=tmp_path) for _ in range(2))
    assert len({first.bearer_token, second.bearer_token, first.session_secret, second.session_secret}) == 4
    assert first.bearer_token not in repr(first)
    assert first.session_secret not in repr(first)


def test_the_data_directory_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOCKSTEP_DATA", str(tmp_path / "a"))
    assert default_data_dir() == tmp_path / "a"
    monkeypatch.delenv("LOCKSTEP_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "b"))
    assert default_data_dir() == tmp_path / "b" / "lockstep"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert default_data_dir() == Path.home() / ".local" / "share" / "lockstep"


def test_assets_are_found_in_a_checkout() -> None:
    assert asset_dir("static") == PACKAGE.parent / "static"
    assert (asset_dir("templates") / "base.html").is_file()
