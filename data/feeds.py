"""The rounds as an Atom feed and as a calendar, so that anybody's own program does the notifying.

The feed has the newest rounds, all that readers ask for. The calendar has all rounds, and facts
about the newest: to compute those of hundreds would keep the first who asks waiting for seconds.
The same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import Protocol
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

import pandas as pd
from icalendar import Calendar, Event, Timezone
from icalendar.enums import TRANSP
from icalendar.prop import vDuration
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.answers import answer
from data.current import Current
from data.entries import Entry, Facts, entries, labels
from data.history import HistoryError, Record, stamp_text
from data.problems import Problem, problem, short
from data.selection import Filter

NEWEST = 30  # rounds in the feed, and with facts in the calendar: about half a year
MOST_EVENTS = 2_000  # that a calendar program has to bear
MAX_AGE = 600  # seconds for which an answer may be used again without asking
ASK_AGAIN = timedelta(hours=1)

NAME = "Express Entry rounds"
DISCLAIMER = "Not affiliated with IRCC."
RIGHTS = "Compilation under the MIT licence; figures as IRCC publishes them, under its own terms."
# Ids stay when the host changes. Nobody can own a name under .invalid, nor make the same ids.
AUTHORITY = "express-entry-rounds.invalid"
TAG = f"tag:{AUTHORITY},2026:"


class Extras(Protocol):
    """What other rooms know to say of a round."""

    @property
    def facts(self) -> Callable[[pd.DataFrame, str], Sequence[str]]:
        """Return what gives facts about a round, by all draws and its id, as plain sentences."""


def atom(
    record: Record, draws: pd.DataFrame, facts: Facts, *, base_url: str, category: Sequence[str]
) -> bytes:
    """Return the newest `NEWEST` of `draws` as an Atom feed (RFC 4287), the newest first.

    `facts` gives sentences about a round by its id, `category` are the codes that `draws` were
    chosen by (none: all), `base_url` is where the dashboard is, without a slash at its end.
    """
    told, query = list(entries(record, draws.iloc[-NEWEST:], facts)), _query(category)
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _add(feed, "id", TAG + _path(category))
    _add(feed, "title", _title(record, category))
    _add(feed, "subtitle", f"The newest {NEWEST} rounds, and facts about each. {DISCLAIMER}")
    _add(feed, "updated", stamp_text(_updated(record, told)))
    author = SubElement(feed, "author")
    _add(author, "name", NAME)
    _add(author, "uri", f"{base_url}/")
    _add(feed, "generator", NAME, uri=f"{base_url}/")
    _add(feed, "rights", RIGHTS)
    address = f"{base_url}/feeds/rounds.atom{query}"
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    _add(feed, "link", rel="alternate", type="text/html", href=f"{base_url}/rounds{query}")
    _add(feed, "link", rel="via", type="application/json", href=record.source.url)
    for each in told:
        _entry(SubElement(feed, "entry"), each, base_url)
    return bytes(tostring(feed, "utf-8", xml_declaration=True))


def _entry(entry: Element, each: Entry, base_url: str) -> None:
    # By hand: feedgen 1.0 drops `rel` from the links of entries, and Atom allows one without.
    _add(entry, "id", f"{TAG}round/{each.round_id}")
    _add(entry, "title", each.title)
    _add(entry, "published", stamp_text(each.published))
    _add(entry, "updated", stamp_text(each.updated))
    _add(entry, "category", term=each.category, label=each.label)
    _add(entry, "link", rel="alternate", type="text/html", href=_page(base_url, each))
    _add(entry, "link", rel="related", type="text/html", href=each.official)
    _add(entry, "content", each.text, type="text")


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = text


def calendar(
    record: Record, draws: pd.DataFrame, facts: Facts, *, base_url: str, category: Sequence[str]
) -> bytes:
    """Return `draws` as a calendar (RFC 5545) of all-day events, the newest first.

    Arguments are those of :func:`atom`. Only the newest `NEWEST` come with facts, and at most
    `MOST_EVENTS` come at all.
    """
    recent = set(draws["round_id"].iloc[-NEWEST:])
    shown = draws.iloc[-MOST_EVENTS:]
    told = list(entries(record, shown, lambda each: facts(each) if each in recent else ()))
    made = Calendar.new(
        prodid=f"-//{AUTHORITY}//{NAME}//EN",
        name=_title(record, category),
        description=f"Rounds of invitations as IRCC publishes them. {DISCLAIMER}",
        uid=f"{_path(category)}@{AUTHORITY}",
        url=f"{base_url}/rounds{_query(category)}",
        last_modified=_updated(record, told),
        # A calendar has to have a component, even for a category that had no round yet.
        subcomponents=[_event(base_url, each) for each in told] or [Timezone.from_tzid("UTC")],
    )
    made.add("REFRESH-INTERVAL", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", vDuration(ASK_AGAIN))  # the same for Outlook
    return bytes(made.to_ical())


def _event(base_url: str, each: Entry) -> Event:
    return Event.new(
        uid=f"round-{each.round_id}@{AUTHORITY}",
        start=each.day,
        end=each.day + timedelta(days=1),
        stamp=each.updated,
        summary=each.title,
        description=each.text,
        categories=[each.label],
        url=_page(base_url, each),
        transparency=TRANSP.TRANSPARENT,
    )


def _title(record: Record, category: Sequence[str]) -> str:
    names = labels(record.draws)
    return f"{NAME}: {', '.join(names[code] for code in category)}" if category else NAME


def _updated(record: Record, told: Sequence[Entry]) -> datetime:
    return max((each.updated for each in told), default=record.source.retrieved_at)


def _path(category: Sequence[str]) -> str:
    return "/".join(["rounds", *(quote(code, safe="") for code in category)])


def _query(category: Sequence[str]) -> str:
    return f"?{urlencode([('category', code) for code in category])}" if category else ""


def _page(base_url: str, each: Entry) -> str:
    return f"{base_url}/rounds?{urlencode({'round': each.round_id})}"


class _Made:
    """What was made of a record, each thing only once: facts and whole answers."""

    def __init__(self, record: Record, extras: Extras) -> None:
        self._record = record
        self._facts = lru_cache(NEWEST * 20)(lambda each: extras.facts(record.draws, each))
        # Whoever asks names the host, so that there may be any number of answers.
        self.body = lru_cache(64)(self._body)

    def _body(self, write: Callable[..., bytes], category: tuple[str, ...], base_url: str) -> bytes:
        draws = Filter(categories=category).apply(self._record.draws)
        return write(self._record, draws, self._facts, base_url=base_url, category=category)


@dataclass(frozen=True)
class _State:
    """A record that only its stamp tells from others: a key for a cache."""

    stamp: Hashable
    record: Record = field(compare=False)


def routes(current: Current, extras: Extras, *, public_url: str | None = None) -> list[Route]:
    """Return the routes of the feed and of the calendar, for GET and HEAD.

    Their links lead to `public_url`; without one, to the host that was asked.
    """
    lock = Lock()
    made = lru_cache(2)(lambda state: _Made(state.record, extras))

    def route(path: str, write: Callable[..., bytes], media_type: str) -> Route:
        def get(request: Request) -> Response:
            try:
                held = current.held()
                category = _category(request, held.record)
            except HistoryError:
                detail = "The record cannot be read at the moment. Please try again later."
                return problem(503, "No record", detail, {"Retry-After": "60"})
            except Problem as error:
                return problem(error.status, error.title, error.detail, **error.extra)
            base_url = (public_url or str(request.base_url)).rstrip("/")
            with lock:  # What many ask for at once is made once.
                body = made(_State(held.stamp, held.record)).body(write, category, base_url)
            modified = held.record.source.retrieved_at
            return answer(request, body, media_type, modified=modified, max_age=MAX_AGE)

        return Route(path, get)

    return [
        route("/feeds/rounds.atom", atom, "application/atom+xml; charset=utf-8"),
        route("/feeds/rounds.ics", calendar, "text/calendar; charset=utf-8"),
    ]


def _category(request: Request, record: Record) -> tuple[str, ...]:
    """Return the codes of the categories that were asked for, sorted.

    Raises:
        Problem: if anything else was asked for.
    """
    known = sorted(labels(record.draws))
    for name, value in request.query_params.multi_items():
        if name != "category":
            detail = f"There is no parameter “{short(name)}”, only “category”, any number of times."
            raise Problem(400, "Unknown parameter", detail, parameter=short(name))
        if value not in known:
            detail = f"There is no category “{short(value)}”. There are: {', '.join(known)}."
            raise Problem(400, "Unknown category", detail, parameter=name)
    return tuple(sorted(set(request.query_params.getlist("category"))))
