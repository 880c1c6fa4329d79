"""The OpenAPI document: what FastAPI writes, with every problem answer, who may ask, and the examples, which the tests run."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.problems import MEDIA_TYPE
from app.schemas import FieldErrorAnswer, ProblemAnswer

EXAMPLES = Path(__file__).with_name("examples.json")
SCHEMAS = "#/components/schemas/"
CHANGES = frozenset({"post", "put", "patch", "delete"})

# Which problems an operation may answer with, beside those of its own.
ALWAYS = {
    400: "The request cannot be read.",
    401: "There is neither a session nor the right token.",
    403: "The request comes from where none may come.",
    500: "Lockstep made a mistake.",
    503: "Something that is needed cannot be used now; the detail says what.",
}
OF_BODIES = {
    408: "The body did not arrive in time.",
    413: "The body is too long.",
    415: "The body is of another type than application/json.",
}
OF_FIELDS = {422: "A field is wrong; `errors` says which."}
OF_IDS = {404: "There is no such thing."}
OF_RUN_DATA = {410: "The frames of this run are not kept any more."}
OF_STATE = {409: "That cannot be now; the code says why."}
OF_STARTS = {429: "As many go on as may; Retry-After says when to ask again."}
OF_KEYS = {409: "The first request with this key is not answered yet.", 410: "What the first request with this key made is gone."}
TAGS = {
    "lessons": "The examples that come with Lockstep.",
    "runs": "One execution of one program.",
    "data": "What is known of a run.",
    "series": "The same program many times.",
    "scenarios": "Who does what when, in a few lines, and what is expected of it.",
    "schedules": "The CPU scheduling lab.",
    "limits": "What this server allows.",
}
HEADERS = {"ETag": "of a run that has ended; sent back as If-None-Match, it gets 304"}
WITH_STATE = frozenset({"getSummary", "sendInput", "deleteRun", "deleteSeries", "getSchedule", "getVerdict"})


def install_document(app: FastAPI) -> None:
    """Let the application give the whole document, made once."""

    @cache
    def document() -> dict[str, Any]:
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        return completed(made, examples=load_examples())

    app.openapi = document  # type: ignore[method-assign] # FastAPI's own way to change it


def load_examples() -> dict[str, list[dict[str, Any]]]:
    """Read the examples: for each operation requests, each with the answer that it gets."""
    examples: dict[str, list[dict[str, Any]]] = json.loads(EXAMPLES.read_text("utf-8"))
    return examples


def completed(document: dict[str, Any], *, examples: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Complete a document: security, tags, problems, 304, examples."""
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for model in (FieldErrorAnswer, ProblemAnswer):
        schemas[model.__name__] = _without_own_definitions(model.model_json_schema(ref_template=SCHEMAS + "{model}"))
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": "the `token` of server.json"}}
    document["security"] = [{"token": []}]
    document["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    for path, method, operation in operations(document):
        _add_problems(operation, path, method)
        _add_condition(operation, path, method)
        _add_examples(operation, examples.get(operation["operationId"], []))
    return document


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Iterate over path, method and operation."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _without_own_definitions(schema: dict[str, Any]) -> dict[str, Any]:
    schema.pop("$defs", None)
    return schema


def _add_problems(operation: dict[str, Any], path: str, method: str) -> None:
    responses = operation["responses"]
    known = {
        **ALWAYS,
        **(OF_BODIES if method in CHANGES else {}),
        **(OF_FIELDS if operation.get("parameters") or "requestBody" in operation else {}),
        **(OF_IDS if "{" in path else {}),
        **(OF_RUN_DATA if "{run_id}/" in path and method == "get" else {}),
        **(OF_STATE if operation["operationId"] in WITH_STATE else {}),
        **({**OF_STARTS, **OF_KEYS} if any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", ())) else {}),
    }
    for status, description in known.items():
        responses[str(status)] = {"description": description}
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}{ProblemAnswer.__name__}"}}}
    operation["responses"] = dict(sorted(responses.items()))


def _add_condition(operation: dict[str, Any], path: str, method: str) -> None:
    if method != "get" or "{run_id}" not in path:
        return
    headers = {name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()}
    operation["responses"]["200"]["headers"] = headers
    operation["responses"]["304"] = {"description": "It is as it was when you asked before.", "headers": headers}
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _add_examples(operation: dict[str, Any], examples: list[dict[str, Any]]) -> None:
    for example in examples:
        name = example["name"]
        if "body" in example:
            content = operation["requestBody"]["content"]["application/json"]
            content.setdefault("examples", {})[name] = {"value": example["body"]}
        if "answer" in example:
            content = operation["responses"][str(example["status"])].setdefault("content", {})
            shown = content.setdefault(example.get("type", "application/json"), {})
            shown.setdefault("examples", {})[name] = {"value": example["answer"]}
