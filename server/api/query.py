"""The query parameters of the API: how they are read, and how wrong ones are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, Field, create_model, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from data.upkeep.service import Snapshot
from data.vocabulary import filter as filters
from data.vocabulary.columns import ROUND_ID
from data.vocabulary.days import parse_day
from data.vocabulary.filter import Filter
from data.vocabulary.languages import LANGUAGES, SOURCE
from pages.menu import MENU
from pages.ui.charts.choices import Choice, in_address
from pages.ui.events.shown import MODES
from server.api.tables import TableQuery
from server.http.problems import (
    Problem,
    invalid_parameter,
    problem_response,
    repeated_parameter,
    shorten,
    unknown_parameter,
)

Endpoint = Callable[..., Response]
MAX_ROWS, MAX_VALUES, MAX_OFFSET = 10_000, 100, 1_000_000


def _integer(text: object) -> int:
    if not re.fullmatch(r"-?\d{1,9}", str(text), re.ASCII):
        raise ValueError("not a whole number")
    return int(str(text))


def _flag(text: object) -> bool:
    if str(text) not in ("true", "false"):
        raise ValueError("neither true nor false")
    return str(text) == "true"


_Date = Annotated[date, BeforeValidator(lambda text: parse_day(str(text)))] | SkipJsonSchema[None]
_whole = BeforeValidator(_integer)
_Points = Annotated[int, Field(ge=0, le=1200), _whole] | SkipJsonSchema[None]
_Ids = list[Annotated[str, Field(pattern=ROUND_ID)]]
_Kinds = list[Literal["general", "program", "category"]]
_several = Field(max_length=MAX_VALUES)
_Flag = Annotated[bool, BeforeValidator(_flag)]
FLAG = ["true", "false"]


@dataclass(frozen=True)
class Parameter:
    """A query parameter; ``allowed`` says in a problem which values there are."""

    type: Any
    default: Any
    allowed: str | list[str]
    description: str
    example: Any = None


PARAMETERS = {
    "lang": Parameter(
        Literal[tuple(LANGUAGES)],
        SOURCE,
        list(LANGUAGES),
        "Language of the texts for readers: title, filter, column meanings, facts and workbooks. "
        "CSV, JSON and Parquet have the same column names and codes in every language.",
    ),
    "category": Parameter(
        Annotated[list[str], _several],
        [],
        "see openapi.json",
        "Category codes; repeat the parameter for several.",
        ["stem", "french"],
    ),
    "kind": Parameter(
        Annotated[_Kinds, _several],
        [],
        ["general", "program", "category"],
        "Kinds of rounds: general (all programs), program (one program) or category; repeat the "
        "parameter for several.",
        ["category"],
    ),
    "from": Parameter(
        _Date,
        None,
        "a date such as 2023-06-28",
        "First date to include; in a table by week, the week that contains it.",
        "2026-01-01",
    ),
    "to": Parameter(
        _Date,
        None,
        "a date such as 2026-08-20",
        "Last date to include; in a table by week, the week that contains it.",
        "2026-08-20",
    ),
    "min_cutoff": Parameter(
        _Points, None, "a whole number from 0 to 1200", "Lowest cut-off to include.", 400
    ),
    "max_cutoff": Parameter(
        _Points, None, "a whole number from 0 to 1200", "Highest cut-off to include.", 500
    ),
    "round_id": Parameter(
        Annotated[_Ids, _several],
        [],
        "a round number such as 274 or 91a",
        "IRCC’s round numbers; repeat the parameter for several.",
        ["274", "91a"],
    ),
    "order": Parameter(
        Literal["newest", "oldest"], "newest", ["newest", "oldest"], "Which rounds come first."
    ),
    "limit": Parameter(
        Annotated[int, Field(ge=1, le=MAX_ROWS), _whole],
        MAX_ROWS,
        f"a whole number from 1 to {MAX_ROWS}",
        "Maximum number of rounds to return. If there are more, the Link header points to the next "
        "page.",
    ),
    "offset": Parameter(
        Annotated[int, Field(ge=0, le=MAX_OFFSET), _whole],
        0,
        f"a whole number from 0 to {MAX_OFFSET}",
        "Number of rounds to skip at the start.",
    ),
}


def _text(pattern: str) -> Any:
    text: Any = Annotated[str, Field(pattern=pattern)]
    return text | SkipJsonSchema[None]  # type: ignore[misc]


def _of_choice(choice: Choice) -> Parameter:
    """Return the parameter of a choice that a page has in its address."""
    option: Any = Literal[choice.options or ("",)]
    types: dict[str, tuple[Any, str | list[str]]] = {
        "flag": (_Flag, FLAG),
        "option": (option, list(choice.options)),
        "day": (_Date, "a date such as 2026-08-20"),
        "score": (_Points, "a whole number from 0 to 1200"),
        "text": (_text(choice.pattern), f"a text such as {choice.example}"),
        "codes": (Annotated[list[str], _several], "see openapi.json"),
    }
    type_, allowed = types[choice.kind]
    is_several = choice.kind == "codes"
    default = [] if is_several else choice.default or (False if choice.kind == "flag" else None)
    example: Any = choice.example or None
    if example and is_several:
        example = [example]
    elif example and choice.kind == "score":
        example = int(example)
    elif example and choice.kind == "flag":
        example = example == "true"
    return Parameter(type_, default, allowed, choice.meaning, example)


# What a reader chooses on pages, which the address of a chart or table takes.
CHOICES = {
    choice.name: choice
    for entry in MENU
    for source in (entry.charts, entry.tables)
    if source
    for choice in in_address(source.choices).values()
}
PARAMETERS |= {
    "figure": Parameter(
        _Flag, False, FLAG, "Adds the figure as Plotly draws it; in JSON only.", True
    ),
    "texts": Parameter(
        _Flag, False, FLAG, "Adds the rows as the pages show them; in JSON only.", True
    ),
    "events": Parameter(
        Literal[MODES], MODES[0], list(MODES), "Which events are drawn in the figure."
    ),
    **{name: _of_choice(choice) for name, choice in CHOICES.items()},
}


class TableParams(BaseModel):
    """Parameters of an endpoint that `accepts` adds to; any other is refused."""

    lang: str

    @model_validator(mode="before")
    @classmethod
    def _reject_unknown(cls, values: dict[str, Any]) -> dict[str, Any]:
        names = [str(field.alias) for field in cls.model_fields.values()]
        for name, value in values.items():
            if name not in names:
                context = {"name": name, "value": str(value), "allowed": names}
                raise PydanticCustomError("unknown", "no such parameter", context)
        return values

    def subset(self, categories: Iterable[str]) -> Filter:
        """Return the filter.

        Raises:
            Problem: if a category is not one of `categories`, or a range ends before it starts.
        """
        values = self.model_dump(by_alias=True)
        fields: dict[str, Any] = {
            field: tuple(values[name]) if isinstance(values[name], list) else values[name]
            for name, field in filters.PARAMETERS.items()
            if name in values
        }
        subset = Filter(**fields)
        _check(subset, list(categories))
        return subset

    def query(self, table: str, snapshot: Snapshot, categories: Iterable[str]) -> TableQuery:
        """Return the query for rows of a table.

        Raises:
            Problem: if a category is not one of `categories`, or a range ends before it starts.
        """
        values = self.model_dump(by_alias=True)
        return TableQuery(
            table,
            snapshot,
            self.subset(categories),
            newest_first=values.get("order") != "oldest",
            limit=values.get("limit"),
            offset=values.get("offset", 0),
            language=self.lang,
        )


def accepts(*parameters: str) -> Callable[[Endpoint], Endpoint]:
    """Have FastAPI read and describe these parameters and `lang` as an endpoint's `params`."""
    fields: dict[str, Any] = {}
    for name in ("lang", *parameters):
        parameter = PARAMETERS[name]
        field = Field(
            parameter.default,
            alias=name,
            description=parameter.description,
            examples=parameter.example and [parameter.example],
        )
        fields["from_" if name == "from" else name.replace("-", "_")] = (parameter.type, field)
    model = create_model("Params", __base__=TableParams, **fields)

    def annotate(endpoint: Endpoint) -> Endpoint:
        endpoint.__annotations__["params"] = Annotated[model, Query()]
        return endpoint

    return annotate


def _check(subset: Filter, categories: list[str]) -> None:
    for code in subset.categories:
        if code not in categories:
            raise invalid_parameter("category", code, "no such category", categories)
    for low, high, first, last in (
        ("from", "to", subset.start, subset.end),
        ("min_cutoff", "max_cutoff", subset.min_cutoff, subset.max_cutoff),
    ):
        if first is not None and last is not None and first > last:  # type: ignore[operator]
            detail = f"“{low}” ({first}) is after “{high}” ({last}), so nothing can match."
            raise Problem(422, "Contradictory parameters", detail, parameter=low)


async def reject_repeats(request: Request) -> None:
    """Refuse, as a Problem, a parameter that is given twice but can have only one value."""
    for name in request.query_params:
        values = request.query_params.getlist(name)
        parameter = PARAMETERS.get(name)
        if len(values) > 1 and not (parameter and isinstance(parameter.default, list)):
            allowed = parameter.allowed if parameter else "at most one value"
            raise repeated_parameter(name, values, allowed)


async def reject_parameters(request: Request) -> None:
    """Refuse, as a Problem, the first parameter, where there are none."""
    for name, value in request.query_params.items():
        raise unknown_parameter(name, value, [])


async def validation_response(_request: Request, error: RequestValidationError) -> Response:
    """Answer a request with invalid parameters by the first of them."""
    first = error.errors()[0]
    if first["type"] == "unknown":
        return unknown_parameter(**first["ctx"]).response()
    where, name, value = first["loc"][0], str(first["loc"][1]), str(first["input"])
    if where == "path":
        names = re.findall(r"'([^']*)'", str(first.get("ctx", {}).get("expected", "")))
        detail = f"There is no “{shorten(value)}” here. Available: {', '.join(names)}."
        return problem_response(404, "Not found", detail, parameter=name, allowed=names)
    allowed = PARAMETERS[name].allowed if name in PARAMETERS else "see openapi.json"
    why = str(first["msg"]).removeprefix("Value error, ")
    return invalid_parameter(name, value, why[:1].lower() + why[1:], allowed).response()
