import asyncio
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.imports import CUT_NOTE
from engine.export.recording import read_recording
from engine.wire import FrameKind, FrameReader, encode_frame, encode_json
from tests.app.fakes import ORIGIN, Server, build_server

BASE = "/api/v1"
RECORDINGS = Path(__file__).parent.parent / "recordings"
NAMES = ["ticket_office", "two_processes", "three_tasks", "deadlock"]
OCTETS = {"content-type": "application/octet-stream"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    return build_server(tmp_path_factory.mktemp("data"), max_import=300_000)


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[TestClient]:
    with TestClient(server.app, base_url=ORIGIN, headers=server.bearer, raise_server_exceptions=False) as client:
        yield client


def file_of(name: str = "ticket_office") -> bytes:
    return (RECORDINGS / f"{name}.lockstep").read_bytes()


def send(client: TestClient, data: bytes, **headers: str) -> Any:
    return client.post(f"{BASE}/runs/import", content=data, headers={**OCTETS, **headers})


def kept(server: Server) -> list[Path]:
    return sorted((server.settings.data_dir / "runs").iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_imported_says_again_what_it_said(server: Server, client: TestClient, name: str) -> None:
    recording = read_recording(RECORDINGS / f"{name}.lockstep")

    answer = send(client, file_of(name))

    run = answer.json()
    assert answer.status_code == 201
    path = answer.headers["location"]
    assert path == f"{BASE}/runs/{run['id']}"
    assert (run["imported"], run["live"], run["program"], run["kernel"]) == (True, False, f"{name}.py", "measured")
    assert (run["status"], run["duration_ns"], run["frames"]) == (
        recording.status["status"],
        recording.status["now"],
        len(FrameReader().feed(file_of(name))),
    )
    assert client.get(f"{path}/frames").content == file_of(name)
    assert client.get(f"{path}/export?format=lockstep").content == file_of(name)
    assert client.get(f"{path}/summary").json() == recording.summary
    assert len(client.get(f"{path}/events?limit=10000").json()["items"]) == len(recording.events)
    assert client.get(path).json() == run
    assert recording.meta["source"] in client.get(f"/lab/{run['id']}").text.replace("&#34;", '"').replace("&#39;", "'")


def test_a_run_goes_out_and_in_and_is_the_same_run(client: TestClient) -> None:
    def rows(path: str) -> list[Any]:
        return [client.get(f"{path}/{part}?limit=10000").json()["items"] for part in ("events", "spans")] + [
            client.get(f"{path}/summary").json()
        ]

    first = send(client, file_of("three_tasks")).headers["location"]
    second = send(client, client.get(f"{first}/export?format=lockstep").content).headers["location"]

    assert second != first
    assert rows(first) == rows(second)


def test_a_file_in_small_pieces_is_the_same_file(client: TestClient) -> None:
    data = file_of()
    pieces = (data[at : at + 7] for at in range(0, len(data), 7))

    path = client.post(f"{BASE}/runs/import", content=pieces, headers=OCTETS).headers["location"]

    assert client.get(f"{path}/frames").content == data


def test_a_file_that_was_cut_off_is_kept_as_far_as_it_goes(client: TestClient) -> None:
    data = file_of("deadlock")
    frames = FrameReader().feed(data)
    ends = [sum(len(frame.data) for frame in frames[:count]) for count in range(len(frames) - 1)]
    for end in [*ends[2::9], len(data) // 2, ends[1] + 5]:
        run = send(client, data[:end]).json()

        back = client.get(f"{BASE}/runs/{run['id']}/frames").content
        whole = FrameReader().feed(data[:end])
        assert FrameReader().feed(back)[:-1] == whole
        last = FrameReader().feed(back)[-1]
        assert (last.sequence, last.json()["cut"], last.json()["phase"]) == (len(whole) + 1, True, "ended")
        assert (run["status"], run["note"], run["live"]) == ("lost", CUT_NOTE, False)
        assert client.get(f"{BASE}/runs/{run['id']}/summary").status_code == 200


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import-empty"),
        (b"LS", "import-empty"),
        (file_of()[:200], "import-empty"),
        (b"PK\x03\x04 a zip archive, with ../../names and links inside", "import-not-lockstep"),
        (b"\x1f\x8b gzip", "import-not-lockstep"),
        (b'{"format": "lockstep-json"}', "import-not-lockstep"),
        (b"LS\x02" + file_of()[3:], "import-other-version"),
        (file_of() + file_of(), "import-damaged"),
        (file_of()[:40] + b"\x00" + file_of()[41:], "import-damaged"),
        (b"LS\x01\x01\xff\xff\xff\xff" + bytes(8), "import-damaged"),
        (file_of() + b"what follows is no frame", "import-damaged"),
    ],
)
def test_what_is_no_run_is_refused_in_a_sentence_and_leaves_nothing(server: Server, client: TestClient, data: bytes, code: str) -> None:
    before = kept(server), client.get(f"{BASE}/runs").json()["total"]

    answer = send(client, data)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["detail"].endswith(".")
    assert len(answer.content) < 4096
    assert (kept(server), client.get(f"{BASE}/runs").json()["total"]) == before


def test_a_file_too_long_is_refused_with_or_without_its_length(server: Server, client: TestClient) -> None:
    def long() -> Iterator[bytes]:
        yield file_of()
        first = len(FrameReader().feed(file_of())) + 1
        for number in range(first, first + 12):
            yield encode_frame(FrameKind.DEFINE, encode_json({"texts": {"9": "x" * 30_000}}), sequence=number).data

    before = kept(server)
    assert send(client, file_of() + bytes(300_000)).json()["code"] == "body-too-long"
    answer = client.post(f"{BASE}/runs/import", content=long(), headers=OCTETS)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-long")
    assert kept(server) == before


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_only_bytes_are_a_file(client: TestClient, kind: str) -> None:
    answer = client.post(f"{BASE}/runs/import", content=file_of(), headers={"content-type": kind})

    assert (answer.status_code, answer.json()["code"]) == (415, "type-not-supported")


def test_bytes_go_nowhere_else_and_packed_ones_nowhere(client: TestClient) -> None:
    assert client.post(f"{BASE}/runs", content=file_of(), headers=OCTETS).status_code == 415
    assert send(client, file_of(), **{"content-encoding": "gzip"}).status_code == 415


@pytest.mark.parametrize("changes", [{"origin": "http://evil.com"}, {"sec-fetch-site": "cross-site"}, {"cookie": ""}])
def test_another_site_cannot_import(server: Server, client: TestClient, changes: dict[str, str]) -> None:
    headers = {**server.browser, **OCTETS, "authorization": "", **changes}

    assert client.post(f"{BASE}/runs/import", content=file_of(), headers=headers).status_code in {401, 403}


def test_a_program_with_a_name_that_is_none_gets_another(client: TestClient) -> None:
    frames = FrameReader().feed(file_of())
    meta = encode_frame(FrameKind.META, encode_json({**frames[0].json(), "program": "../../etc/passwd", "argv": ["x"] * 100}), sequence=1)

    run = send(client, b"".join(frame.data for frame in [meta, *frames[1:]])).json()

    assert (run["program"], run["args"]) == ("program.py", [])


def test_no_changed_bit_makes_lockstep_stumble(client: TestClient) -> None:
    dice = random.Random(12)
    data = file_of("three_tasks")
    answers = []
    for _ in range(60):
        changed = bytearray(data)
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        answer = send(client, bytes(changed))
        answers.append(answer.status_code)
        if answer.status_code == 201:
            path = answer.headers["location"]
            asked = [client.get(f"{path}/{part}").status_code for part in ("summary", "events", "spans", "export", "export?format=svg")]
            assert max(asked) < 500, (path, asked)
    assert set(answers) == {201, 422}


def test_what_a_dead_server_had_half_imported_is_swept_away(tmp_path: Path) -> None:
    server = build_server(tmp_path)
    asyncio.run(_closed(server))
    left = tmp_path / "runs" / "0123456789.lockstep.part"
    left.write_bytes(b"LS")

    asyncio.run(_closed(build_server(tmp_path)))

    assert not left.exists()


async def _closed(server: Server) -> None:
    with TestClient(server.app, base_url=ORIGIN):
        pass
