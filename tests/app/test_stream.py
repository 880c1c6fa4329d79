"""One live run, many viewers: whoever joins, leaves, lags or comes back has seen each frame once, in order."""

import asyncio
import random
from pathlib import Path

from app.framefile import FrameFile
from app.stream import Stream
from engine.wire import Frame, FrameReader
from tests.app.fakes import run_frames, until


async def collect(stream: Stream, *, after: int = 0) -> list[Frame]:
    reader = FrameReader()
    return [frame for chunk in [part async for part in stream.follow(after=after)] for frame in reader.feed(chunk)]


def test_viewers_before_during_and_after_see_the_same(tmp_path: Path) -> None:
    async def play() -> None:
        frames = run_frames(ticks=20)
        with FrameFile.create(tmp_path / "a") as file:
            stream = Stream(file)
            viewers = [asyncio.create_task(collect(stream))]
            for frame in frames:
                stream.publish([frame])
                if frame.sequence % 7 == 0:
                    viewers.append(asyncio.create_task(collect(stream)))
                await asyncio.sleep(0)
            stream.end()
            viewers.append(asyncio.create_task(collect(stream)))
            for seen in await asyncio.gather(*viewers):
                assert seen == frames

    asyncio.run(play())


def test_a_viewer_that_drops_and_resumes_100_times_ends_with_the_same_run(tmp_path: Path) -> None:
    async def play() -> None:
        chance = random.Random(7)
        frames = run_frames(ticks=400)
        with FrameFile.create(tmp_path / "a") as file:
            stream = Stream(file)
            seen: list[Frame] = []
            drops = 0

            async def drop_and_resume() -> None:
                nonlocal drops
                while not seen or (seen[-1] is not frames[-1] and seen[-1] != frames[-1]):
                    reader = FrameReader()
                    patience = chance.randrange(1, 4)
                    async for chunk in stream.follow(after=len(seen)):
                        # A connection may break in the middle of a frame: what is not whole was not seen.
                        cut = len(chunk) if chance.random() < 0.5 else chance.randrange(len(chunk))
                        seen.extend(reader.feed(chunk[:cut]))
                        patience -= 1
                        if patience == 0 or cut < len(chunk):
                            break
                    drops += 1

            stayed = asyncio.create_task(collect(stream))
            dropped = asyncio.create_task(drop_and_resume())
            waiting = list(frames)
            while waiting:
                count = chance.randrange(1, 6)
                stream.publish(waiting[:count])
                del waiting[:count]
                for _ in range(chance.randrange(3)):
                    await asyncio.sleep(0)
            stream.end()
            await dropped
            assert drops >= 100
            assert seen == await stayed == frames

    asyncio.run(play())


def test_a_viewer_who_does_not_read_costs_nothing_and_misses_nothing(tmp_path: Path) -> None:
    async def play() -> None:
        frames = run_frames(ticks=300)
        with FrameFile.create(tmp_path / "a") as file:
            stream = Stream(file)
            slow = stream.follow()
            stream.publish(frames[:1])
            first = await anext(slow)
            quick = asyncio.create_task(collect(stream))
            for frame in frames[1:]:
                stream.publish([frame])
                await asyncio.sleep(0)
            stream.end()
            assert await quick == frames
            reader = FrameReader()
            seen = reader.feed(first)
            async for chunk in slow:
                seen += reader.feed(chunk)
            assert seen == frames

    asyncio.run(play())


def test_a_viewer_ahead_of_the_run_waits_for_what_comes(tmp_path: Path) -> None:
    async def play() -> None:
        frames = run_frames()
        with FrameFile.create(tmp_path / "a") as file:
            stream = Stream(file)
            stream.publish(frames[:2])
            viewer = asyncio.create_task(collect(stream, after=2))
            ahead = asyncio.create_task(collect(stream, after=5))
            await until(lambda: True)
            assert not viewer.done()
            assert not stream.has_ended
            stream.publish(frames[2:])
            stream.end()
            assert await viewer == frames[2:]
            assert await ahead == frames[5:]
            assert await collect(stream, after=10**9) == []

    asyncio.run(play())
