"""Idempotency keys: found again, refused for another body, forgotten after a day, and never more than so many."""

import asyncio
import errno
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from app.keys import KEPT_SECONDS, RequestKeys, fingerprint
from app.problems import Problem
from app.store import Store


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def play(scene: Callable[[RequestKeys, Clock], Awaitable[None]], directory: Path, **options: Any) -> None:
    async def whole() -> None:
        store, clock = Store.open(directory), Clock()
        try:
            await scene(RequestKeys(store, clock=clock, **options), clock)
        finally:
            store.close()

    asyncio.run(whole())


async def ask(keys: RequestKeys, key: str | None, made: str | None, *, body: Any = 1, path: str = "/runs") -> str | None:
    """Use a key; return what was known."""
    async with keys.use(key, path=path, body=body) as use:
        use.made = made
        return use.known


def test_a_key_leads_to_what_was_made_even_after_a_restart(tmp_path: Path) -> None:
    async def first(keys: RequestKeys, _: Clock) -> None:
        assert await ask(keys, "k", "run1") is None
        assert await ask(keys, "k", None, path="/series") is None
        assert await ask(keys, None, "run2") is None

    async def again(keys: RequestKeys, _: Clock) -> None:
        assert await ask(keys, "k", None) == "run1"

    play(first, tmp_path)
    play(again, tmp_path)


def test_another_body_is_refused_and_another_spelling_is_not(tmp_path: Path) -> None:
    async def scene(keys: RequestKeys, _: Clock) -> None:
        await ask(keys, "k", "run1", body={"a": 1, "b": [2]})
        assert await ask(keys, "k", None, body={"b": [2], "a": 1}) == "run1"
        with pytest.raises(Problem) as caught:
            await ask(keys, "k", None, body={"a": 2, "b": [2]})
        assert (caught.value.status, caught.value.code) == (422, "key-reused")

    play(scene, tmp_path)


async def fail(keys: RequestKeys) -> None:
    async with keys.use("k", path="/runs", body=1) as use:
        use.made = "run1"
        raise KeyError


def test_a_key_in_use_is_refused_and_what_failed_can_be_tried_again(tmp_path: Path) -> None:
    async def scene(keys: RequestKeys, _: Clock) -> None:
        async with keys.use("k", path="/runs", body=1):
            with pytest.raises(Problem) as caught:
                await ask(keys, "k", None)
        assert (caught.value.status, caught.value.headers["Retry-After"]) == (409, "1")
        with pytest.raises(KeyError):
            await fail(keys)
        assert await ask(keys, "k", "run2") is None
        assert await ask(keys, "k", None) == "run2"

    play(scene, tmp_path)


def test_a_key_is_kept_for_a_day(tmp_path: Path) -> None:
    async def scene(keys: RequestKeys, clock: Clock) -> None:
        await ask(keys, "k", "run1")
        clock.now += KEPT_SECONDS
        assert await ask(keys, "k", None) == "run1"
        clock.now += 1
        assert await ask(keys, "k", "run2", body=2) is None

    play(scene, tmp_path)


def test_of_too_many_keys_the_oldest_go(tmp_path: Path) -> None:
    async def scene(keys: RequestKeys, clock: Clock) -> None:
        for number in range(5):
            clock.now += 1
            await ask(keys, f"k{number}", f"run{number}")
        assert [await ask(keys, f"k{number}", None) for number in range(5)] == [None, None, "run2", "run3", "run4"]

    play(scene, tmp_path, most=3)


def test_what_was_made_counts_even_if_its_key_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(keys: RequestKeys, _: Clock) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("app.keys._keep", refuse)
        assert await ask(keys, "k", "run1") is None
        monkeypatch.undo()
        assert await ask(keys, "k", "run2") is None

    play(scene, tmp_path)


def test_bodies_are_told_apart_by_what_they_say() -> None:
    assert fingerprint({"a": 1, "b": "\ud800"}) == fingerprint({"b": "\ud800", "a": 1})
    assert len({fingerprint(body) for body in ({"a": 1}, {"a": "1"}, {"a": True}, [], None)}) == 5
