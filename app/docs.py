"""The API's documentation, without a request to anywhere: Swagger UI from our own static files, started by a script of our own."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lockstep · API</title><link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/vendor/swagger-ui-dist/swagger-ui.css">
</head><body><div id="api" data-openapi="/openapi.json"></div>
<script src="/static/vendor/swagger-ui-dist/swagger-ui-bundle.js"></script>
<script type="module" src="/static/js/apidocs.js"></script>
</body></html>
"""


def build_router() -> APIRouter:
    """Make the route of the documentation page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    async def docs() -> HTMLResponse:
        return HTMLResponse(PAGE)

    return router
