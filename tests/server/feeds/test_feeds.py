"""The Atom feed and the iCalendar file: valid, and byte for byte the same for the same record."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import httpx
import icalendar
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from analysis.rounds import facts as briefing
from data.rounds.record import Record, RecordError
from data.upkeep.service import Snapshot
from pages.language import Words
from pages.rounds import facts as round_facts
from server.api import sentences
from server.feeds import formats, routes
from server.feeds.entries import plain_line

NS = {"a": "http://www.w3.org/2005/Atom"}
BASE = "https://rounds.example"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
HOSTILE = "Bees\x00 \x1b[m]]>&amp;<script>1</script> a,b;c\r\nBEGIN:VALARM\x0b\ufffe\U0001f41d é"
HARMLESS = "Bees\ufffd \ufffd[m]]>&amp;<script>1</script> a,b;c BEGIN:VALARM \ufffd\U0001f41d é"

Make = Callable[..., Record]


@pytest.fixture
def make_record(record: Record) -> Make:
    """Return a function that makes a record from draws and, if given, revisions for the ledger."""

    def make_record(draws: pd.DataFrame, *revised: dict[str, Any]) -> Record:
        rows = [{"what": "revised", "published": "x", "used": "y", **row} for row in revised]
        ledger = pd.DataFrame(rows, columns=list(record.ledger)) if rows else record.ledger.iloc[:0]
        return replace(record, draws=draws, ledger=ledger)

    return make_record


def fact(round_id: str) -> list[str]:
    return [f"A fact about #{round_id}."]


def parse_xml(body: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(body)  # noqa: S314 - what we have just written


def atom(record: Record, *category: str, **more: Any) -> ElementTree.Element:
    return parse_xml(_write(formats.atom, record, category, **more))


def calendar(record: Record, *category: str, **more: Any) -> str:
    return _write(formats.calendar, record, category, **more).decode()


def _write(
    write: Any,
    record: Record,
    category: tuple[str, ...],
    facts: Any = fact,
    base: str = BASE,
    language: str = "en",
) -> bytes:
    draws, asked = record.draws, formats.FeedQuery(category, language, base)
    chosen = draws[draws["category"].isin(category)] if category else draws
    body: bytes = write(record, chosen, facts, Words(language), asked)
    return body


def entries(feed: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """Return the feed's entries by round id, which ends each title."""
    found = feed.findall("a:entry", NS)
    return {
        re.findall(r"\(#(\w+)\)$", entry.findtext("a:title", "", NS))[0]: entry for entry in found
    }


def events(text: str) -> dict[str, dict[str, str]]:
    """Return the lines of each event by round id, read by hand as RFC 5545 prescribes."""
    found = {}
    for block in text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        inside = block.split("\r\nEND:VEVENT")[0]
        # A name may have parameters; none of ours contains a colon.
        named = (line.split(":", 1) for line in inside.split("\r\n"))
        lines = {name.replace(";LANGUAGE=en", ""): value for name, value in named}
        found[lines["UID"].removeprefix("round-").split("@")[0]] = lines
    return found


def unescape(value: str) -> str:
    said = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda found: said.get(found[1], found[1]), value)


def test_atom_feed_has_every_required_element(record: Record) -> None:
    feed = atom(record)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for parent in (feed, *feed.findall("a:entry", NS)):
        for tag in ("id", "title", "updated"):
            assert len(parent.findall(f"a:{tag}", NS)) == 1
            assert parent.findtext(f"a:{tag}", "", NS).strip()
    dates = [
        each.text or ""
        for tag in ("updated", "published")
        for each in feed.iterfind(f".//a:{tag}", NS)
    ]
    assert len(dates) == 1 + 2 * formats.NEWEST
    assert all(RFC3339.fullmatch(each) for each in dates)
    ids = [each.text or "" for each in feed.iterfind(".//a:id", NS)]
    assert len(set(ids)) == len(ids) == 1 + formats.NEWEST
    assert all(re.fullmatch(r"tag:[a-z.-]+,2026:[\w/-]+", each) for each in ids)
    assert feed.findtext("a:author/a:name", "", NS)
    assert "Not affiliated with IRCC" in feed.findtext("a:subtitle", "", NS)
    assert feed.findtext("a:rights", "", NS)
    assert feed.findtext("a:generator", "", NS)


def test_atom_links_lead_to_the_feed_the_dashboard_and_ircc(record: Record) -> None:
    feed = atom(record, "cec", "french")
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", NS)}
    assert links == {
        "self": f"{BASE}/feeds/rounds.atom?category=cec&category=french",
        "alternate": f"{BASE}/rounds?category=cec&category=french",
        "via": record.source.url,
    }
    official = record.draws.set_index("round_id")["url"]
    for round_id, entry in entries(feed).items():
        found = [(link.get("rel"), link.get("href")) for link in entry.findall("a:link", NS)]
        assert found == [
            ("alternate", f"{BASE}/rounds?round={round_id}"),
            ("related", official[round_id]),
        ]


def test_feedparser_reads_the_newest_rounds_newest_first(
    real: pd.DataFrame, make_record: Make
) -> None:
    body = _write(formats.atom, make_record(real), (), fact, BASE)
    read = feedparser.parse(body)
    assert not read.bozo
    newest = real.iloc[: -formats.NEWEST - 1 : -1]
    assert read.entries[0].title == (
        "French-language proficiency: cut-off 382, 5,000 invitations (#437)"
    )
    assert [entry.id.rpartition("/")[2] for entry in read.entries] == list(newest["round_id"])
    held_at = [instant.utctimetuple() for instant in newest["drawn_at"]]
    assert [entry.published_parsed for entry in read.entries] == held_at
    assert read.feed.updated_parsed == held_at[0]
    assert read.entries[0].content[0].value.splitlines() == [
        "19 August 2026: 5,000 invitations, cut-off 382 CRS points.",
        "Candidates with a score equal to the cut-off were invited only if they "
        "submitted their profile before 1 March 2026, 18:34:05 UTC.",
        "Official name: French-Language proficiency 2026-Version 2.",
        "A fact about #437.",
    ]


def test_ids_stay_the_same_across_hosts_renamings_and_new_rounds(
    draws: pd.DataFrame, make_record: Make
) -> None:
    before = make_record(draws.iloc[:-1])
    after = make_record(draws.assign(name=draws["name"].str.replace("Version 1", "Version 2")))
    then, now = entries(atom(before)), entries(atom(after, base="http://[::1]:8501/x"))
    for round_id, entry in then.items():
        same = f"tag:express-entry-rounds.invalid,2026:round/{round_id}"
        assert entry.findtext("a:id", "", NS) == now[round_id].findtext("a:id", "", NS) == same
    uids = {each["UID"] for each in events(calendar(before)).values()}
    assert uids < {each["UID"] for each in events(calendar(after, base="http://other")).values()}


def test_feeds_of_different_categories_have_different_ids(
    draws: pd.DataFrame, make_record: Make
) -> None:
    record = make_record(draws)
    ids = {
        atom(record, *each).findtext("a:id", "", NS) for each in ((), ("stem",), ("stem", "pnp"))
    }
    assert len(ids) == 3
    assert (
        atom(record, "stem").findtext("a:title", "", NS) == "Express Entry rounds: STEM occupations"
    )


def test_entry_and_event_of_round_274_give_its_size_cutoff_and_facts(
    real: pd.DataFrame, make_record: Make
) -> None:
    def told(round_id: str) -> list[str]:
        found = briefing.facts(real, round_id)
        return round_facts.sentences(found, Words(), {"stem": "STEM occupations"}.__getitem__)

    said = entries(atom(make_record(real), "stem", facts=told))["274"].findtext("a:content", "", NS)
    also = unescape(events(calendar(make_record(real), "stem", facts=told))["274"]["DESCRIPTION"])
    for text in (said, also):
        assert "8 December 2023: 5,900 invitations, cut-off 481 CRS points." in text
        assert "Third round that week, after #272 and #273." in text


def test_entry_is_updated_when_ircc_revises_the_round(
    draws: pd.DataFrame, make_record: Make
) -> None:
    seen = pd.Timestamp("2025-08-08T06:00:00Z")
    record = make_record(
        draws,
        {"round_id": "274", "field": "name", "why": "Reworded.", "seen_at": seen},
        {"round_id": "273", "field": "pool", "why": "Filled in.", "seen_at": seen},
    )
    told = entries(atom(record))
    assert told["274"].findtext("a:published", "", NS) == "2023-12-08T15:00:00Z"
    assert told["274"].findtext("a:updated", "", NS) == "2025-08-08T06:00:00Z"
    said = told["274"].findtext("a:content", "", NS)
    assert said.endswith("\nRevised (Official name), seen on 8 August 2025: Reworded.")
    assert told["273"].findtext("a:updated", "", NS) == "2023-12-07T15:00:00Z"
    assert atom(record).findtext("a:updated", "", NS) == "2025-08-08T06:00:00Z"
    stamps = events(calendar(record))
    assert (stamps["274"]["DTSTAMP"], stamps["273"]["DTSTAMP"]) == (
        "20250808T060000Z",
        "20231207T150000Z",
    )


def test_round_without_a_time_is_dated_at_noon(record: Record) -> None:
    one = replace(record, draws=record.draws[record.draws["round_id"] == "357"])
    assert entries(atom(one))["357"].findtext("a:published", "", NS) == "2025-07-22T12:00:00Z"
    event = events(calendar(one))["357"]
    assert event["DTSTART;VALUE=DATE"] == "20250722"


def test_one_invitation_is_written_in_the_singular(build: Any, make_record: Make) -> None:
    record = make_record(build(("7", "2015-04-10", "General", 1, 453)))
    said = "General (all programs): cut-off 453, 1 invitation (#7)"
    assert entries(atom(record))["7"].findtext("a:title", "", NS) == said


def test_hostile_names_are_escaped_in_feed_and_calendar(build: Any, make_record: Make) -> None:
    record = make_record(build(("900", "2027-03-05", HOSTILE, 12, 300)))
    title = f"{HARMLESS}: cut-off 300, 12 invitations (#900)"

    def fact(_round_id: str) -> list[str]:
        return [f"First {HOSTILE} round."]

    entry = entries(atom(record, facts=fact))["900"]
    assert entry.findtext("a:title", "", NS) == title
    assert f"First {HARMLESS} round." in entry.findtext("a:content", "", NS).splitlines()
    assert not entry.findall(".//a:script", NS)
    text = calendar(record, facts=fact)
    assert "\r\nBEGIN:VALARM" not in text
    assert unescape(events(text)["900"]["SUMMARY"]) == title
    (event,) = icalendar.Calendar.from_ical(text).events
    assert event.summary == title
    assert event.categories == [HARMLESS]
    assert not event.alarms.times


@given(st.text())
def test_any_text_becomes_one_line_that_xml_and_icalendar_can_hold(text: str) -> None:
    line = plain_line(text)
    element = ElementTree.Element("x")
    element.text = line
    assert (parse_xml(ElementTree.tostring(element)).text or "") == line
    assert len(line.splitlines()) <= 1
    assert not re.search("[\x00-\x1f\x7f-\x9f]", line)


def test_category_without_rounds_has_a_valid_feed_and_calendar(record: Record) -> None:
    feed = atom(record, "researchers")
    assert not entries(feed)
    assert RFC3339.fullmatch(feed.findtext("a:updated", "", NS))
    text = calendar(record, "researchers")
    assert not events(text)
    read = icalendar.Calendar.from_ical(text)
    read.validate()
    assert read.calendar_name == "Express Entry rounds: Researchers with Canadian work experience"


def test_calendar_lines_are_folded_and_end_with_crlf(record: Record) -> None:
    body = _write(formats.calendar, record, (), fact, BASE)
    lines = body.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() for line in lines[:-1])
    names = {
        re.split(r"[;:]", line)[0] for line in body.decode().replace("\r\n ", "").split("\r\n")
    }
    assert all(re.fullmatch(r"[A-Z-]*", name) for name in names)


def test_every_round_is_an_all_day_event_that_does_not_block_time(record: Record) -> None:
    found = events(calendar(record))
    days = dict(zip(record.draws["round_id"], record.draws["date"].dt.date, strict=True))
    assert list(found) == list(days)[::-1]
    for round_id, event in found.items():
        day = days[round_id]
        assert event["DTSTART;VALUE=DATE"] == f"{day:%Y%m%d}"
        assert event["DTEND;VALUE=DATE"] == f"{day + timedelta(days=1):%Y%m%d}"
        assert event["TRANSP"] == "TRANSPARENT"
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        assert event["URL"] == f"{BASE}/rounds?round={round_id}"
        assert f"(#{round_id})" in event["SUMMARY"]


def test_calendar_states_its_name_and_refresh_interval(record: Record) -> None:
    head = calendar(record, "stem").replace("\r\n ", "").split("BEGIN:VEVENT")[0].split("\r\n")
    assert head[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for line in (
        "NAME;LANGUAGE=en:Express Entry rounds: STEM occupations",
        "X-WR-CALNAME:Express Entry rounds: STEM occupations",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "UID:rounds/stem@express-entry-rounds.invalid",
    ):
        assert head.count(line) == 1
    assert not any(line.startswith("METHOD") for line in head)


def test_icalendar_library_reads_events_back_correctly(
    draws: pd.DataFrame, make_record: Make
) -> None:
    read = icalendar.Calendar.from_ical(calendar(make_record(draws)))
    event = next(each for each in read.events if each.uid.startswith("round-274@"))
    assert (event.start, event.end) == (date(2023, 12, 8), date(2023, 12, 9))
    assert event.summary == "STEM occupations: cut-off 481, 5,900 invitations (#274)"
    assert event.categories == ["STEM occupations"]
    assert event.stamp == datetime(2023, 12, 8, 15, tzinfo=UTC)
    assert event.description.splitlines()[-1] == "A fact about #274."
    assert not event.errors


def test_only_the_newest_rounds_come_with_facts(record: Record) -> None:
    newest = set(record.draws["round_id"].iloc[-formats.NEWEST :])
    told = {i for i, e in events(calendar(record)).items() if "A fact about" in e["DESCRIPTION"]}
    assert told == newest
    assert set(entries(atom(record))) == newest


def test_calendar_is_limited_to_the_newest_events(
    draws: pd.DataFrame, make_record: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "MAX_EVENTS", 3)
    assert list(events(calendar(make_record(draws)))) == ["901", "287", "282"]


def test_the_same_record_gives_the_same_bytes(record: Record) -> None:
    again = replace(record, draws=record.draws.copy(), ledger=record.ledger.copy())
    for write in (formats.atom, formats.calendar):
        assert _write(write, record, ()) == _write(write, again, ())


@dataclass
class Server:
    """A test server with the feed routes, over a record that can be replaced."""

    record: Record
    stamp: object = 1
    public_url: str | None = None
    asked: list[str] = field(default_factory=list)
    broken: bool = False

    def snapshot(self) -> Snapshot:
        if self.broken:
            raise RecordError("gone from /secret/folder")
        return Snapshot(self.record, self.stamp)

    def facts(self, _record: Record, round_id: str, _words: Words) -> list[str]:
        self.asked.append(round_id)
        return fact(round_id)

    def ask(
        self, *requests: tuple[str, str] | tuple[str, str, dict[str, str]]
    ) -> list[httpx.Response]:
        """Return the responses to requests (method, path, headers), all from one app."""
        app = Starlette(routes=routes.routes(self, public_url=self.public_url))

        async def answers() -> list[httpx.Response]:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
                return [
                    await client.request(method, path, headers=dict(*headers))
                    for method, path, *headers in requests
                ]

        return asyncio.run(answers())

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.ask(("GET", path, headers))[0]


@pytest.fixture
def server(draws: pd.DataFrame, make_record: Make, monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server(make_record(draws))
    monkeypatch.setattr(sentences, "facts", server.facts)
    return server


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/feeds/rounds.atom", "application/atom+xml; charset=utf-8"),
        ("/feeds/rounds.ics", "text/calendar; charset=utf-8"),
    ],
)
def test_responses_can_be_revalidated_by_etag(server: Server, path: str, media_type: str) -> None:
    first = server.get(path)
    assert (first.status_code, first.headers["content-type"]) == (200, media_type)
    assert "content-disposition" not in first.headers
    tag = first.headers["etag"]
    head, same, post = server.ask(
        ("HEAD", path), ("GET", path, {"if-none-match": tag}), ("POST", path)
    )
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert (same.status_code, same.content) == (304, b"")
    assert post.status_code == 405


@pytest.mark.parametrize("path", ["/feeds/rounds.atom", "/feeds/rounds.ics"])
@pytest.mark.parametrize(
    ("query", "named", "found"),
    [
        ("?limit=3", "limit", "limit"),
        ("?category=stem&Category=pnp", "Category", "Category"),
        ("?category=stem&category=physics", "category", "“physics”"),
        ("?category=", "category", "“”"),
        ("?category=%3Cb%3E%00%ED%A0%80", "category", "<b>"),
        ("?lang=de", "lang", "Allowed: en, fr."),
        ("?lang=fr&lang=en", "lang", "only one value"),
    ],
)
def test_unknown_parameters_and_values_are_rejected(
    server: Server, path: str, query: str, named: str, found: str
) -> None:
    refused = server.get(path + query)
    assert refused.status_code == 400
    assert refused.headers["content-type"] == "application/problem+json"
    said = refused.json()
    assert (said["status"], said["parameter"]) == (400, named)
    assert found in said["detail"]
    assert said["title"]


def test_category_parameters_select_rounds_in_any_order(server: Server) -> None:
    there, back, new = server.ask(
        ("GET", "/feeds/rounds.atom?category=stem&category=pnp"),
        ("GET", "/feeds/rounds.atom?category=pnp&category=stem&category=stem"),
        ("GET", "/feeds/rounds.ics?category=beekeepers"),
    )
    assert there.content == back.content
    found = entries(parse_xml(there.content))
    assert list(found) == ["274", "254", "171", "91b"]
    assert list(events(new.text)) == ["901"]
    assert "\r\nNAME;LANGUAGE=en:Express Entry rounds: Beekeepers\r\n" in new.text


def test_a_cutoff_selects_rounds_up_to_it_and_is_in_title_and_ids(server: Server) -> None:
    atom, ics, page = server.ask(
        ("GET", "/feeds/rounds.atom?category=stem&max_cutoff=481"),
        ("GET", "/feeds/rounds.ics?max_cutoff=299"),
        ("GET", "/feeds/rounds.atom?category=stem"),
    )
    feed = parse_xml(atom.content)
    assert list(entries(feed)) == ["274"]  # 481; 254 was at 486
    assert list(events(ics.text)) == ["91a"]  # 288; 901 was at 300
    title = feed.findtext("a:title", None, NS)
    assert title == "Express Entry rounds: STEM occupations, cut-off of at most 481 points"
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", NS)}
    assert links["self"].endswith("/feeds/rounds.atom?category=stem&max_cutoff=481")
    assert links["alternate"].endswith("/rounds?category=stem")
    assert feed.findtext("a:id", None, NS) != parse_xml(page.content).findtext("a:id", None, NS)


@pytest.mark.parametrize("value", ["1201", "-1", "5e2", "abc", "", "٥١٥"])
def test_a_cutoff_that_is_none_is_refused(server: Server, value: str) -> None:
    for name in ("rounds.atom", "rounds.ics"):
        refused = server.get(f"/feeds/{name}?max_cutoff={value}")
        assert (refused.status_code, refused.json()["parameter"]) == (400, "max_cutoff")
        assert refused.json()["allowed"] == "a whole number from 0 to 1200"
    twice = server.get("/feeds/rounds.atom?max_cutoff=1&max_cutoff=2")
    assert twice.status_code == 400


def test_facts_are_computed_once_for_the_same_record(server: Server) -> None:
    paths = ["/feeds/rounds.atom", "/feeds/rounds.ics", "/feeds/rounds.ics?category=stem"]
    server.ask(*(("GET", path, {"host": host}) for path in paths for host in ("one", "two")))
    assert sorted(server.asked) == sorted(server.record.draws["round_id"])


def test_new_data_is_served_at_once(server: Server) -> None:
    whole = server.record
    server.record = replace(whole, draws=whole.draws.iloc[:-1])
    app = Starlette(routes=routes.routes(server))

    async def answers() -> tuple[str, str]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
            before = await client.get("/feeds/rounds.atom")
            server.record, server.stamp = whole, 2
            return before.text, (await client.get("/feeds/rounds.atom")).text

    before, after = asyncio.run(answers())
    assert "#901" not in before
    assert "#901" in after


def test_links_use_the_requested_host(server: Server) -> None:
    text = server.get("/feeds/rounds.ics", host="localhost:8501").text
    assert "https://localhost:8501/rounds?round=901" in text
    assert BASE not in text


@pytest.mark.parametrize("host", ['"><script>', "a b", "x@y", "a/b", "a:b", ""])
def test_invalid_host_header_is_not_echoed_in_links(server: Server, host: str) -> None:
    answer = server.get("/feeds/rounds.atom", host=host)
    feed = parse_xml(answer.content)
    links = [link.get("href", "") for link in feed.iterfind(".//a:link", NS)]
    assert all(link.startswith((BASE, "https://www.canada.ca/")) for link in links)


def test_public_url_setting_overrides_the_host_header(server: Server) -> None:
    server.public_url = "https://data.example/ee/"
    answer = server.get("/feeds/rounds.atom", host="evil.example")
    assert "evil" not in answer.text
    assert "https://data.example/ee/rounds?round=274" in answer.text


def test_missing_data_gives_503_without_revealing_the_folder(server: Server) -> None:
    server.broken = True
    answer = server.get("/feeds/rounds.ics")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text


def test_french_feed_describes_the_rounds_in_french(make_record: Make, draws: pd.DataFrame) -> None:
    feed = atom(make_record(draws), "stem", "general", language="fr")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    stem = "Professions en sciences, technologie, ingénierie et mathématiques (STIM)"
    name = "Rondes d’Entrée express"
    title = f"{name}\u00a0: {stem}, Général (tous les programmes)"
    assert feed.findtext("a:title", "", NS) == title
    entry = entries(feed)["274"]
    assert entry.findtext("a:title", "", NS) == (
        f"{stem}\u00a0: seuil 481, 5\u00a0900 invitations (#274)"
    )
    assert entry.find("a:category", NS).attrib == {"term": "stem", "label": stem}  # type: ignore[union-attr]
    lines = entry.findtext("a:content", "", NS).splitlines()
    assert lines[0] == (
        "8 décembre 2023\u00a0: 5\u00a0900 invitations, seuil de 481 points du SCG."
    )
    assert lines[1] == (
        "Les personnes dont la note était égale au seuil n’ont été invitées que si "
        "elles avaient soumis leur profil avant le 8 novembre 2023, 00:00:00 UTC."
    )
    assert lines[2] == "Nom officiel\u00a0: STEM occupations (Version 1)."


def test_french_links_keep_the_language_and_entry_ids_stay_the_same(
    make_record: Make, draws: pd.DataFrame
) -> None:
    english, feed = (atom(make_record(draws), "stem", language=each) for each in ("en", "fr"))
    assert [link.get("href") for link in feed.findall("a:link", NS)][:2] == [
        f"{BASE}/feeds/rounds.atom?category=stem&lang=fr",
        f"{BASE}/rounds?category=stem&lang=fr",
    ]
    page, official = (link.get("href", "") for link in entries(feed)["274"].iterfind("a:link", NS))
    assert page == f"{BASE}/rounds?round=274&lang=fr"
    assert official.startswith("https://www.canada.ca/fr/")
    own, *rounds = (each.text for each in feed.iterfind(".//a:id", NS))
    first, *same = (each.text for each in english.iterfind(".//a:id", NS))
    assert rounds == same
    assert own != first


def test_calendar_states_the_language_of_every_text(make_record: Make, draws: pd.DataFrame) -> None:
    text = calendar(make_record(draws), language="fr").replace("\r\n ", "")
    assert "PRODID:-//express-entry-rounds.invalid//Express Entry rounds//FR\r\n" in text
    assert "\r\nNAME;LANGUAGE=fr:Rondes d’Entrée express\r\n" in text
    for name in ("SUMMARY", "DESCRIPTION", "CATEGORIES"):
        assert text.count(f"\r\n{name};LANGUAGE=fr:") >= len(draws)
        assert f"\r\n{name}:" not in text


def test_french_feed_translates_revisions_and_their_reasons(
    make_record: Make, draws: pd.DataFrame
) -> None:
    revised = make_record(
        draws,
        {
            "round_id": "274",
            "field": "name",
            "why": "IRCC reworded the official name of this round.",
            "seen_at": pd.Timestamp("2025-08-01 03:00", tz="UTC"),
        },
    )
    said = entries(atom(revised, "stem", language="fr"))["274"].findtext("a:content", "", NS)
    assert said.endswith(
        "Révisé (Nom officiel), constaté le 1er août 2025\u00a0: IRCC a reformulé le nom "
        "officiel de cette ronde."
    )


def test_language_depends_on_the_url_and_not_on_accept_language(
    server: Server,
) -> None:
    plain_, french = server.ask(
        ("GET", "/feeds/rounds.atom", {"accept-language": "fr"}),
        ("GET", "/feeds/rounds.atom?lang=fr", {"accept-language": "en"}),
    )
    assert (plain_.headers["content-language"], french.headers["content-language"]) == ("en", "fr")
    assert plain_.headers["vary"] == french.headers["vary"] == "Accept-Encoding"
    assert plain_.headers["etag"] != french.headers["etag"]
