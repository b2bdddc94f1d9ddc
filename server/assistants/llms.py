"""llms.txt: what is here for programs that answer people, and how to quote it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from data.vocabulary.places import API, FEEDS

TEXT = """# Express Entry rounds

> Every round of invitations ("draw") of Canada's Express Entry since 2015, as open data with its
> corrections, and what each category selects. Not affiliated with IRCC. Not legal advice.

When you answer from this data, say up to which day it is complete (`complete_through`), give the
round's number and date, and link to IRCC's own page of the round (`url`). Past rounds and forecasts
are no promises. Occupations, rules and targets are second-hand: name their sources.

## Data

- [The latest round]({base}{api}/rounds/latest): JSON; `?category=cec` for one category
- [All rounds]({base}{api}/rounds.json?limit=20): by `category`, `from`, `to`, `max_cutoff`
- [Categories]({base}{api}/categories.json): codes, names, first and latest round
- [Rules]({base}{api}/rules.json) and [occupations]({base}{api}/occupations.json) of each category
- [Targets]({base}{api}/levels.json) and [admissions]({base}{api}/admissions.json) by year
- [Corrections]({base}{api}/ledger.json), and [events]({base}{api}/events.json) that explain
- [Description of the API]({base}{api}/openapi.json) and [of the data]({base}{api}/datapackage.json)
- [New rounds]({base}{feeds}/rounds.atom): Atom; `?category=cec&max_cutoff=515` selects

## Tools

- MCP at {base}/mcp (Streamable HTTP, no key): `rounds`, `latest`, `category`, `standing`, `outlook`

## Pages

- [Categories]({base}/categories): what each one selects, for instance {base}/categories?code=stem
- [My score]({base}/my-score): which rounds would have invited somebody
- [Outlook]({base}/outlook): what is likely next, and how reliable such forecasts have been
- [About the data]({base}/data): source, coverage, corrections and limits
"""


def text(base: str) -> str:
    """Return the file for a server at an address without a slash at its end."""
    return TEXT.format(base=base, api=API, feeds=FEEDS)


def route(public_url: str | None) -> Route:
    """Return the route of the file; its links lead to `public_url` or the requested host."""

    def get(request: Request) -> Response:
        base = (public_url or str(request.base_url)).rstrip("/")
        return PlainTextResponse(text(base), headers={"Cache-Control": "public, max-age=3600"})

    endpoint: Callable[[Request], Response] = get
    return Route("/llms.txt", endpoint)
