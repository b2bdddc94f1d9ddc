"""Whatever IRCC's server does, the data stays intact and the check log says what happened.

To add a scene, add a row to SCENES: its name, the scene as in :mod:`official`, the result and the
reason expected in the log, and a part of its text. A row whose result is "failed" must
leave every file of the record as it was, byte for byte; any other must keep every round.
"""

from __future__ import annotations

import gzip
import json
import re
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.io.connection import Download, Limits
from data.io.fetch import FetchError, fetch, new_client
from data.rounds.record import load
from data.rounds.schema import TABLES
from data.upkeep.checks import REASONS, Check, Checks
from data.upkeep.schedule import RefreshSchedule
from data.upkeep.service import RecordService
from data.vocabulary.places import SOURCE_URL
from tests.data.upkeep.conftest import assert_matches_copies
from tests.support.official import (
    PATH,
    Exchange,
    Official,
    Scene,
    cut_off,
    drip,
    drip_headers,
    endless,
    packed,
    redirect,
    silence,
    status,
    text,
)

NOW = datetime(2026, 8, 25, 12, tzinfo=UTC)
# Nothing here takes longer than a fraction of a second, so that no test has to wait.
LIMITS = Limits(seconds=0.3, attempts=2, longest_wait=0.01)
PATIENT = Limits(attempts=2, longest_wait=0.01)

MARKUP = ("<script>alert(1)</script>", '=HYPERLINK("http://evil.example";"x")', "**bold** [x](y)")


@pytest.fixture
def official(newest: bytes) -> Iterator[Official]:
    with Official(text(newest)) as server:
        yield server


@dataclass
class Server:
    """A server that refreshes the data in one folder, with a clock of its own."""

    folder: Path
    url: str
    at: datetime = NOW

    def __post_init__(self) -> None:
        self.service = RecordService(self.folder, bundled=self.folder)
        self.checks = Checks(self.folder)

    def check(self, limits: Limits = PATIENT) -> Check:
        """Check once, then advance the clock by an hour."""
        schedule = RefreshSchedule(
            self.service, self.checks, self.url, timedelta(minutes=30), lambda: self.at
        )
        check = schedule.check(Download(limits), back_off=False)
        assert check is not None
        assert self.checks.last() == check
        self.at += timedelta(hours=1)
        return check


Make = Callable[[Any, bytes], Scene]


def always(scene: Scene) -> Make:
    return lambda _vary, _newest: scene


def document(rounds: list[Any]) -> bytes:
    return json.dumps({"classes": "wb-tables", "rounds": rounds}).encode()


def with_rounds_reversed(newest: bytes) -> bytes:
    return document(json.loads(newest)["rounds"][::-1])


def encode_windows_1252(vary: Any) -> bytes:
    changed = json.loads(vary({"437": {"drawName": "Compétence linguistique"}}))
    return json.dumps(changed, ensure_ascii=False).encode("cp1252")


def round_json(newest: bytes) -> bytes:
    return json.dumps(json.loads(newest)["rounds"][0]).encode() + b","


# name: scene, result, reason, what the log says
SCENES: dict[str, tuple[Make, str, str, str]] = {
    "a newer copy": (
        lambda vary, _: text(vary({"437": {"drawCRS": "381"}})),
        "changed", "", "Record 1 revision",
    ),
    "the same copy": (lambda _, newest: text(newest), "unchanged", "", "No change"),
    "gzipped": (lambda _, newest: packed(newest), "unchanged", "", "No change"),
    "with a byte order mark": (
        lambda _, newest: text(b"\xef\xbb\xbf" + newest),
        "changed", "", "no round changed",
    ),
    "in Windows-1252": (
        lambda vary, _: text(encode_windows_1252(vary)),
        "changed", "", "-> Compétence linguistique",
    ),
    "in another order": (
        lambda _, newest: text(with_rounds_reversed(newest)),
        "changed", "", "no round changed",
    ),
    "without one round": (
        lambda vary, _: text(vary(drop=("430",))),
        "changed", "", "Vanished #430",
    ),
    "with a changed cut-off": (
        lambda vary, _: text(vary({"437": {"drawCRS": "381"}})),
        "changed", "", "Revised #437 cutoff: 382 -> 381",
    ),
    "without two rounds": (
        lambda vary, _: text(vary(drop=("430", "432"))),
        "failed", "lost-rounds", "is missing 2 rounds",
    ),
    "a renamed field": (
        lambda _, newest: text(newest.replace(b'"drawCRS"', b'"drawCrs"')),
        "failed", "not-the-feed", "drawCRS is missing, perhaps because IRCC renamed it",
    ),
    "a cut-off in words": (
        lambda vary, _: text(vary({"437": {"drawCRS": "high"}})),
        "changed", "", "Unclear #437 cutoff: high -> 382",
    ),
    "all cut-offs in words": (
        lambda _, newest: text(re.sub(rb'"drawCRS": "\d+"', b'"drawCRS": "high"', newest)),
        "failed", "unreadable", "Round 437: cutoff 'high' cannot be read, nor can 47 of 48",
    ),
    "a cut-off without its field": (
        lambda _, newest: text(newest.replace(b'"drawCRS": "382",', b"")),
        "changed", "", "IRCC’s list has no field drawCRS here",
    ),
    "another figure for the pool": (
        lambda vary, _: text(vary({"437": {"dd19": "12"}})),
        "changed", "", "Unclear #437 other: dd19: 12",
    ),
    "an entry without a number": (
        lambda vary, _: text(vary({"437": {"drawNumber": "N/A"}})),
        "changed", "", "An entry of IRCC’s list has no round number",
    ),
    "404": (always(status(404)), "failed", "not-found", "answered 404"),
    "429": (always(status(429, Retry_After="3600")), "failed", "busy", "3600 seconds"),
    "500": (always(status(500)), "failed", "busy", "answered 500"),
    "a redirect in a circle": (always(redirect(PATH)), "failed", "elsewhere", "more than 5 times"),
    "a redirect to another host": (
        always(redirect("https://evil.example/x.json")),
        "failed", "elsewhere", "another site, evil.example",
    ),
    "a redirect out of HTTPS": (
        always(redirect("http://www.canada.ca/x.json")),
        "failed", "elsewhere", "is not an HTTPS address",
    ),
    "a slow drip": (always(drip), "failed", "too-slow", "took longer"),
    "a slow drip of headers": (always(drip_headers), "failed", "too-slow", "took longer"),
    "silence": (always(silence), "failed", "too-slow", "took longer"),
    "a cut-off body": (
        lambda _, newest: cut_off(newest),
        "failed", "unreachable", "did not answer properly",
    ),
    "a cut-off body without its length": (
        lambda _, newest: text(newest[: len(newest) // 2]),
        "failed", "not-the-feed", "is not JSON",
    ),
    "a cut-off gzipped body": (
        lambda _, newest: text(gzip.compress(newest)[:-99], Content_Encoding="gzip"),
        "failed", "unreachable", "broke off",
    ),
    "a gzip bomb": (always(packed(bytes(25_000_000))), "failed", "too-large", "more than"),
    "an encoding nobody asked for": (
        lambda _, newest: packed(newest, coding="gzip, gzip"),
        "failed", "not-the-feed", "which we did not accept",
    ),
    "not gzip as declared": (
        always(text(b"plain", Content_Encoding="gzip")),
        "failed", "not-the-feed", "cannot be used",
    ),
    "a page of HTML": (always(status(200)), "failed", "not-the-feed", "is a web page"),
    "one byte": (always(text(b"\n")), "failed", "not-the-feed", "is empty"),
    "nothing": (always(text(b"")), "failed", "not-the-feed", "is empty"),
    "no rounds": (always(text(document([]))), "failed", "not-the-feed", "no list of rounds"),
    "100,000 short rounds": (
        always(text(document([{"drawNumber": "1"}] * 100_000))),
        "failed", "too-large", "100,000 rounds",
    ),
    "full rounds without end": (
        lambda _, newest: endless(round_json(newest) * 100),
        "failed", "too-large", "more than 20,000,000 bytes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SCENES)
def test_data_stays_intact_and_the_log_is_right_after_every_scene(
    name: str, vary: Any, newest: bytes, folder: Path, official: Official, digest: Any
) -> None:
    make, result, reason, message = SCENES[name]
    official.play(make(vary, newest))
    server = Server(folder, official.url)
    before, files = server.service.snapshot(), digest(folder)

    check = server.check(LIMITS if reason == "too-slow" else PATIENT)

    assert (check.result, check.reason, check.at) == (result, reason, NOW)
    assert message in "\n".join([check.headline, *check.details])
    assert reason in REASONS or not reason
    after = server.service.snapshot()
    if result == "failed":
        assert {name: digest(folder)[name] for name in files} == files
        assert after is before
    else:
        assert_matches_copies(folder)
        assert after.notices == ()
        assert set(after.record.draws["round_id"]) == set(before.record.draws["round_id"])
        assert after.record.source.confirmed_at == NOW
        assert after.stamp != before.stamp


def test_repeated_checks_are_conditional_on_the_etag(
    folder: Path, official: Official, vary: Any
) -> None:
    official.play(text(vary({"437": {"drawCRS": "381"}}), ETag='"1"'))
    server = Server(folder, official.url)
    assert [server.check().result for _ in range(3)] == ["changed", "unchanged", "unchanged"]
    # The stored copy came from another URL, whose validators mean nothing here.
    assert [headers.get("If-None-Match") for headers in official.requests] == [None, '"1"', '"1"']
    record = server.service.snapshot().record
    assert record.source.url == official.url
    assert record.draws["cutoff"].iloc[-1] == 381


def test_a_new_etag_of_the_same_copy_is_remembered(
    folder: Path, official: Official, vary: Any
) -> None:
    changed = vary({"437": {"drawCRS": "381"}})
    server = Server(folder, official.url)
    for etag in ('"1"', '"2"', '"2"'):
        official.play(text(changed, ETag=etag))
        server.check()
    assert [headers.get("If-None-Match") for headers in official.requests] == [None, '"1"', '"2"']


def test_same_copy_from_another_url_does_not_change_the_stored_source(
    folder: Path, official: Official, newest: bytes
) -> None:
    official.play(text(newest, ETag='"1"'))
    server = Server(folder, official.url)
    assert [server.check().result for _ in range(2)] == ["unchanged"] * 2
    source = load(folder).source
    assert (source.url, source.etag) == (SOURCE_URL, None)


def test_refused_copy_is_downloaded_again(folder: Path, official: Official, vary: Any) -> None:
    server = Server(folder, official.url)
    official.play(text(vary({"437": {"drawCRS": "381"}}), ETag='"1"'))
    server.check()
    official.play(text(vary({"437": {"drawNumber": "436"}}), ETag='"2"'))
    assert [server.check().reason for _ in range(2)] == ["unreadable", "unreadable"]
    official.play(text(vary({"437": {"drawCRS": "380"}}), ETag='"3"'))
    assert server.check().result == "changed"
    etags = [headers.get("If-None-Match") for headers in official.requests]
    assert etags == [None, '"1"', '"1"', '"1"']


def test_older_copy_is_refused_every_time_but_logged_once(
    folder: Path,
    official: Official,
    vary: Any,
    newest: bytes,
    digest: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server, newer = Server(folder, official.url), vary({"437": {"drawCRS": "381"}})
    official.play(text(newer))
    server.check()
    files = digest(folder)
    official.play(text(newest))
    assert [server.check().reason for _ in range(6)] == ["older"] * 6
    official.play(text(newer))
    assert server.check().result == "unchanged"
    official.play(text(newest))
    assert server.check().reason == "older"
    assert [check.reason or check.result for check in server.checks.all()] == [
        *("older", "unchanged", "changed"),
    ]
    assert server.checks.all()[0].at == NOW + timedelta(hours=8)
    warnings = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert len(warnings) == 1
    assert "failed (older): This is an older copy" in warnings[0]
    after = digest(folder)
    assert {name: after[name] for name in files if "json" not in name} == {
        name: files[name] for name in files if "json" not in name
    }
    assert load(folder).draws["cutoff"].iloc[-1] == 381


@pytest.mark.parametrize("header", ["Last_Modified", "Date"])
def test_copy_with_an_earlier_header_than_ours_is_refused(
    header: str, folder: Path, official: Official, vary: Any
) -> None:
    server = Server(folder, official.url)
    first, second = vary({"437": {"drawCRS": "381"}}), vary({"437": {"drawCRS": "380"}})
    official.play(text(first, **{header: "Tue, 25 Aug 2026 10:00:00 GMT"}))
    assert server.check().result == "changed"
    official.play(text(second, **{header: "Tue, 25 Aug 2026 09:00:00 GMT"}))
    check = server.check()
    assert check.reason == "older"
    assert f"its header {header.replace('_', '-')} is Tue, 25 Aug 2026 09" in check.details[0]
    official.play(text(second, **{header: "Tue, 25 Aug 2026 11:00:00 GMT"}))
    assert server.check().result == "changed"


def test_what_is_not_understood_is_an_error_in_the_log_once(
    folder: Path, official: Official, vary: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server = Server(folder, official.url)
    official.play(text(vary({"437": {"drawSize": "five", "dd19": "12"}})))
    assert [server.check().result for _ in range(2)] == ["changed", "unchanged"]
    errors = [r.getMessage() for r in caplog.records if r.levelname == "ERROR"]
    assert len(errors) == 2
    assert all(line.startswith("Something new in IRCC's list is not understood") for line in errors)
    assert "five -> 5000" in errors[0]
    assert "dd19: 12" in errors[1]


def test_copy_that_is_not_understood_at_all_is_an_error_in_the_log(
    folder: Path, official: Official, newest: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    server = Server(folder, official.url)
    for scene in (status(500), text(newest.replace(b"drawCRS", b"crs"))):
        official.play(scene)
        server.check()
    levels = [r.levelname for r in caplog.records if "failed (" in r.getMessage()]
    assert levels == ["WARNING", "ERROR"]


def test_rounds_in_another_order_make_the_same_tables(
    folder: Path, official: Official, newest: bytes
) -> None:
    server = Server(folder, official.url)
    before = server.service.snapshot().record
    assert {"91a", "91b"} <= set(before.draws["round_id"]), "two rounds of one day are there"
    official.play(text(with_rounds_reversed(newest)))
    server.check()
    after = server.service.snapshot().record
    for name in TABLES:
        assert getattr(after, name).equals(getattr(before, name))


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_in_a_name_is_kept_unchanged(
    markup: str, folder: Path, official: Official, vary: Any
) -> None:
    official.play(text(vary({"437": {"drawName": markup}})))
    server = Server(folder, official.url)
    check = server.check()
    assert check.result == "changed"
    assert any(f"Unclear #437 name: {markup} -> {markup}" in line for line in check.details)
    assert server.service.snapshot().record.draws["name"].iloc[-1] == markup
    assert_matches_copies(folder)


def test_log_stays_short_and_printable_whatever_ircc_sends(
    folder: Path, official: Official, newest: bytes
) -> None:
    rounds = json.loads(newest)["rounds"]
    for raw in rounds:
        raw.update({f"\x1b[31m{place}{'x' * 5000}": "" for place in range(30)})
    official.play(text(document(rounds)))
    check = Server(folder, official.url).check()
    assert check.result == "changed"
    assert len(check.details) == 21
    assert check.details[-1] == "and 10 more"
    assert all(line.isprintable() and len(line) < 2_000 for line in check.details)


def test_retry_after_sets_the_earliest_time_of_the_next_check(
    folder: Path, official: Official
) -> None:
    server = Server(folder, official.url)
    official.play(status(429, Retry_After="3600"))
    assert server.check().not_before == NOW + timedelta(hours=1)
    assert len(official.requests) == 1
    official.play(
        lambda exchange: exchange.begin(
            503, Date="Tue, 25 Aug 2026 10:00:00 GMT", Retry_After="Tue, 25 Aug 2026 12:30:00 GMT"
        )
    )
    # The wait is counted from the server's own Date, as its clock may be wrong.
    assert server.check().not_before == NOW + timedelta(hours=1) + timedelta(hours=2, minutes=30)
    server.at = later = NOW + timedelta(days=1)
    official.play(status(503, Retry_After="999999999"))
    assert server.check().not_before == later + timedelta(days=1)


def test_busy_server_is_retried_within_one_check(
    folder: Path, official: Official, newest: bytes
) -> None:
    def busy_once(exchange: Exchange) -> None:
        official.play(text(newest))
        status(503)(exchange)

    official.play(busy_once)
    assert Server(folder, official.url).check().result == "unchanged"
    assert len(official.requests) == 2


def test_gzip_bomb_is_never_unpacked_beyond_the_size_limit(official: Official) -> None:
    official.play(packed(bytes(60_000_000)))
    tracemalloc.start()
    try:
        with new_client() as client, pytest.raises(FetchError, match="more than 1,000,000 bytes"):
            fetch(official.url, client, download=Download(Limits(size=1_000_000)))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The peak includes the server's gzipped response and the client's certificates.
    assert most < 5_000_000


def test_stopped_server_is_reported_as_unreachable(folder: Path) -> None:
    with Official(silence) as official:
        url = official.url
    assert Server(folder, url).check().reason == "unreachable"


def test_copy_is_refused_while_our_clock_is_behind(
    folder: Path, official: Official, vary: Any
) -> None:
    official.play(text(vary({"437": {"drawCRS": "381"}})))
    server = Server(folder, official.url, at=datetime(2026, 7, 1, tzinfo=UTC))
    check = server.check()
    assert (check.reason, check.problem) == ("clock", "ours")
    server.at = NOW
    assert server.check().result == "changed"
