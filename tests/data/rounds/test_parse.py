"""The IRCC feed is parsed strictly: unreadable values are errors, implausible ones get a note."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.rounds.document import KEYS, FeedError, raw_rounds, unknown_keys
from data.rounds.parse import parse
from data.rounds.pool_figures import BANDS, Figures

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


def test_rounds_are_sorted_oldest_first_and_by_number_within_a_day(newest: bytes) -> None:
    order = [reading.round_id for reading in parse(raw_rounds(newest), LATEST)]
    assert order[:3] == ["1", "6", "7"]
    assert order[-2:] == ["436", "437"]
    assert order.index("91b") == order.index("91a") + 1
    assert order.index("142") == order.index("141") + 1
    assert len(order) == 48


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
    readings = parse(raw_rounds(copies["2023-04-27"]), LATEST)
    reading = next(reading for reading in readings if reading.round_id == "246")
    assert reading.date == date(2023, 4, 12)
    assert ("date", "repaired", "12-04-2023", "2023-04-12") in notes_of(reading)


@pytest.mark.parametrize(
    "changes",
    [
        {"drawDate": "12-04-2023", "drawDateFull": "December 4, 2023"},
        {"drawDate": "2023/04/12"},
        {"drawDate": ""},
        {"drawDate": "2062-08-19"},
        {"drawDate": "2014-12-31"},
    ],
)
def test_unreadable_contradictory_or_impossible_date_is_an_error(
    read_one: Any, changes: dict[str, str]
) -> None:
    with pytest.raises(FeedError, match="Round 246: drawDate"):
        read_one("246", **changes)


def test_a_written_out_date_that_disagrees_is_noted(read_one: Any) -> None:
    reading = read_one("246", drawDateFull="April 13, 2023")
    assert reading.date == date(2023, 4, 12)
    assert notes_of(reading) == [("date", "suspect", "April 13, 2023", "2023-04-12")]


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
        ("drawCRS", "1201"),
        ("drawCRS", "-1"),
        ("drawCRS", "n/a"),
        ("drawCRS", "9" * 2000),
        ("dd5", "x"),
        ("dd5", ""),
        ("drawName", " - "),
    ],
)
def test_invalid_value_is_an_error_naming_round_field_and_value(
    read_one: Any, field: str, value: str
) -> None:
    with pytest.raises(FeedError) as caught:
        read_one("437", **{field: value})
    assert (caught.value.round_id, caught.value.field) == ("437", field)
    assert caught.value.value == value
    assert "Round 437" in str(caught.value)
    assert "data/rounds/parse.py" in str(caught.value)


def test_values_at_the_limits_are_accepted(read_one: Any) -> None:
    assert read_one("437", drawCRS="0").cutoff == 0
    assert read_one("437", drawCRS="1200").cutoff == 1200
    assert read_one("437", drawSize="1").invitations == 1


def test_odd_name_is_kept_verbatim_and_noted(read_one: Any) -> None:
    odd = "=STEM <b>occupations</b>\n\x1b[31m (Version 1)"
    reading = read_one("437", drawName=odd)
    assert reading.name == odd
    assert notes_of(reading) == [("name", "suspect", odd, odd)]


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
    assert notes_of(read_one("437", drawText2=text)) == [("programs", "suspect", text, "cec")]
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
def test_invalid_link_or_link_outside_canada_ca_is_refused(read_one: Any, href: str) -> None:
    with pytest.raises(FeedError, match="Round 437: mitext"):
        read_one("437", mitext=f"<a href='{href}'>x</a>")


def test_html_without_a_link_is_refused(read_one: Any) -> None:
    with pytest.raises(FeedError, match="has no link"):
        read_one("437", drawNumberURL="437")


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


def test_all_zero_or_blank_pool_figures_count_as_not_published(read_one: Any) -> None:
    for round_id in ("223", "226", "1"):
        reading = read_one(round_id)
        assert reading.pool_as_of is None
        assert ("pool", "missing", "0 in all 18 figures", None) in notes_of(reading)
    blank = read_one("437", **{f"dd{position}": "" for position in range(1, 19)})
    assert notes_of(blank) == [("pool", "missing", None, None)]


def test_partial_pool_snapshot_dated_after_its_round_is_withheld(copies: dict[str, bytes]) -> None:
    readings = parse(raw_rounds(copies["2024-04-06"]), LATEST)
    reading = next(reading for reading in readings if reading.round_id == "226")
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
        ("August 2026", False),
    ],
)
def test_pool_snapshot_must_be_of_the_round_day_or_shortly_before(
    read_one: Any, text: str, believed: bool
) -> None:
    reading = read_one("437", drawDistributionAsOn=text)
    assert (reading.pool_as_of is not None) is believed
    assert notes_of(reading) == ([] if believed else [("pool_as_of", "suspect", text, None)])


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
        (b'{"rounds": ["437"]}', "is not an object"),
    ],
)
def test_a_file_that_is_not_the_feed_is_refused(content: bytes, complaint: str) -> None:
    with pytest.raises(FeedError, match=complaint):
        raw_rounds(content)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_a_file_that_was_cut_short_is_refused(newest: bytes, cut: float) -> None:
    with pytest.raises(FeedError, match="is not JSON"):
        raw_rounds(newest[: int(len(newest) * cut)])


@pytest.mark.parametrize("key", KEYS)
def test_missing_key_is_an_error_naming_the_key(newest: bytes, key: str) -> None:
    document = json.loads(newest)
    document["rounds"][0][f"{key}_renamed"] = document["rounds"][0].pop(key)
    with pytest.raises(FeedError, match=f"{key} is missing"):
        raw_rounds(json.dumps(document).encode())


def test_new_key_is_accepted_and_reported(vary: Any) -> None:
    raws = raw_rounds(vary({"437": {"drawColour": "red"}}))
    assert unknown_keys(raws) == ["drawColour"]
    assert unknown_keys(raw_rounds(vary())) == []


@pytest.mark.parametrize("value", [5000, None, ["5,000"], {"a": 1}, True, 1e999])
def test_a_value_that_is_not_text_is_refused(vary: Any, value: object) -> None:
    with pytest.raises(FeedError, match=r"Round 437: drawSize .* is not text"):
        raw_rounds(vary({"437": {"drawSize": value}}))


def test_lone_surrogates_and_overlong_text_are_refused(vary: Any) -> None:
    with pytest.raises(FeedError, match="is not valid text"):
        raw_rounds(vary({"437": {"drawName": "\ud800"}}))
    with pytest.raises(FeedError, match="longer than"):
        raw_rounds(vary({"437": {"drawName": "x" * 2001}}))


def test_duplicate_round_number_is_refused(vary: Any) -> None:
    with pytest.raises(FeedError, match="Round 436: drawNumber '436' is there twice"):
        raw_rounds(vary({"437": {"drawNumber": "436"}}))


@pytest.mark.parametrize("number", ["", "0", "437 ", "437ab", "A1", "4.5", "-1", "\u0664"])
def test_malformed_round_number_is_refused(vary: Any, number: str) -> None:
    with pytest.raises(FeedError, match="is not like"):
        raw_rounds(vary({"437": {"drawNumber": number}}))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(
    key=st.sampled_from(KEYS),
    value=st.text(max_size=40) | st.sampled_from(["0", "1,2,3", "<a href='x'>", "May 1, 2026"]),
)
def test_any_text_in_any_field_is_read_or_refused_naming_the_field(
    vary: Any, key: str, value: str
) -> None:
    assert refused_field(vary({"437": {key: value}})) in (None, key)


def refused_field(content: bytes) -> str | None:
    """Return the field that makes a copy be refused, or None if the copy can be read."""
    try:
        parse(raw_rounds(content), LATEST)
    except FeedError as error:
        return error.field
    return None
