"""How requests to the API are read: JSON strictly, conditions as `etags.py` has them."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from app.problems import Problem
from app.rest.etags import Etags
from app.schemas import strict_json


class StrictRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:
        """Decode the body; what is no JSON is a Problem that says why."""
        try:
            return strict_json(await self.body())
        except json.JSONDecodeError as error:
            raise Problem(400, "not-json", f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
        except ValueError as error:
            raise Problem(400, "not-json", f"The body is not JSON: {error}.") from None


def route_class(etags: Etags) -> type[APIRoute]:
    """Make the class of the API's routes."""

    class StrictRoute(APIRoute):
        """A route that hands its handler a StrictRequest, or answers it by its condition."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            """Wrap FastAPI's handler."""
            handler = super().get_route_handler()

            async def handle(request: Request) -> Response:
                return await etags.answer(StrictRequest(request.scope, request.receive), handler)

            return handle

    return StrictRoute
