import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from app.exports import CHUNK, FormatName, TableName, attachment
from engine.export.csv_export import TABLES
from engine.export.formats import FORMATS, NAMES
from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, run_frames
from tests.app.test_store import record

BASE = "/api/v1"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    launch = FakeLaunch(lambda: FakeProgram(run_frames(ticks=600)))
    return build_server(tmp_path_factory.mktemp("data"), launch=launch)


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[TestClient]:
    with TestClient(server.app, base_url=ORIGIN, headers=server.bearer, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def path(client: TestClient) -> str:
    run = client.post(f"{BASE}/runs", json={"source": "", "program": "出票 ticket.py"}).json()["id"]
    while client.get(f"{BASE}/runs/{run}").json()["live"]:
        pass
    return f"{BASE}/runs/{run}"


def test_every_format_and_table_is_offered() -> None:
    assert set(get_args(FormatName)) == set(NAMES)
    assert get_args(TableName) == tuple(TABLES)


@pytest.mark.parametrize("name", NAMES)
def test_a_run_is_exported_with_its_type_and_a_name(client: TestClient, path: str, name: str) -> None:
    answer = client.get(f"{path}/export", params={"format": name})

    assert answer.status_code == 200
    assert answer.content
    expected = FORMATS.get(name)
    assert answer.headers["content-type"] == (expected.media_type if expected else "text/html; charset=utf-8")
    suffix = expected.suffix if expected else ".html"
    assert f'filename="ticket-{path[-10:]}{suffix}"' in answer.headers["content-disposition"]
    assert f"filename*=UTF-8''%E5%87%BA%E7%A5%A8%20ticket-{path[-10:]}{suffix}" in answer.headers["content-disposition"]


def test_documents_are_whole_however_many_pieces_they_came_in(client: TestClient, path: str) -> None:
    def export(name: str, **more: str) -> bytes:
        return client.get(f"{path}/export", params={"format": name, **more}).content

    document = json.loads(data := export("json"))
    assert len(data) > 2 * CHUNK
    assert len(document["events"]) == 1200
    assert len(json.loads(export("chrome"))["traceEvents"]) > 1200
    assert len([json.loads(line) for line in export("ndjson").splitlines()]) > 2400
    assert len(list(csv.reader(io.StringIO(export("csv", table="spans").decode(), newline="")))) == len(document["spans"]) + 1
    with zipfile.ZipFile(io.BytesIO(export("csv"))) as archive:
        assert archive.testzip() is None
    ElementTree.fromstring(export("svg"))
    assert export("lockstep") == client.get(f"{path}/frames").content


@pytest.mark.parametrize("query", ["format=docx", "format=csv&table=states", "format=svg&table=spans"])
def test_what_there_is_not_is_a_problem_with_a_pointer(client: TestClient, path: str, query: str) -> None:
    answer = client.get(f"{path}/export?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] in {"query/format", "query/table"}


def test_there_is_nothing_to_export_of_no_run(client: TestClient) -> None:
    assert client.get(f"{BASE}/runs/0000000000/export").status_code == 404


def test_a_damaged_file_is_a_problem_and_no_half_document(tmp_path: Path) -> None:
    frames = run_frames()
    body = bytearray(frames[3].data)
    body[-4] = 200  # a kind of event that there is not
    launch = FakeLaunch(lambda: FakeProgram([*frames[:3], frames[3]._replace(data=bytes(body)), *frames[4:]]))
    server = build_server(tmp_path, launch=launch)
    with TestClient(server.app, base_url=ORIGIN, headers=server.bearer) as client:
        run = client.post(f"{BASE}/runs", json={"source": ""}).json()["id"]
        while client.get(f"{BASE}/runs/{run}").json()["live"]:
            pass
        answer = client.get(f"{BASE}/runs/{run}/export?format=svg")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
        answer = client.get(f"{BASE}/runs/{run}/export?format=csv&table=events")
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


@pytest.mark.parametrize(
    ("program", "header"),
    [
        ("ticket.py", 'attachment; filename="ticket-ab12.svg"'),
        ("a b.c.py", "attachment; filename=\"a-b.c-ab12.svg\"; filename*=UTF-8''a%20b.c-ab12.svg"),
        ('"; x="1.py', "attachment; filename=\"x-1-ab12.svg\"; filename*=UTF-8''%22%3B%20x%3D%221-ab12.svg"),
        ("售票.py", "attachment; filename=\"run-ab12.svg\"; filename*=UTF-8''%E5%94%AE%E7%A5%A8-ab12.svg"),
    ],
)
def test_a_file_is_named_by_its_program(program: str, header: str) -> None:
    assert attachment(replace(record("ab12"), program=program), ".svg") == header
