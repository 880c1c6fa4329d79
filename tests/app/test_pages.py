"""The pages: each renders from its typed context, in both languages, and for a template that asks for more it fails loudly."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.library import GROUPS, Library
from app.messages import LANGUAGES, Catalogues
from app.pages import load_import_map
from app.settings import PACKAGE, asset_dir
from tests.app.fakes import ORIGIN, FakeLaunch, FakeProgram, Server, build_server, run_frames

STUBS = {
    "home.html": "{{ language }} {{ t('x.y') }} {{ groups|length }} {{ start_url }} {{ runs.total }} {{ hero.width }} {{ path }}",
    "lab.html": "{{ program }}|{{ source }}|{{ args }}|{{ stdin }}|{{ wall_seconds }}|{{ data|tojson }}|{{ run.status if run else '' }}",
    "present.html": "{{ run.program }} {{ data|tojson }}",
    "scheduling.html": "{{ data|tojson }}",
    "scenarios.html": "{% for group in groups %}{{ group.title }} {{ group.scenarios|length }};{% endfor %}",
    "scenario.html": "{{ card.id if card else '' }}|{{ run.status if run else '' }}|{{ document }}|{{ data|tojson }}",
    "language.html": "{{ headings|length }} {{ body }}",
    "runs.html": "{{ runs.rows|length }} {{ runs.next_url }}",
    "error.html": "{{ status }} {{ kind }} {{ detail }}",
    "_runs.html": "{% for run in runs.rows %}{{ run.id }} {% endfor %}[{{ runs.next_url }}]",
}


@pytest.fixture
def stubs(tmp_path: Path) -> Path:
    """A directory of templates that show their context and nothing else."""
    directory = tmp_path / "templates"
    directory.mkdir()
    for name, text in STUBS.items():
        (directory / name).write_text(text)
    return directory


def get(client: TestClient, server: Server, path: str, **headers: str) -> str:
    return client.get(path, headers={**server.browser, "accept": "text/html", **headers}).text


def test_each_page_gets_its_context(tmp_path: Path, stubs: Path) -> None:
    server = build_server(tmp_path / "data", template_dir=stubs)
    with TestClient(server.app, base_url=ORIGIN) as client:
        run_id = client.post("/api/v1/runs", json={"source": "1 < 2", "args": ["a b"], "program": "x.py"}, headers=server.bearer).json()[
            "id"
        ]
        assert get(client, server, "/").startswith("en x.y ")
        assert get(client, server, "/", **{"accept-language": "zh"}).startswith("zh-CN")
        assert get(client, server, "/lab").startswith("program.py||||60|")
        assert get(client, server, f"/lab/{run_id}").startswith("x.py|1 &lt; 2|&#39;a b&#39;||60|")
        assert get(client, server, f"/present/{run_id}").startswith("x.py ")
        assert get(client, server, "/runs").startswith("1 ")
        assert get(client, server, "/nowhere") == "404 not-found There is no such page."
        assert get(client, server, "/lab/nosuchrun") == "404 not-found There is no such run."
        assert get(client, server, "/lab?lesson=none") == "404 not-found There is no such example."
        assert get(client, server, "/fragments/runs?before=x").startswith("422 bad-request")


def test_the_list_of_runs_goes_on_by_its_link(tmp_path: Path, stubs: Path) -> None:
    server = build_server(tmp_path / "data", template_dir=stubs)
    with TestClient(server.app, base_url=ORIGIN) as client:
        ids = []
        for _ in range(5):
            ids.append(client.post("/api/v1/runs", json={"source": ""}, headers=server.bearer).json()["id"])
            while client.get(f"/api/v1/runs/{ids[-1]}", headers=server.bearer).json()["live"]:
                pass
        seen, path = [], "/fragments/runs?limit=2"
        while path:
            shown, _, rest = get(client, server, path).partition("[")
            seen += shown.split()
            path = rest.rstrip("]").replace("&amp;", "&")
        assert seen == ids[::-1]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_real_templates_render(tmp_path: Path, language: str) -> None:
    server = build_server(tmp_path, launch=FakeLaunch(lambda: FakeProgram(run_frames())))
    with TestClient(server.app, base_url=ORIGIN) as client:
        run_id = client.post("/api/v1/runs", json={"lesson": "deadlock"}, headers=server.bearer).json()["id"]
        pages = [
            "/",
            "/lab",
            "/lab?lesson=deadlock",
            f"/lab/{run_id}",
            f"/present/{run_id}",
            "/runs",
            "/scheduling",
            "/scenarios",
            "/scenarios/new",
            "/docs/scenarios",
            "/fragments/runs",
        ]
        for path in pages:
            answer = client.get(path, headers={**server.browser, "accept-language": language})
            assert answer.status_code == 200, path
            assert "http://" not in answer.text.replace("http://www.w3.org/", ""), path
            if not path.startswith("/fragments"):
                assert f'<html lang="{language}"' in answer.text
        assert client.get("/nowhere", headers={**server.browser, "accept": "text/html"}).status_code == 404


def test_h8_what_a_user_wrote_is_only_ever_text(server: Server, client: TestClient) -> None:
    attack = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"' hx-get=x"
    body = {"source": attack, "program": "<b>x<b>.py", "args": [attack], "stdin": attack}
    run_id = client.post("/api/v1/runs", json=body, headers=server.bearer).json()["id"]
    for path in ("/", "/runs", f"/lab/{run_id}", f"/present/{run_id}"):
        text = get(client, server, path)
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "<b>x" not in text, path


def test_an_import_map_is_safe_inside_a_script(tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text('{"imports": {"</script>": "/x"}}')
    assert "</" not in load_import_map(tmp_path / "map.json")
    assert load_import_map(tmp_path / "none.json") == '{"imports": {}}'


def test_home_shows_every_example_once_under_a_heading_that_can_be_jumped_to(tmp_path: Path) -> None:
    server = build_server(tmp_path / "data")
    lessons = Library.load(PACKAGE / "lessons")
    with TestClient(server.app, base_url=ORIGIN) as client:
        text = get(client, server, "/")
    jumps = re.findall(r'class="ls-jumps__link" href="#([\w-]+)"', text)
    assert jumps == list(lessons.groups()) == re.findall(r'<section class="ls-group" id="([\w-]+)"', text)
    shown = re.findall(r'class="ls-card__link" href="/lab\?lesson=([\w-]+)"', text)
    assert shown == [lesson.id for group in lessons.groups().values() for lesson in group]


def test_the_lab_offers_the_examples_in_the_same_groups(tmp_path: Path) -> None:
    server = build_server(tmp_path / "data")
    lessons = Library.load(PACKAGE / "lessons")
    with TestClient(server.app, base_url=ORIGIN) as client:
        text = get(client, server, "/lab", **{"accept-language": "zh"})
    groups = re.findall(r'<optgroup [^>]*label="([^"]*)">(.*?)</optgroup>', text, re.DOTALL)
    assert [label for label, _ in groups][:2] == ["线程与锁", "进程"]
    offered = [re.findall(r'<option value="([\w-]+)"', options) for _, options in groups]
    assert offered == [[lesson.id for lesson in group] for group in lessons.groups().values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_has_its_words(language: str) -> None:
    t = Catalogues.load(asset_dir("static") / "messages").translator(language)
    for key in (f"group.{group}{part}" for group in GROUPS for part in ("", ".lead")):
        assert t(key) != key
