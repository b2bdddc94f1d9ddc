"""What may be asked of the API: the parameters, how they are read, and how a wrong one is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, Field, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from data.vocabulary.columns import ROUND_ID
from data.vocabulary.filter import Filter
from data.vocabulary.languages import LANGUAGES
from server.http.problems import Problem, problem, short, unknown, wrong

MOST_ROWS, MOST_CHOICES, FARTHEST = 10_000, 100, 1_000_000
REPEATABLE = ("category", "kind", "round_id")
# What is allowed, where the enumeration of it does not say so.
ALLOWED: dict[str, Any] = {
    "kind": ["general", "program", "category"],
    "order": ["newest", "oldest"],
    "lang": list(LANGUAGES),
    "from": "a day as in 2023-06-28",
    "to": "a day as in 2026-08-20",
    "min_cutoff": "a whole number from 0 to 1200",
    "max_cutoff": "a whole number from 0 to 1200",
    "round_id": "the id of a round as in 274 or 91a",
    "limit": f"a whole number from 1 to {MOST_ROWS}",
    "offset": f"a whole number from 0 to {FARTHEST}",
}


def _day(text: object) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(text), re.ASCII):
        raise ValueError("this is no day")
    return date.fromisoformat(str(text))


def _whole(text: object) -> int:
    if not re.fullmatch(r"-?\d{1,9}", str(text), re.ASCII):
        raise ValueError("this is no whole number")
    return int(str(text))


_Day = Annotated[date, BeforeValidator(_day)]
_Points = Annotated[int, Field(ge=0, le=1200), BeforeValidator(_whole)]
_Id = Annotated[str, Field(pattern=ROUND_ID)]
_Categories = Annotated[
    list[str],
    Field(description="Codes of categories; repeat it for several.", max_length=MOST_CHOICES),
]
_From = Annotated[_Day | SkipJsonSchema[None], Field(alias="from")]


class Asked(BaseModel):
    """Parameters of a table; any other is refused."""

    lang: Literal["en", "fr"] = Field(
        "en",
        description="The language of what people read in it: title, filter, meanings of columns, "
        "facts, labels of a workbook. Names of columns and all values are the same in both.",
    )

    @model_validator(mode="before")
    @classmethod
    def _known(cls, values: dict[str, Any]) -> dict[str, Any]:
        names = [field.alias or name for name, field in cls.model_fields.items()]
        for name, value in values.items():
            if name not in names:
                facts = {"name": name, "found": str(value), "allowed": names}
                raise PydanticCustomError("unknown", "there is no such parameter", facts)
        return values

    @property
    def filter(self) -> Filter:
        """The filter that the parameters describe."""
        return Filter()

    def check(self, codes: Sequence[str]) -> None:
        """Check that the parameters fit each other and the record's category codes.

        Raises:
            Problem: if there is no such category, or a range ends before it begins.
        """
        asked = self.filter
        for code in asked.categories:
            if code not in codes:
                raise wrong("category", code, "there is no such category", list(codes))
        for low, high, first, last in (
            ("from", "to", asked.start, asked.end),
            ("min_cutoff", "max_cutoff", asked.min_cutoff, asked.max_cutoff),
        ):
            if first is not None and last is not None and first > last:  # type: ignore[operator]
                detail = f"“{low}” ({first}) is beyond “{high}” ({last}): nothing can be between."
                raise Problem(422, "Parameters contradict each other", detail, parameter=low)


class PoolAsked(Asked):
    """Which snapshots of the pool."""

    from_: _From = Field(
        None, description="Snapshots of this day or later.", examples=["2026-01-01"]
    )
    to: _Day | SkipJsonSchema[None] = Field(
        None, description="Snapshots of this day or earlier.", examples=["2026-08-20"]
    )

    @property
    def filter(self) -> Filter:
        """The filter that the parameters describe, its days those of snapshots."""
        return Filter(start=self.from_, end=self.to)


class WeeklyAsked(Asked):
    """Which weeks, and of which categories."""

    category: _Categories = Field([], examples=[["stem"]])
    from_: _From = Field(
        None, description="From the week in which this day lies.", examples=["2026-01-01"]
    )
    to: _Day | SkipJsonSchema[None] = Field(
        None, description="To the week in which this day lies.", examples=["2026-08-20"]
    )

    @property
    def filter(self) -> Filter:
        """The filter that the parameters describe."""
        return Filter(tuple(self.category), self.from_, self.to)


class LatestAsked(Asked):
    """Of which categories."""

    category: _Categories = Field([], examples=[["stem"]])

    @property
    def filter(self) -> Filter:
        """The filter that the parameters describe."""
        return Filter(tuple(self.category))


class RoundsAsked(Asked):
    """Which rounds, in which order, and how many of them."""

    category: _Categories = Field([], examples=[["stem", "french"]])
    kind: list[Literal["general", "program", "category"]] = Field(
        [],
        description="Kinds of rounds: general (all programs), program (one program) or category; "
        "repeat it for several.",
        max_length=MOST_CHOICES,
        examples=[["category"]],
    )
    from_: _From = Field(None, description="Held on this day or later.", examples=["2023-06-28"])
    to: _Day | SkipJsonSchema[None] = Field(
        None, description="Held on this day or earlier.", examples=["2026-08-20"]
    )
    min_cutoff: _Points | SkipJsonSchema[None] = Field(
        None, description="Lowest cut-off, CRS points, included.", examples=[400]
    )
    max_cutoff: _Points | SkipJsonSchema[None] = Field(
        None, description="Highest cut-off, CRS points, included.", examples=[500]
    )
    round_id: list[_Id] = Field(
        [],
        description="Ids of rounds as IRCC numbers them; repeat it for several.",
        max_length=MOST_CHOICES,
        examples=[["274", "91a"]],
    )
    order: Literal["newest", "oldest"] = Field("newest", description="Which rounds come first.")
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS), BeforeValidator(_whole)] = Field(
        MOST_ROWS,
        description="The most rounds in one answer. Where there are more, the header Link leads to "
        "the next.",
    )
    offset: Annotated[int, Field(ge=0, le=FARTHEST), BeforeValidator(_whole)] = Field(
        0, description="How many rounds to leave out at the beginning."
    )

    @property
    def filter(self) -> Filter:
        """The filter that the parameters describe."""
        return Filter(
            tuple(self.category),
            self.from_,
            self.to,
            tuple(self.kind),
            self.min_cutoff,
            self.max_cutoff,
            tuple(self.round_id),
        )


async def once(request: Request) -> None:
    """Refuse a parameter that came several times though it can have only one value.

    Raises:
        Problem: naming it.
    """
    for name in request.query_params:
        values = request.query_params.getlist(name)
        if len(values) > 1 and name not in REPEATABLE:
            allowed = ALLOWED.get(name, "once, if at all")
            raise wrong(name, " and ".join(values), "it can have only one value", allowed)


async def nothing(request: Request) -> None:
    """Refuse all parameters, where there are none.

    Raises:
        Problem: naming the first.
    """
    for name, value in request.query_params.items():
        raise unknown(name, value, [])


async def of_validation(_request: Request, error: RequestValidationError) -> Response:
    """Answer a request whose parameters cannot be read, by the first that is wrong."""
    first = error.errors()[0]
    if first["type"] == "unknown":
        facts = first["ctx"]
        one = unknown(facts["name"], facts["found"], facts["allowed"])
        return problem(one.status, one.title, one.detail, **one.extra)
    where, name, found = first["loc"][0], str(first["loc"][1]), str(first["input"])
    if where == "path":
        detail = f"There is no “{short(found)}” here."
        return problem(404, "Not found", detail, parameter=name)
    one = wrong(name, found, _why(first), ALLOWED.get(name, "see openapi.json"))
    return problem(one.status, one.title, one.detail, **one.extra)


def _why(error: Any) -> str:
    text = str(error["msg"]).removeprefix("Value error, ")
    return text[:1].lower() + text[1:]
