"""How much many viewers of one live run cost: 1 and 100 viewers, side by side in one run, and 100 with one that stopped reading.

A fake run gives 20 batches a second of 500 event rows; each client notes when a batch's last byte has come (same clock). Prints the
server's CPU time as a share of one core, and the median and 99th percentile of the delay from publishing to having read.
"""

import asyncio
import multiprocessing
import resource
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from multiprocessing.connection import Connection
from pathlib import Path

import websockets

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.application import create_app
from app.listen import listen
from app.main import server_config
from app.settings import Settings
from app.store import RunRecord
from engine.events import Event, Kind
from engine.wire import Frame, FrameKind, FrameReader, encode_events, encode_frame, encode_json

RATE_HZ = 20
ROWS = 500
SECONDS = 5
TOKEN = "bench"


class Ticking:
    """A run that says the time 20 times a second, beside 500 rows of events."""

    def __init__(self) -> None:
        self.go = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[Frame]:
        rows = encode_events([Event(n, Kind.ACQUIRE, 1) for n in range(ROWS)])
        yield encode_frame(FrameKind.META, b"{}", sequence=1)
        await self.go.wait()
        for tick in range(RATE_HZ * SECONDS):
            yield encode_frame(FrameKind.EVENTS, rows, sequence=2 + 2 * tick)
            yield encode_frame(FrameKind.STATUS, encode_json({"now": time.monotonic_ns()}), sequence=3 + 2 * tick)
            await asyncio.sleep(1 / RATE_HZ)

    async def stop(self) -> None:
        self.go.set()

    async def send_input(self, text: str) -> None:
        self.go.set()

    async def end_input(self) -> None: ...


async def launch(record: RunRecord, directory: Path) -> Ticking:
    return Ticking()


def serve(pipe: Connection) -> None:
    """Serve until told to end; tell the CPU time at each question."""
    import uvicorn

    async def answer(server: uvicorn.Server) -> None:
        while not server.should_exit:
            if pipe.poll():
                question = pipe.recv()
                usage = resource.getrusage(resource.RUSAGE_SELF)
                pipe.send((usage.ru_utime + usage.ru_stime, usage.ru_maxrss))
                server.should_exit = question == "end"
            await asyncio.sleep(0.01)

    async def main(data: str, listener: socket.socket) -> None:
        settings = Settings(data_dir=Path(data), port=listener.getsockname()[1], bearer_token=TOKEN)
        server = uvicorn.Server(server_config(create_app(settings, launch=launch)))
        await asyncio.gather(server.serve(sockets=[listener]), answer(server))

    with tempfile.TemporaryDirectory() as data, listen("127.0.0.1", 0) as listener:
        pipe.send(listener.getsockname()[1])
        asyncio.run(main(data, listener))


async def view(url: str, delays: list[int]) -> None:
    """Be one viewer to the end of the run."""
    reader = FrameReader()
    async with websockets.connect(url, additional_headers={"Authorization": f"Bearer {TOKEN}"}, compression=None, max_size=None) as wire:
        async for message in wire:
            assert isinstance(message, bytes)
            now = time.monotonic_ns()
            bodies = [frame.json() for frame in reader.feed(message) if frame.kind == FrameKind.STATUS]
            delays.extend(now - body["now"] for body in bodies if "phase" not in body)


async def call(port: int, path: str, body: bytes) -> bytes:
    """Make one request of the API."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
    answer = await reader.read()
    writer.close()
    return answer


async def measure(port: int, pipe: Connection, *, viewers: int, stuck: int = 0) -> None:
    """Show one run to so many viewers and print what it cost."""
    answer = await call(port, "/api/v1/runs", b'{"source": ""}')
    run_id = answer.partition(b'"id":"')[2].partition(b'"')[0].decode()
    url = f"ws://127.0.0.1:{port}/ws/runs/{run_id}"
    delays: list[list[int]] = [[] for _ in range(viewers)]
    sleepers = [await stop_reading(port, run_id) for _ in range(stuck)]
    tasks = [asyncio.create_task(view(url, mine)) for mine in delays]
    await asyncio.sleep(1)
    pipe.send("cost")
    before, _ = pipe.recv()
    begun = time.monotonic()
    await call(port, f"/api/v1/runs/{run_id}/input", b'{"text": "go"}')
    await asyncio.gather(*tasks)
    pipe.send("cost")
    after, peak = pipe.recv()
    for sleeper in sleepers:
        sleeper.close()
    everything = sorted(delay for mine in delays for delay in mine)
    share = (after - before) / (time.monotonic() - begun)
    p50, p99 = statistics.median(everything) / 1e6, everything[int(len(everything) * 0.99)] / 1e6
    whole = all(len(mine) == RATE_HZ * SECONDS for mine in delays)
    name = f"{viewers} viewers" + (f" + {stuck} that read nothing" if stuck else "")
    print(
        f"{name:34} {share:6.3f} cores   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   peak {peak // 1024} MiB   all batches: {whole}", flush=True
    )


async def stop_reading(port: int, run_id: str) -> socket.socket:
    """Open a websocket with a small window and never read from it."""
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.connect(("127.0.0.1", port))
    key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13"
    head = f"GET /ws/runs/{run_id} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {TOKEN}\r\nUpgrade: websocket"
    wire.sendall(f"{head}\r\nConnection: Upgrade\r\n{key}\r\n\r\n".encode())
    return wire


async def main(port: int, pipe: Connection) -> None:
    """Measure everything, twice, in turn."""
    for _ in range(2):
        await measure(port, pipe, viewers=1)
        await measure(port, pipe, viewers=100)
        await measure(port, pipe, viewers=100, stuck=5)


if __name__ == "__main__":
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,))
    server.start()
    asyncio.run(main(ours.recv(), ours))
    ours.send("end")
    server.join()
