"""Keys of links to embedded runs: each opens one run, for looking, until its time is over."""

import pytest

from app.embedlinks import EmbedLinks, is_origin
from tests.app.fakes import settings_for

NOW = 1_000_000
RUN, OTHER = "0123456789", "9876543210"


@pytest.fixture
def links(tmp_path: object) -> EmbedLinks:
    return EmbedLinks(settings_for(tmp_path, embed_secret="a" * 43), now=lambda: NOW)  # type: ignore[arg-type]


def at(seconds: int, secret: str = "a" * 43) -> EmbedLinks:
    """The same server later, or another one."""
    return EmbedLinks(settings_for(None, embed_secret=secret), now=lambda: NOW + seconds)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", [f"/embed/{RUN}", f"/ws/runs/{RUN}", f"/api/v1/runs/{RUN}/frames"])
def test_a_key_opens_the_page_and_the_frames_of_its_run(links: EmbedLinks, path: str) -> None:
    key, _ = links.new_key(RUN, seconds=60)
    assert links.admits(path, f"after=0&key={key}&theme=dark".encode())
    assert not links.admits(path.replace(RUN, OTHER), f"key={key}".encode())
    assert not links.admits(path, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/lab",
        f"/lab/{RUN}",
        f"/embed/{RUN}/",
        f"/embed/{RUN}/frames",
        f"/embed//{RUN}",
        f"/embed/{RUN}\n",
        f"/api/v1/runs/{RUN}",
        f"/api/v1/runs/{RUN}/summary",
        f"/api/v1/runs/{RUN}/embed",
        f"/api/v1/runs/{RUN}/frames/x",
        f"/ws/runs/{RUN}/../{OTHER}",
    ],
)
def test_a_key_opens_nothing_else(links: EmbedLinks, path: str) -> None:
    key, _ = links.new_key(RUN, seconds=60)
    assert not links.admits(path, f"key={key}".encode())


def test_a_key_is_good_until_its_end_also_after_a_restart() -> None:
    key, end = at(0).new_key(RUN, seconds=60)
    assert end == NOW + 60
    query = f"key={key}".encode()
    assert at(59).admits(f"/embed/{RUN}", query)
    assert not at(60).admits(f"/embed/{RUN}", query)
    assert not at(0, secret="b" * 43).admits(f"/embed/{RUN}", query)


def test_a_key_that_was_changed_is_none(links: EmbedLinks) -> None:
    key, end = links.new_key(RUN, seconds=60)
    longer = key.replace(str(end), str(end + 1))
    for wrong in (longer, key[:-1], key + "A", key + "%0a", "", ".", "1.é", f"0{key}", key.swapcase()):
        assert not links.admits(f"/embed/{RUN}", f"key={wrong}".encode()), wrong
    assert not links.admits(f"/embed/{RUN}", f"key={key}&key={key}".encode())
    assert not links.admits(f"/embed/{RUN}", b"&".join([f"key={key}".encode(), *[b"a=1"] * 1000]))
    assert not links.admits(f"/embed/{RUN}", b"key=\xff\xfe")


@pytest.mark.parametrize("text", ["http://localhost:8888", "https://courses.example.edu", "https://*.example.edu", "http://127.0.0.1:9000"])
def test_origins(text: str) -> None:
    assert is_origin(text)


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "https:",
        "example.edu",
        "https://a b",
        "https://example.edu/x",
        "https://e.edu; script-src *",
        "data:",
        "'self'",
        "ftp://e.edu",
        "",
    ],
)
def test_what_is_no_origin(text: str) -> None:
    assert not is_origin(text)
