"""The IRCC feed is parsed strictly: what cannot be read or believed is left out, with a note."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.rounds.document import ESSENTIAL, KEYS, FeedError, raw_rounds, read_document
from data.rounds.parse import Reading, Unread, read
from data.rounds.pool_figures import BANDS, Figures
from data.rounds.wording import ALL_ROUNDS

LATEST = date(2026, 8, 21)
NAME = "drawName"


def notes_of(reading: Any) -> list[tuple[str, str, str | None, str | None]]:
    """Return the notes of a reading without their sentences."""
    return [(note.field, note.what, note.published, note.used) for note in reading.notes]


def test_a_round_is_read_as_published(read_one: Any) -> None:
    reading = read_one("437")
    assert reading.round_id == "437"
    assert reading.date == date(2026, 8, 19)
    assert reading.drawn_at == datetime(2026, 8, 19, 12, 35, 37, tzinfo=UTC)
    assert reading.tie_break_at == datetime(2026, 3, 1, 18, 34, 5, tzinfo=UTC)
    assert reading.name == "French-Language proficiency 2026-Version 2"
    assert (reading.category, reading.version, reading.kind) == ("french", 2, "category")
    assert reading.programs == ("fsw", "cec", "fst")
    assert (reading.invitations, reading.cutoff) == (5000, 382)
    assert reading.pool_as_of == date(2026, 8, 16)
    assert reading.url.startswith("https://www.canada.ca/content/canadasite/en/immigration")
    assert reading.url.endswith("/invitations.html?q=437")
    assert reading.notes == ()


def read_all(content: bytes) -> dict[str, Reading | Unread]:
    """Return all rounds of a copy by number."""
    return {raw["drawNumber"]: read(raw, LATEST) for raw in raw_rounds(content)}


def test_real_extreme_values_are_accepted(read_one: Any) -> None:
    assert (read_one("176").cutoff, read_one("176").invitations) == (75, 27332)
    assert read_one("430").invitations == 4


@pytest.mark.parametrize(
    ("round_id", "expected"),
    [
        ("7", datetime(2015, 4, 11, 0, 0, 1, tzinfo=UTC)),
        ("104", datetime(2018, 11, 15, 14, 6, 7, tzinfo=UTC)),
        ("139", datetime(2020, 3, 19, 2, 4, 6, tzinfo=UTC)),
    ],
)
def test_a_round_may_fall_on_the_next_utc_day(
    read_one: Any, round_id: str, expected: datetime
) -> None:
    assert read_one(round_id).drawn_at == expected


@pytest.mark.parametrize(
    ("round_id", "field", "published"),
    [
        ("208", "tie_break_at", "October 7 at 16:38:21 UTC"),
        ("139", "tie_break_at", "March 19, 2020 at 02:04:06 UTC"),
        ("357", "drawn_at", "July 12, 2025 at 16:27:45 UTC"),
    ],
)
def test_implausible_time_is_dropped_and_noted(
    read_one: Any, round_id: str, field: str, published: str
) -> None:
    reading = read_one(round_id)
    assert getattr(reading, field) is None
    assert (field, "suspect", published, None) in notes_of(reading)


@pytest.mark.parametrize(
    ("cut_off", "believed"),
    [
        ("August 19, 2026 at 12:35:36 UTC", True),
        ("August 19, 2026 at 12:35:37 UTC", False),
        ("August 20, 2026 at 00:00:00 UTC", False),
        ("December 31, 2014 at 23:59:59 UTC", False),
    ],
)
def test_tie_break_must_be_before_its_round(read_one: Any, cut_off: str, believed: bool) -> None:
    reading = read_one("437", drawCutOff=cut_off)
    assert (reading.tie_break_at is not None) is believed
    assert bool(reading.notes) is not believed


def test_round_date_limits_the_tie_break_if_the_round_has_no_time(read_one: Any) -> None:
    for cut_off, believed in (
        ("August 20, 2026 at 23:59:59 UTC", True),
        ("August 21, 2026 at 00:00:00 UTC", False),
    ):
        reading = read_one("437", drawDateTime="", drawCutOff=cut_off)
        assert (reading.tie_break_at is not None) is believed
        assert ("drawn_at", "missing", None, None) in notes_of(reading)


def test_implausible_time_gets_only_one_note(read_one: Any) -> None:
    reading = read_one("357", drawDateTime="July 12, 2025 at 16:27:45")
    assert [note.what for note in reading.notes if note.field == "drawn_at"] == ["suspect"]


def test_day_first_date_is_accepted_if_the_written_out_date_agrees(
    copies: dict[str, bytes],
) -> None:
    reading = read_all(copies["2023-04-27"])["246"]
    assert isinstance(reading, Reading)
    assert reading.date == date(2023, 4, 12)
    assert ("date", "repaired", "12-04-2023", "2023-04-12") in notes_of(reading)


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"drawDate": "12-04-2023", "drawDateFull": "December 4, 2023"}, ("unclear", "12-04-2023")),
        ({"drawDate": "2023/04/12", "drawDateFull": "12/04/2023"}, ("unclear", "2023/04/12")),
        ({"drawDate": "", "drawDateFull": ""}, ("missing", None)),
        ({"drawDate": "2062-08-19"}, ("unclear", "2062-08-19")),
        ({"drawDate": "2014-12-31"}, ("unclear", "2014-12-31")),
    ],
)
def test_round_without_a_readable_and_possible_date_is_left_out_with_its_text(
    read_unread: Any, changes: dict[str, str], note: tuple[str, str | None]
) -> None:
    unread = read_unread("246", **changes)
    [(what, published)] = [(n.what, n.published) for n in unread.notes if n.field == "date"]
    assert (what, published) == note
    assert unread.notes[0].published.startswith("246; ")


@pytest.mark.parametrize("text", ["", "2023/04/12", "April 12"])
def test_written_out_date_is_used_if_the_short_one_cannot_be_read(read_one: Any, text: str) -> None:
    reading = read_one("246", drawDate=text)
    assert reading.date == date(2023, 4, 12)
    assert notes_of(reading) == [("date", "repaired", text or None, "2023-04-12")]


def test_a_written_out_date_that_disagrees_is_noted(read_one: Any) -> None:
    reading = read_one("246", drawDateFull="April 13, 2023")
    assert reading.date == date(2023, 4, 12)
    assert notes_of(reading) == [("date", "suspect", "April 13, 2023", "2023-04-12")]
    odd = read_one("246", drawDateFull="le 12 avril 2023")
    assert notes_of(odd) == [("date", "unclear", "le 12 avril 2023", "2023-04-12")]
    assert read_one("246", drawDateFull="").notes == ()


def test_written_out_date_with_a_short_month_agrees(read_one: Any) -> None:
    for text in ("Apr 12, 2023", "Apr. 12, 2023", "2023-04-12"):
        assert read_one("246", drawDateFull=text).notes == ()


@pytest.mark.parametrize(
    ("field", "changes", "why"),
    [
        ("date", {"drawDateFull": "le 12 avril 2023"}, "The written-out date can’t be read"),
        ("date", {"drawDateFull": "April 13, 2023"}, "The written-out date is different"),
        ("date", {"drawDate": ""}, "There is no short date that can be read"),
        ("date", {"drawDate": "2023/04/12"}, "There is no short date that can be read"),
        (
            "date",
            {"drawDate": "12-04-2023", "drawDateFull": "December 4, 2023"},
            "the written-out date doesn’t confirm that",
        ),
        (
            "date",
            {"drawDate": "2023/04/12", "drawDateFull": "12/04/2023"},
            "The text is not a date like 2026-08-19.",
        ),
        ("date", {"drawDate": "2062-08-19"}, "or still to come"),
        ("drawn_at", {"drawDateTime": "April 12, 2023"}, "not a full date and time"),
        ("drawn_at", {"drawDateTime": "April 12 at 14:12:15 UTC"}, "has no year"),
        ("drawn_at", {"drawDateTime": "April 12, 2023 at 14:12:15 HST"}, "we don’t know"),
        ("drawn_at", {"drawDateTime": "April 12, 2023 at 14:12:15 EST"}, "Ottawa was not on"),
        ("pool_as_of", {"drawDistributionAsOn": "12/04/2023"}, "is not a date like August 19"),
        ("invitations", {"drawSize": "about 5,000"}, "is not a whole number"),
        ("invitations", {"drawSize": "1,000,000,000"}, "is not from 1 to 300,000"),
        ("cutoff", {"drawCRS": "9" * 2000}, "is not from 0 to 2,000"),
        ("pool", {"dd5": "10,000,001"}, "or is too high to be true"),
        ("programs", {"drawText2": "Beekeeper Pilot"}, "lists no program that we know"),
        ("programs", {"drawText2": "Beekeeper Pilot, Provincial Nominee"}, "the known ones"),
        ("url", {"mitext": "<a href='https://canada.ca/'>x</a>"}, "a page of www.canada.ca"),
    ],
)
def test_reason_in_the_corrections_says_what_is_wrong(
    newest: bytes, field: str, changes: dict[str, str], why: str
) -> None:
    raw = next(raw for raw in raw_rounds(newest) if raw["drawNumber"] == "246")
    reading = read({**raw, **changes}, LATEST)
    [reason] = [note.why for note in reading.notes if note.field == field]
    assert why in reason


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("drawSize", ""),
        ("drawSize", "5 000"),
        ("drawSize", "5,00"),
        ("drawSize", "5000.5"),
        ("drawSize", "-5"),
        ("drawSize", "0"),
        ("drawSize", "300,001"),
        ("drawSize", "\u0665\u0660"),
        ("drawCRS", "2001"),
        ("drawCRS", "-1"),
        ("drawCRS", "n/a"),
        ("drawCRS", "9" * 2000),
        ("drawName", " - "),
    ],
)
def test_round_without_a_value_that_all_need_is_left_out_with_its_text(
    read_unread: Any, field: str, value: str
) -> None:
    column = {"drawSize": "invitations", "drawCRS": "cutoff", "drawName": "name"}[field]
    left_out, note = read_unread("437", **{field: value}).notes
    assert (note.field, note.what) == (column, "unclear" if value else "missing")
    assert (note.published, note.used) == (value or None, None)
    assert (left_out.field, left_out.what) == ("round_id", "unclear")
    assert value in left_out.published
    assert left_out.published.startswith("437; 2026-08-19; ")


def test_values_at_the_limits_are_accepted(read_one: Any) -> None:
    assert read_one("437", drawCRS="0").cutoff == 0
    assert read_one("437", drawCRS="1200").cutoff == 1200
    assert read_one("437", drawSize="1").invitations == 1


@pytest.mark.parametrize("points", ["1201", "2,000"])
def test_cut_off_above_the_known_scale_is_taken_and_called_unclear(
    read_one: Any, points: str
) -> None:
    reading = read_one("437", drawCRS=points)
    number = points.replace(",", "")
    assert reading.cutoff == int(number)
    assert notes_of(reading) == [("cutoff", "unclear", points, number)]


def test_odd_name_is_kept_verbatim_and_noted(read_one: Any) -> None:
    odd = "=STEM <b>occupations</b>\n\x1b[31m (Version 1)"
    reading = read_one("437", drawName=odd)
    assert reading.name == odd
    assert notes_of(reading) == [("name", "unclear", odd, odd)]


# Programs


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Federal Skilled Worker, Canadian Experience Class, Federal Skilled Trades and"
            " Provincial Nominee Program",
            ("fsw", "cec", "fst", "pnp"),
        ),
        ("Provincial Nominee Program", ("pnp",)),
        ("Canadian Experience Class", ("cec",)),
        (
            "Federal Skilled Worker Program, Canadian Experience Class and"
            " Federal Skilled Trades Program",
            ("fsw", "cec", "fst"),
        ),
        (
            "Federal Skilled Worker Program, Canadian Experience Class, Federal Skilled Trades"
            " Program and Provincial Nominee Program",
            ("fsw", "cec", "fst", "pnp"),
        ),
        ("Federal Skilled Trades", ("fst",)),
        ("Federal Skilled Worker", ("fsw",)),
    ],
)
def test_programs_are_read_from_every_wording(
    read_one: Any, text: str, codes: tuple[str, ...]
) -> None:
    reading = read_one("437", drawText2=text)
    assert (reading.programs, reading.notes) == (codes, ())


def test_a_misspelt_program_is_read_and_noted(read_one: Any) -> None:
    text = "Canadian Experience Class and Provincial Nominee Progran"
    reading = read_one("437", drawText2=text)
    assert reading.programs == ("cec", "pnp")
    assert notes_of(reading) == [("programs", "repaired", text, "cec, pnp")]


def test_unknown_program_is_noted_and_left_out(read_one: Any) -> None:
    text = "Canadian Experience Class and Beekeeper Pilot"
    assert notes_of(read_one("437", drawText2=text)) == [("programs", "unclear", text, "cec")]
    assert notes_of(read_one("437", drawText2="")) == [("programs", "missing", None, None)]


# Links


def test_of_two_differing_links_the_one_naming_the_round_is_used(read_one: Any) -> None:
    reading = read_one("65")
    assert reading.url.endswith("/invitations-65.html")
    [(field, what, published, used)] = [note for note in notes_of(reading) if note[0] == "url"]
    assert (field, what, used) == ("url", "repaired", reading.url)
    assert published
    assert published.endswith("/invitations-64.html")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "//evil.example/x?q=437",
        "https://evil.example/invitations.html?q=437",
        "https://www.canada.ca@evil.example/?q=437",
        "https://www.canada.ca:8443/?q=437",
        "https://www.canada.ca.evil.example/?q=437",
        "data:text/html,x",
        "http://[::1/",
        "/a b?q=437",
        "",
    ],
)
def test_link_outside_canada_ca_is_noted_and_another_one_is_used(read_one: Any, href: str) -> None:
    html = f"<a href='{href}'>x</a>"
    reading = read_one("437", mitext=html)
    assert reading.url == read_one("437").url
    assert notes_of(reading) == [("url", "unclear", f"mitext: {html}", reading.url)]


@pytest.mark.parametrize(("html", "published"), [("", "mitext:"), ("437", "mitext: 437")])
def test_text_without_a_link_is_noted_and_another_one_is_used(
    read_one: Any, html: str, published: str
) -> None:
    reading = read_one("437", mitext=html)
    assert notes_of(reading) == [("url", "unclear", published, reading.url)]
    assert reading.url.endswith("?q=437")


def test_page_of_all_rounds_is_linked_if_no_link_can_be_used(read_one: Any) -> None:
    reading = read_one("437", drawNumberURL="", mitext="", DrawText1="<a href='//evil.example'>")
    assert reading.url == ALL_ROUNDS
    assert [(note[1], note[3]) for note in notes_of(reading)] == [("unclear", ALL_ROUNDS)] * 3


def test_http_link_is_upgraded_to_https(read_one: Any) -> None:
    link = '<a class="x" href="http://www.canada.ca/rounds/invitations.html?q=437">437</a>'
    reading = read_one("437", drawNumberURL=link)
    assert reading.url == "https://www.canada.ca/rounds/invitations.html?q=437"


# The pool


def test_fifteen_score_bands_are_read_without_the_subtotals(read_one: Any) -> None:
    bands = read_one("437").figures.bands
    assert bands[0] == (0, 300, 7709)
    assert bands[-1] == (601, 1200, 439)
    assert (491, 500, 12915) in bands
    assert len(bands) == 15
    # 439 + 18,657 + 12,915 + 13,066 + 16,626 + 16,133 + 14,814 + 13,555 + 13,229 + 11,890
    # + 11,269 + 10,688 + 48,600 + 17,269 + 7,709, added by hand, and as published
    assert sum(candidates for _, _, candidates in bands) == 226_859


def test_misprinted_subtotal_and_total_are_recomputed_from_the_bands(read_one: Any) -> None:
    reading = read_one("247")
    assert reading.pool_as_of == date(2023, 4, 26)
    assert notes_of(reading) == [
        ("pool", "repaired", "55,867", "55,687"),
        ("pool", "repaired", "230,189", "230,009"),
    ]


def test_misprint_in_a_single_subtotal_is_repaired(read_one: Any) -> None:
    reading = read_one("437", dd9="60,632")
    assert reading.pool_as_of == date(2026, 8, 16)
    assert notes_of(reading) == [("pool", "repaired", "60,632", "60,631")]


@pytest.mark.parametrize(
    "changes",
    [
        {"dd1": "438"},
        {"dd18": "226,858"},
        {"dd18": "0"},
        {"dd4": "12,916", "dd18": "226,861"},
        {"dd3": "73,555", "dd17": "7,710"},
    ],
)
def test_pool_figures_that_do_not_add_up_are_withheld(
    read_one: Any, changes: dict[str, str]
) -> None:
    reading = read_one("437", **changes)
    assert reading.pool_as_of is None
    assert [note.what for note in reading.notes] == ["suspect"]


@pytest.mark.parametrize("text", ["N/A", "", "1,2", "10,000,001"])
def test_pool_with_an_unreadable_band_or_total_is_withheld(read_one: Any, text: str) -> None:
    for place in (5, 18):
        reading = read_one("437", **{f"dd{place}": text})
        assert reading.pool_as_of is None
        assert notes_of(reading) == [("pool", "unclear", f"dd{place}: {text}".strip(), None)]
        assert reading.cutoff == 382


def test_unreadable_subtotal_is_computed_from_its_bands(read_one: Any) -> None:
    reading = read_one("437", dd3="N/A", dd9="")
    used = "15 bands, 226,859 candidates"
    assert notes_of(reading) == [("pool", "unclear", "dd3: N/A; dd9:", used)]
    assert reading.figures == read_one("437").figures
    assert reading.pool_as_of == date(2026, 8, 16)


def test_all_zero_or_blank_pool_figures_count_as_not_published(read_one: Any) -> None:
    for round_id in ("223", "226", "1"):
        reading = read_one(round_id)
        assert reading.pool_as_of is None
        assert ("pool", "missing", "0 in all 18 figures", None) in notes_of(reading)
    blank = read_one("437", **{f"dd{position}": "" for position in range(1, 19)})
    assert notes_of(blank) == [("pool", "missing", None, None)]


def test_partial_pool_snapshot_dated_after_its_round_is_withheld(copies: dict[str, bytes]) -> None:
    reading = read_all(copies["2024-04-06"])["226"]
    assert isinstance(reading, Reading)
    assert reading.pool_as_of is None
    assert notes_of(reading) == [
        ("pool_as_of", "suspect", "July 11, 2022", None),
        ("pool", "suspect", "bands adding up to 75,554, total 0", None),
    ]


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        ("August 19, 2026", True),
        ("August 20, 2026", False),
        ("June 20, 2026", True),
        ("June 19, 2026", False),
    ],
)
def test_pool_snapshot_must_be_of_the_round_day_or_shortly_before(
    read_one: Any, text: str, believed: bool
) -> None:
    reading = read_one("437", drawDistributionAsOn=text)
    assert (reading.pool_as_of is not None) is believed
    assert notes_of(reading) == ([] if believed else [("pool_as_of", "suspect", text, None)])


@pytest.mark.parametrize(
    ("text", "note"), [("August 2026", ("unclear", "August 2026")), ("", ("missing", None))]
)
def test_pool_without_a_readable_date_is_withheld(
    read_one: Any, text: str, note: tuple[str, str | None]
) -> None:
    reading = read_one("437", drawDistributionAsOn=text)
    assert reading.pool_as_of is None
    assert notes_of(reading) == [("pool_as_of", *note, None)]


@pytest.mark.parametrize(
    ("field", "column"), [("drawDateTime", "drawn_at"), ("drawCutOff", "tie_break_at")]
)
def test_time_of_a_new_shape_is_unclear_and_an_impossible_one_is_doubtful(
    read_one: Any, field: str, column: str
) -> None:
    for text, what in (("N/A", "unclear"), ("2026-08-19T12:35:37Z", "unclear")):
        reading = read_one("437", **{field: text})
        assert getattr(reading, column) is None
        assert notes_of(reading) == [(column, what, text, None)]
    assert read_one("437", **{field: "October 7 at 16:38:21 UTC"}).notes[0].what == "suspect"


def test_the_bands_cover_every_score_once() -> None:
    scores = [score for low, high in BANDS.values() for score in range(low, high + 1)]
    assert sorted(scores) == list(range(1201))


@given(st.lists(st.integers(0, 90_000), min_size=15, max_size=15))
def test_pool_figures_that_add_up_are_always_accepted(counts: list[int]) -> None:
    c = counts
    rolled = [*c[:2], sum(c[2:7]), *c[2:7], sum(c[7:12]), *c[7:12], *c[12:], sum(c)]
    figures = Figures(tuple(rolled))
    assert figures.are_consistent
    assert figures.misprints() == []
    assert figures.candidates == sum(counts)


# The file


def test_byte_order_mark_crlf_and_windows_1252_text_are_read(newest: bytes) -> None:
    expected = raw_rounds(newest)
    assert raw_rounds(b"\xef\xbb\xbf" + newest) == expected
    assert raw_rounds(newest.replace(b"\n", b"\r\n")) == expected
    french = newest.replace(b"Skilled Military Recruits", "Métiers – été".encode("cp1252"))
    assert "Métiers – été, 2026-Version 1" in [raw[NAME] for raw in raw_rounds(french)]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"<!DOCTYPE html><html><body>Maintenance</body></html>", "is a web page"),
        (b"\x81\x8d\xff\xfe", "is not text"),
        (b'{"rounds": [', "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "no list of rounds"),
        (b"null", "no list of rounds"),
        (b'{"rounds": []}', "no list of rounds"),
        (b'{"rounds": {"1": {}}}', "no list of rounds"),
        (b'{"Rounds": [{}]}', "no list of rounds"),
        (b'{"rounds": ["437"]}', "has few entries with a round number"),
        (b'{"rounds": [{"drawNumber": "1"}]}', "drawDate is missing"),
    ],
)
def test_a_file_that_is_not_the_feed_is_refused(content: bytes, complaint: str) -> None:
    with pytest.raises(FeedError, match=complaint):
        raw_rounds(content)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_a_file_that_was_cut_short_is_refused(newest: bytes, cut: float) -> None:
    with pytest.raises(FeedError, match="is not JSON"):
        raw_rounds(newest[: int(len(newest) * cut)])


@pytest.mark.parametrize("key", ESSENTIAL)
def test_file_without_a_field_that_every_round_needs_is_refused(newest: bytes, key: str) -> None:
    renamed = newest.replace(f'"{key}"'.encode(), f'"{key}_renamed"'.encode())
    with pytest.raises(FeedError, match=f"{key} is missing, perhaps because IRCC renamed it"):
        raw_rounds(renamed)


@pytest.mark.parametrize("key", sorted(set(KEYS) - set(ESSENTIAL) - {"drawNumber"}))
def test_file_without_any_other_field_is_read(newest: bytes, key: str) -> None:
    document = read_document(newest.replace(f'"{key}"'.encode(), f'"{key}_renamed"'.encode()))
    assert (document.missing_keys, document.new_keys) == ([key], [f"{key}_renamed"])
    readings = [read(raw, LATEST) for raw in document.rounds]
    assert all(isinstance(reading, Reading) for reading in readings)


def test_new_field_is_accepted_and_named(vary: Any) -> None:
    assert read_document(vary({"437": {"drawColour": "red"}})).new_keys == ["drawColour"]
    assert read_document(vary()).new_keys == []
    assert read_document(vary()).missing_keys == []


@pytest.mark.parametrize(
    ("value", "text"),
    [(5000, "5000"), (None, ""), (["5,000"], '["5,000"]'), (True, "true"), (1e999, "Infinity")],
)
def test_value_that_is_not_text_is_read_as_it_is_written(
    vary: Any, value: object, text: str
) -> None:
    content = vary({"437": {"drawSize": value}})
    assert raw_rounds(content)[0]["drawSize"] == text
    reading = read_all(content)["437"]
    assert isinstance(reading, Reading) is (value == 5000)


def test_lone_surrogates_and_overlong_text_become_text_that_can_be_stored(vary: Any) -> None:
    assert raw_rounds(vary({"437": {"drawName": "\ud800"}}))[0][NAME] == "\\ud800"
    assert raw_rounds(vary({"437": {"drawName": "x" * 2001}}))[0][NAME] == "x" * 2000 + "..."


@pytest.mark.parametrize("number", ["", "0", "437ab", "A1", "4.5", "-1", "\u0664"])
def test_entry_without_a_readable_round_number_is_set_aside(vary: Any, number: str) -> None:
    document = read_document(vary({"437": {"drawNumber": number}}))
    assert "437" not in {raw["drawNumber"] for raw in document.rounds}
    [text] = document.unnumbered
    assert json.loads(text.removesuffix("..."), strict=False) if len(text) < 2000 else text


def test_spaces_around_a_round_number_are_removed(vary: Any, newest: bytes) -> None:
    assert raw_rounds(vary({"437": {"drawNumber": " 437 "}})) == raw_rounds(newest)


def test_duplicate_round_number_is_refused(vary: Any) -> None:
    with pytest.raises(FeedError, match="Round 436: drawNumber '436' is there twice"):
        raw_rounds(vary({"437": {"drawNumber": "436"}}))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(
    key=st.sampled_from(KEYS),
    value=st.text(max_size=40) | st.sampled_from(["0", "1,2,3", "<a href='x'>", "May 1, 2026"]),
)
def test_any_text_in_any_field_is_read_left_out_or_refused_naming_the_field(
    vary: Any, key: str, value: str
) -> None:
    try:
        readings = read_all(vary({"437": {key: value}}))
    except FeedError as error:
        assert error.field == key == "drawNumber"
    else:
        is_read = isinstance(readings.get("437"), Reading)
        assert is_read or key in (*ESSENTIAL, "drawNumber")
