"""Errors as RFC 9457 problem+json: a stable code, one sentence, and which field is wrong. Never more than 4 KiB, never what was sent."""

import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from engine.errors import LockstepError

MEDIA_TYPE = "application/problem+json"
MAX_DETAILS = 10
MAX_BODY = 4096  # bytes
MOST_READ = 100  # of pydantic's errors, of which there may be one for each of a million items
MAX_TEXT = 120  # characters of one message or pointer

UNKNOWN: Final = object()  # a body that is not at hand

logger = logging.getLogger(__name__)

RenderError = Callable[[Request, "Problem"], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """What is wrong with one field: a JSON pointer into the body, or `query/name`, `path/name`.

    message_id, parameters: the detail as a message of the catalogues, where it is one, and what goes into its gaps.
    """

    pointer: str
    detail: str
    code: str | None = None
    line: int | None = None
    column: int | None = None
    message_id: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)

    def row(self, *, with_message: bool = True) -> dict[str, Any]:
        """Write it as JSON has it, without what is not known."""
        told: dict[str, Any] = {"code": self.code, "line": self.line, "column": self.column}
        if with_message and self.message_id:
            told |= {"message_id": self.message_id, "parameters": self.parameters}
        more = {name: value for name, value in told.items() if value is not None}
        return {"pointer": clip(self.pointer), "detail": clip(self.detail)} | more


class Problem(Exception):
    """A request that cannot be served, told to the client. code: kebab-case, stable. detail: one sentence for people."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        error_count: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.error_count = len(self.errors) if error_count is None else error_count
        self.headers = dict(headers or {})

    def body(self) -> bytes:
        """Encode as problem+json; where that gets too long, only the first errors come with their messages."""
        told = self.errors[:MAX_DETAILS]
        bodies = (self._encoded(told, worded) for worded in range(len(told), -1, -1))
        return next((body for body in bodies if len(body) <= MAX_BODY), self._encoded(told, 0))

    def _encoded(self, told: Sequence[FieldError], worded: int) -> bytes:
        facts: dict[str, Any] = {
            "type": f"urn:lockstep:problem:{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": clip(self.detail, 500),
        }
        if told:
            facts["errors"] = [error.row(with_message=number < worded) for number, error in enumerate(told)]
            facts["error_count"] = self.error_count
        return json.dumps(facts, ensure_ascii=True).encode()

    def response(self) -> Response:
        """Return the answer for programs."""
        return Response(self.body(), status_code=self.status, media_type=MEDIA_TYPE, headers=self.headers)


def clip(text: str, length: int = MAX_TEXT) -> str:
    """Shorten a text that may come from outside."""
    return text if len(text) <= length else text[: length - 1] + "…"


def field_problem(pointer: str, detail: str, *, code: str = "invalid-field") -> Problem:
    """Make the 422 for one field."""
    return Problem(422, code, detail, errors=[FieldError(pointer=pointer, detail=detail)])


@contextmanager
def within(prefix: str) -> Iterator[None]:
    """Let problems name fields of an object that is itself a field: /lesson becomes /run/lesson."""
    try:
        yield
    except Problem as problem:
        problem.errors = tuple(replace(error, pointer=prefix + error.pointer) for error in problem.errors)
        raise


def not_found(what: str = "page") -> Problem:
    """Make the 404."""
    return Problem(404, "not-found", f"There is no such {what}.")


def wants_html(request: Request) -> bool:
    """Tell whether a person in a browser asks, rather than a script."""
    path = request.url.path
    return not path.startswith(("/api/", "/ws/")) and "text/html" in request.headers.get("accept", "")


def install(app: FastAPI, *, render: RenderError) -> None:
    """Make every error of the application a problem, shown to people by `render`."""

    async def answer(request: Request, problem: Problem) -> Response:
        return await render(request, problem) if wants_html(request) else problem.response()

    @app.exception_handler(Problem)
    async def on_problem(request: Request, error: Problem) -> Response:
        return await answer(request, error)

    @app.exception_handler(LockstepError)
    async def on_trouble(request: Request, error: LockstepError) -> Response:
        return await answer(request, Problem(503, "unavailable", str(error)))

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        return await answer(request, from_validation(error.errors(), body=error.body))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        allowed = methods_of(request.url.path, request.app.openapi()["paths"]) if error.status_code == 405 else ()
        return await answer(request, from_http(error, allowed=allowed))

    @app.exception_handler(Exception)
    async def on_crash(request: Request, error: Exception) -> Response:
        logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return await answer(request, Problem(500, "internal-error", "Lockstep made a mistake; its log says more."))


def from_validation(details: Sequence[Mapping[str, Any]], *, body: Any = UNKNOWN) -> Problem:
    """Translate pydantic's list of errors: which field, and what is expected there."""
    found: dict[str, FieldError] = {}
    for detail in details[:MOST_READ]:  # what several alternatives of a field say of it is told once
        pointer = _pointer(detail, body)
        found.setdefault(pointer, FieldError(pointer=pointer, detail=_sentence(detail)))
    errors = list(found.values())[: MAX_DETAILS + 1]
    first = errors[0] if errors else FieldError(pointer="", detail="The request has the wrong shape.")
    return Problem(422, "invalid-request", f"{first.pointer or 'The request'}: {first.detail}", errors=errors)


def methods_of(path: str, documented: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """List the methods that an address of the API takes: Starlette tells those of the first of its routes only.

    documented: the paths of the OpenAPI document. One that is written out, as runs/import, is none of those with a hole that it fits.
    """
    fitting = [template for template in documented if _fits(path, template)]
    return sorted(method.upper() for template in ([path] if path in documented else fitting) for method in documented[template])


def _fits(path: str, template: str) -> bool:
    given, wanted = path.split("/"), template.split("/")
    return len(given) == len(wanted) and all(
        part == want or (want.startswith("{") and part) for part, want in zip(given, wanted, strict=True)
    )


def from_http(error: HTTPException, *, allowed: Sequence[str] = ()) -> Problem:
    """Translate Starlette's own errors (no such route, wrong method ...), and FastAPI's of a body that could not be read.

    allowed: the methods that a 405 tells of.
    """
    if isinstance(error.__cause__, Problem):
        return error.__cause__
    if error.status_code == 404:
        return not_found()
    phrase = HTTPStatus(error.status_code).phrase
    allow = {"Allow": ", ".join(allowed)} if allowed else {}
    return Problem(error.status_code, phrase.lower().replace(" ", "-"), f"{phrase}.", headers={**(error.headers or {}), **allow})


def _pointer(detail: Mapping[str, Any], body: Any) -> str:
    where, *rest = detail["loc"] or ("body",)
    if where != "body":
        return "/".join([str(where), *(_part(part) for part in rest[:1])])
    return "/" + "/".join(_part(part) for part in _existing(rest, body, is_missing=detail.get("type") == "missing"))


def _existing(location: Sequence[str | int], body: Any, *, is_missing: bool) -> Iterator[str | int]:
    """Leave out what pydantic puts between the names of members: which alternative of a field it was."""
    for number, part in enumerate(location):
        is_last = number == len(location) - 1
        if _has(body, part):
            body = body[part]
        elif body is not UNKNOWN and not (is_missing and is_last):
            continue
        yield part


def _has(body: Any, part: str | int) -> bool:
    return part in body if isinstance(body, dict) else isinstance(body, list) and isinstance(part, int) and part < len(body)


def _part(part: str | int) -> str:
    return clip(str(part), 40).replace("~", "~0").replace("/", "~1")


def _sentence(detail: Mapping[str, Any]) -> str:
    message = str(detail.get("msg", "Invalid value"))
    return message.removeprefix("Value error, ")
