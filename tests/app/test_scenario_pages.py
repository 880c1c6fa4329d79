"""The pages of scenarios: the library, one scenario, the run of one, the reference of the language."""

import json
import re

import pytest
from starlette.testclient import TestClient

from app.messages import LANGUAGES, Catalogues
from app.scenario_library import ScenarioLibrary
from app.scenario_pages import anchor, language_page
from app.settings import asset_dir
from engine.scenario import steps
from engine.scenario.examples import SCENARIO
from tests.app.fakes import Server

ATTACK = "</script><script>alert(1)</script>"


def get(client: TestClient, server: Server, path: str, status: int = 200) -> str:
    answer = client.get(path, headers={**server.browser, "accept": "text/html"})
    assert answer.status_code == status
    return answer.text


def data_of(page: str) -> dict[str, object]:
    """Return what the scripts are told."""
    found = re.search(r'id="lockstep-data">(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, object] = json.loads(found[1])
    return told


def test_the_library_shows_every_scenario_under_a_heading_that_can_be_jumped_to(server: Server, client: TestClient) -> None:
    page = get(client, server, "/scenarios")
    shown = re.findall(r'class="ls-card__link" href="/scenarios/([\w-]+)"', page)
    listed = client.get("/api/v1/scenarios", headers=server.bearer).json()["items"]
    assert shown == [item["id"] for item in listed]
    assert re.findall(r'class="ls-jumps__link" href="#([\w-]+)"', page) == list(dict.fromkeys(item["group"] for item in listed))


@pytest.mark.parametrize("path", ["/", "/lab"])
def test_the_way_to_the_library_is_on_every_page(server: Server, client: TestClient, path: str) -> None:
    assert '<a class="ls-header__link" href="/scenarios"' in get(client, server, path)


def test_the_home_page_leads_to_the_library(server: Server, client: TestClient) -> None:
    assert '<a class="ls-button" href="/scenarios"' in get(client, server, "/")


def test_a_scenario_opens_with_its_text(server: Server, client: TestClient) -> None:
    data = data_of(get(client, server, "/scenarios/water"))
    assert data["document"] == client.get("/api/v1/scenarios/water", headers=server.bearer).json()["source"]
    assert (data["run"], data["seed"]) == (None, None)
    assert data_of(get(client, server, "/scenarios/new"))["document"] == SCENARIO
    get(client, server, "/scenarios/nothing", status=404)


def test_a_run_opens_with_the_scenario_that_it_was_ordered_with(server: Server, client: TestClient) -> None:
    body = {"scenario": SCENARIO.replace("Two cashiers", f"Two {ATTACK} cashiers"), "parameters": {"N": 7}, "seed": 5}
    run = client.post("/api/v1/runs", json=body, headers=server.bearer).json()
    page = get(client, server, run["links"]["page"])
    data = data_of(page)
    assert (data["document"], data["parameters"], data["seed"]) == (body["scenario"], {"N": 7}, 5)
    assert ATTACK not in page
    assert f'href="{run["links"]["page"]}"' in get(client, server, "/runs")


def test_a_run_without_a_scenario_has_no_such_page(server: Server, client: TestClient) -> None:
    run = client.post("/api/v1/runs", json={"source": "print(1)"}, headers=server.bearer).json()
    get(client, server, f"/scenarios/run/{run['id']}", status=404)
    get(client, server, "/scenarios/run/nosuchrun", status=404)


def test_the_reference_has_an_address_for_every_verb(server: Server, client: TestClient) -> None:
    page = get(client, server, "/docs/scenarios")
    for verb in steps.MODELS:
        assert re.search(rf'<h4 id="{verb.replace("_", "-")}(-2)?"><code>{verb}</code></h4>', page), verb
    assert set(re.findall(r'<li class="ls-reference__entry[^>]*><a href="#([\w-]+)"', page)) <= set(re.findall(r'<h\d id="([\w-]+)"', page))


def test_the_reference_comes_in_the_readers_language(server: Server, client: TestClient) -> None:
    answer = client.get("/docs/scenarios", headers={**server.browser, "accept": "text/html", "accept-language": "zh-CN"})
    assert '<h2 id="expressions">表达式</h2>' in answer.text


def test_headings_have_the_same_addresses_in_all_languages_and_no_two_the_same() -> None:
    ids = [[heading.id for heading in language_page(language).headings] for language in LANGUAGES]
    assert ids[0] == ids[1]
    assert len(ids[0]) == len(set(ids[0]))
    assert anchor("`wait_until` !", {"wait-until"}) == "wait-until-2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_of_the_library_has_its_words(server: Server, language: str) -> None:
    t = Catalogues.load(asset_dir("static") / "messages").translator(language)
    groups = ScenarioLibrary(server.settings.scenario_dir, None).groups()  # type: ignore[arg-type] # no example is asked for
    for key in (f"group.{group}{part}" for group in groups for part in ("", ".lead")):
        assert t(key) != key
