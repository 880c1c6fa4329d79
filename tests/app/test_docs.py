"""The page of the API's documentation asks nobody else for anything."""

from starlette.testclient import TestClient

from tests.app.fakes import Server


def test_the_documentation_is_local(server: Server, client: TestClient) -> None:
    answer = client.get("/docs", headers=server.browser)
    assert answer.status_code == 200
    assert "//" not in answer.text.replace("<!doctype", "")
    assert "/static/vendor/swagger-ui-dist/swagger-ui-bundle.js" in answer.text
    assert client.get("/redoc", headers=server.browser).status_code == 404
