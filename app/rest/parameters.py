"""What several routes ask for: an id, how long to wait, a key, which rows."""

import re
from collections.abc import Iterable
from typing import Annotated

from fastapi import Header, Query
from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from app.problems import not_found
from app.queries import KINDS, REASONS, STATES
from app.schemas import RUN_ID

MAX_WAIT = 60

# In the document a parameter that may be left out is not one that may be null: a query has no null.
Absent = SkipJsonSchema[None]

Wait = Annotated[float, Query(ge=0, le=MAX_WAIT, description="answer at the end, or as it is after so many seconds")]
Prefer = Annotated[
    Annotated[str, Field(max_length=200)] | Absent,
    Header(description=f"`wait=N`: answer at the end, or as it is after N seconds ({MAX_WAIT} at most); RFC 7240"),
]
Key = Annotated[
    Annotated[str, Field(pattern=r"^[!-~]{1,255}$")] | Absent,
    Header(
        alias="Idempotency-Key",
        description="a name for this request: sent again within a day, with the same body, it starts nothing but gives the same again",
    ),
]
Before = Annotated[Annotated[int, Field(ge=1, le=2**53)] | Absent, Query(description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=200)]
After = Annotated[int, Query(ge=0, le=2**53, description="`next` of the page before")]
RowLimit = Annotated[int, Query(ge=1, le=10_000)]
Follow = Annotated[bool, Query(description="as lines (application/x-ndjson), until the run ends")]
Number = Annotated[Annotated[int, Field(ge=1, le=2**32)] | Absent, Query()]
FromNs = Annotated[int, Query(ge=0, le=2**62)]
ToNs = Annotated[Annotated[int, Field(ge=0, le=2**62)] | Absent, Query()]


def _one_of(names: Iterable[str]) -> tuple[AfterValidator, WithJsonSchema]:
    known = list(names)

    def check(name: str) -> str:
        if name not in known:
            raise ValueError(f"give one of: {', '.join(known)}")
        return name

    return AfterValidator(check), WithJsonSchema({"type": "string", "enum": known})


KindName = Annotated[str, *_one_of(KINDS)]
StateName = Annotated[str, *_one_of(STATES)]
ReasonName = Annotated[str, *_one_of(REASONS)]
LevelName = Annotated[str, *_one_of(("error", "warning", "info"))]


def checked_id(run_id: str, what: str = "run") -> str:
    """Return an id that can be one; Problem 404 for any other."""
    if re.fullmatch(RUN_ID, run_id) is None:
        raise not_found(what)
    return run_id


def preferred_wait(header: str | None) -> int | None:
    """Read `wait=N` from a Prefer header; None if there is none. What makes no sense is passed over, as RFC 7240 has it."""
    found = re.search(r"(?:^|,)\s*wait\s*=\s*(\d{1,9})\s*(?:[,;]|$)", header or "", re.IGNORECASE | re.ASCII)
    return min(int(found[1]), MAX_WAIT) if found else None
