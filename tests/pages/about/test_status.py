"""How fresh the data is: in the footer of every page, and in detail on the Status page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.rounds.record import Record, Source
from data.upkeep.checks import REASONS, Check, Checks
from data.upkeep.recovery import KINDS, Notice
from data.upkeep.service import Snapshot
from data.vocabulary.places import FOLDER, SOURCE_URL
from data.vocabulary.reasons import Reason
from pages import served
from pages.about import freshness
from pages.language import Words
from tests.pages.support.app_views import notice, opened, plain
from tests.pages.support.shelf import check, serve

NOW = datetime(2026, 11, 22, 14, 17, tzinfo=UTC)
WORDS = Words()


def source(confirmed: str = "2026-08-20", url: str = SOURCE_URL) -> Source:
    retrieved = datetime(2026, 8, 20, tzinfo=UTC)
    return Source(url, "abc", retrieved, None, None, datetime.fromisoformat(f"{confirmed}T12:00Z"))


def failure(reason: str = "unreachable", at: datetime = NOW) -> Check:
    return Check(at, "failed", "The check failed", ("Some detail",), reason)


def footer(app: AppTest) -> list[str]:
    """Return the last captions of a page: any notices, then the line with the disclaimer."""
    said = [plain(caption.value) for caption in app.caption]
    last = max(at for at, text in enumerate(said) if "Not affiliated" in text)
    first = last
    while first and said[first - 1].startswith(":material/info:"):
        first -= 1
    return said[first : last + 1]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "just now"),
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (12 * 60 + 59, "12 minutes ago"),
        (3600, "1 hour ago"),
        (86_399, "23 hours ago"),
        (86_400, "1 day ago"),
        (94 * 86_400, "94 days ago"),
    ],
)
def test_elapsed_time_is_given_in_the_largest_unit(seconds: int, said: str) -> None:
    assert freshness.ago(NOW - timedelta(seconds=seconds), NOW, WORDS) == said


def test_time_on_another_day_includes_the_date() -> None:
    assert freshness.clock(NOW - timedelta(minutes=12), NOW, WORDS) == "14:05 UTC"
    assert freshness.clock(NOW - timedelta(days=1), NOW, WORDS) == "21 November 2026, 14:17 UTC"


def test_last_comparison_gives_the_time_of_the_latest_check() -> None:
    at = NOW - timedelta(minutes=12)
    said = freshness.last_comparison(
        source("2026-11-22"), Check(at, "unchanged", "No change"), NOW, WORDS
    )
    assert said == "Last compared with canada.ca 12 minutes ago (14:05 UTC): nothing new."


def test_public_copies_are_not_called_a_comparison_with_ircc() -> None:
    copies = replace(source("2026-11-21"), is_official=False)
    said = freshness.last_comparison(copies, None, NOW, WORDS)
    assert said == (
        "Taken from public copies of IRCC’s list 1 day ago (21 November 2026, 12:00 UTC), "
        "not from canada.ca."
    )


@pytest.mark.parametrize(
    ("confirmed", "said"),
    [
        ("2026-11-22", "Last compared with canada.ca 2 hours ago (12:00 UTC)."),
        ("2026-11-21", "Last compared with canada.ca 1 day ago (21 November 2026, 12:00 UTC)."),
        ("2026-08-20", "Last compared with canada.ca 94 days ago (20 August 2026, 12:00 UTC)."),
    ],
)
def test_last_comparison_is_the_confirmation_without_a_check(confirmed: str, said: str) -> None:
    assert freshness.last_comparison(source(confirmed), None, NOW, WORDS) == said


def test_confirmation_newer_than_the_last_check_is_shown_instead() -> None:
    old = Check(NOW - timedelta(days=5), "unchanged", "No change")
    said = freshness.last_comparison(source("2026-11-20"), old, NOW, WORDS)
    assert said == "Last compared with canada.ca 2 days ago (20 November 2026, 12:00 UTC)."


def test_site_is_the_host_of_the_source_url() -> None:
    assert freshness.site(source(url="http://127.0.0.1:9/x.json")) == "127.0.0.1"


@pytest.mark.parametrize("reason", REASONS)
def test_every_failure_reason_has_a_distinct_wording(reason: str) -> None:
    others = {freshness.reason(other, WORDS) for other in REASONS if other != reason}
    said = freshness.reason(reason, WORDS)
    assert said not in others
    assert freshness.failed_check(failure(reason), NOW, WORDS).endswith(
        f": {said}. The data has not changed."
    )


@pytest.mark.parametrize(
    ("reason", "n", "said"),
    [
        ("unreadable", 1, "IRCC’s file was not understood at the last check, just now (14:17 UTC)"),
        (
            "unreadable",
            49,
            "IRCC’s file has not been understood for 49 checks, the last just now (14:17 UTC): "
            "IRCC’s list can’t be read or believed. The data has not changed.",
        ),
        ("many-changes", 2, "IRCC’s file has not been used for 2 checks, the last just now"),
        ("busy", 0, "IRCC could not be reached at the last check, just now (14:17 UTC)"),
        ("busy", 1, "Before that, IRCC’s file was not understood for 1 check."),
        ("older", 3, "Before that, IRCC’s file was not understood for 3 checks."),
    ],
)
def test_checks_since_the_file_was_last_understood_are_told(reason: str, n: int, said: str) -> None:
    sentence = freshness.failed_check(replace(failure(reason), not_understood=n), NOW, WORDS)
    assert said in sentence
    assert ("Before that" in sentence) == ("Before that" in said)


@pytest.mark.parametrize(
    ("reason", "beginning"),
    [
        ("unreachable", "IRCC could not be reached at the last check, just now (14:17 UTC): "),
        ("busy", "IRCC could not be reached at the last check"),
        ("too-slow", "IRCC could not be reached at the last check"),
        ("not-the-feed", "IRCC’s file was not understood at the last check"),
        ("unreadable", "IRCC’s file was not understood at the last check"),
        ("older", "IRCC’s file was not used at the last check"),
        ("lost-rounds", "IRCC’s file was not used at the last check"),
        ("disk", "The last check, just now (14:17 UTC), failed: "),
    ],
)
def test_failed_check_tells_whether_ircc_was_reached_and_understood(
    reason: str, beginning: str
) -> None:
    assert freshness.failed_check(failure(reason), NOW, WORDS).startswith(beginning)


def ledger(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return corrections with these round ids, fields and kinds."""
    table = pd.DataFrame(rows, columns=["round_id", "field", "what"])
    return table.assign(why=Reason.NEW_FIELD.value)


def test_rounds_with_what_is_not_understood_are_named_or_counted_and_left_out_ones_named() -> None:
    assert freshness.not_understood(ledger(("437", "name", "suspect")), WORDS) == []
    one = ledger(("437", "name", "unclear"), ("437", "url", "unclear"))
    (said,) = freshness.not_understood(one, WORDS)
    assert said.startswith(
        "IRCC’s list has something new that we don’t understand yet (#437). We show what can be"
    )
    new = ledger(("448", "round_id", "unclear"))
    said, left_out = freshness.not_understood(pd.concat([one, new]), WORDS)
    assert "(#437 and #448)." in said
    assert left_out == "#448 is in IRCC’s list, but can’t be read and is missing here."


def test_many_rounds_with_what_is_not_understood_are_counted() -> None:
    rows = [(f"{number}", "name", "unclear") for number in range(437, 441)]
    (said,) = freshness.not_understood(ledger(*rows), WORDS)
    assert "(4 rounds)." in said


def test_round_without_a_number_is_missing_and_not_blamed_on_the_newest() -> None:
    nameless = ledger(("447", "other", "unclear")).assign(why=Reason.NO_NUMBER.value)
    said = "A round in IRCC’s list has no number that can be read, and is missing here."
    assert freshness.not_understood(nameless, WORDS) == [said]
    assert freshness.left_out(pd.concat([nameless, nameless]), WORDS) == [
        "2 rounds in IRCC’s list have no number that can be read, and are missing here."
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_notice_names_a_missing_round_before_it_is_opened(
    language: str, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = record.ledger.tail(1).assign(round_id="448", field="round_id", what="unclear")
    serve(monkeypatch, replace(record, ledger=pd.concat([record.ledger, new], ignore_index=True)))
    summary = notice(opened("pool", lang=language), "unclear").split("\n")[0]
    assert (
        summary
        == {
            "en": "#448 is in IRCC’s list, but can’t be read and is missing here.",
            "fr": "La ronde n°\N{NO-BREAK SPACE}448 figure dans la liste d’IRCC, mais elle est "
            "illisible et manque ici.",
        }[language]
    )


def test_rounds_from_public_copies_are_named() -> None:
    assert freshness.second_hand(ledger(("437", "name", "suspect")), WORDS) is None
    one = ledger(("447", "round_id", "unconfirmed"))
    said = "1 round (#447) comes from public copies of IRCC’s list, not from IRCC’s own file."
    assert freshness.second_hand(one, WORDS) == said
    two = pd.concat([ledger(("446", "round_id", "unconfirmed")), one])
    assert str(freshness.second_hand(two, WORDS)).startswith("2 rounds (#446 to #447) come from")


def test_unknown_failure_reason_gets_a_generic_wording() -> None:
    assert freshness.reason("sunspots", WORDS) == "the new list could not be used"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_notice_has_a_sentence(kind: str) -> None:
    assert freshness.file_problem(Notice(kind, "A detail"), WORDS).endswith(".")


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (NOW, "Any moment now."),
        (NOW - timedelta(hours=1), "Any moment now."),
        (NOW + timedelta(seconds=1), "In about 1 minute."),
        (NOW + timedelta(minutes=18), "In about 18 minutes."),
        (NOW + timedelta(minutes=119), "In about 119 minutes."),
        (NOW + timedelta(minutes=120), "In about 2 hours."),
        (NOW + timedelta(minutes=230), "In about 4 hours."),
    ],
)
def test_time_to_the_next_check_is_rounded(due: datetime, said: str) -> None:
    assert freshness.next_check(due, NOW, WORDS) == said


@pytest.fixture
def service(record: Record) -> Callable[..., served.Service]:
    """Builds the state of a server with these checks and notices."""

    def build(*checks: Check, minutes: float = 30, notices: tuple[str, ...] = ()) -> served.Service:
        class RecordService:
            def snapshot(self) -> Snapshot:
                return Snapshot(record, "a", tuple(Notice(kind, "") for kind in notices))

        log = Checks(Path("nowhere"))
        log._unsaved = list(checks)
        return served.Service(RecordService(), log, minutes)  # type: ignore[arg-type]

    return build


def test_next_check_is_scheduled_from_the_last_one(service: Callable[..., served.Service]) -> None:
    fine = Check(NOW - timedelta(minutes=12), "unchanged", "No change")
    assert service(fine).next_check(NOW) == NOW + timedelta(minutes=18)
    assert service().next_check(NOW) == NOW
    assert service(replace(fine, at=NOW - timedelta(days=2))).next_check(NOW) == NOW
    asked = replace(failure("busy"), not_before=NOW + timedelta(hours=3))
    assert service(asked).next_check(NOW) == NOW + timedelta(hours=3)
    # After a failure the interval is doubled.
    assert service(failure()).next_check(NOW) == NOW + timedelta(minutes=60)


def test_no_check_is_scheduled_if_refresh_is_off_or_folder_read_only(
    service: Callable[..., served.Service],
) -> None:
    assert service(minutes=0).next_check(NOW) is None
    assert service(notices=("read-only",)).next_check(NOW) is None


def test_footer_says_when_data_was_last_compared_with_ircc(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = served.now()
    fresh = replace(record, source=replace(record.source, confirmed_at=now - timedelta(hours=1)))
    serve(monkeypatch, fresh, checks=[check(minutes=1, seconds=20)])
    (said,) = footer(opened("cut-offs"))
    assert f"{len(record.draws)} rounds up to " in said
    assert "Last compared with canada.ca 1 minute ago (" in said
    assert "): nothing new." in said


SUMMARIES = {
    "busy": ("IRCC could not be reached", "IRCC n’a pas pu être joint"),
    "unreadable": ("IRCC’s file was not understood", "Le fichier d’IRCC n’a pas été compris"),
    "lost-rounds": ("IRCC’s file was not used", "Le fichier d’IRCC n’a pas été utilisé"),
    "older": (
        "IRCC sent an older copy of its file",
        "IRCC a envoyé une copie plus ancienne de son fichier",
    ),
    "disk": (
        "The last check failed on our side",
        "La dernière vérification a échoué de notre côté",
    ),
}


@pytest.mark.parametrize("reason", SUMMARIES)
@pytest.mark.parametrize(("place", "language"), [(0, "en"), (1, "fr")])
def test_failed_check_is_told_apart_on_a_page_in_one_line(
    reason: str, place: int, language: str, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = check("failed", reason, minutes=3, seconds=20)
    serve(monkeypatch, record, checks=[failed, check(hours=5)], refresh_minutes=30)
    app = opened("pool", lang=language)
    assert not app.exception
    assert not app.error
    summary, told = notice(app, "age").split("\n")[:2]
    assert summary == SUMMARIES[reason][place]
    assert told == freshness.failed_check(failed, served.now(), Words(language))


@pytest.mark.parametrize("path", ["", "my-score"])
def test_failed_check_is_a_notice_on_every_page_and_not_in_the_footer_too(
    path: str, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [check("failed", "busy", minutes=3, seconds=20), check(hours=5)]
    serve(monkeypatch, record, checks=checks, refresh_minutes=30)
    app = opened(path)
    beginning = "IRCC could not be reached\nIRCC could not be reached at the last check, 3 minutes"
    assert notice(app, "age").startswith(beginning)
    assert "): IRCC’s website was down or too busy to answer." in notice(app, "age")
    (said,) = footer(app)
    assert "Last compared with canada.ca 5 hours ago (" in said


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", ["", "my-score", "status"])
def test_every_page_says_that_something_new_is_not_understood(
    path: str, language: str, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = record.ledger.tail(2).assign(
        round_id=["437", "448"],
        field=["cutoff", "round_id"],
        what="unclear",
        published=["1,250", "448; <b>soon</b>"],
        used=None,
    )
    serve(monkeypatch, replace(record, ledger=pd.concat([record.ledger, new], ignore_index=True)))
    app = opened(path, lang=language)
    assert not app.exception
    shown = [plain(text.value) for kind in ("info", "markdown") for text in app.get(kind)]
    told = freshness.not_understood(new, Words(language))
    assert len(told) == 2
    for sentence in told:
        assert sum(" ".join(sentence.split()) in " ".join(text.split()) for text in shown) == 1


def test_pages_say_which_rounds_are_from_public_copies(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = record.ledger.tail(2).assign(
        round_id=["436", "437"], field="round_id", what="unconfirmed"
    )
    copies = replace(record.source, is_official=False)
    serve(monkeypatch, replace(record, ledger=new, source=copies))
    sentence = "2 rounds (#436 to #437) come from public copies of IRCC’s list"
    assert sentence in footer(opened("cut-offs"))[-1]
    for path in ("status", "data"):
        text = "\n".join(plain(element.value) for element in opened(path).markdown)
        assert sentence in text
        assert "This is not IRCC’s own file" in text
        assert "We last confirmed" not in text


def test_failed_check_is_not_mentioned_after_a_successful_one(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [check(minutes=3), check("failed", "busy", hours=5)]
    serve(monkeypatch, record, checks=checks)
    assert len(footer(opened("cut-offs"))) == 1


def test_notices_appear_in_the_footer_and_on_the_status_page(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, record, notices=KINDS)
    told = [freshness.file_problem(Notice(kind, ""), WORDS) for kind in KINDS]
    assert footer(opened("cut-offs"))[:-1] == [f":material/info: {text}" for text in told]
    app = opened("status")
    assert [plain(info.value) for info in app.info] == told


def facts(app: AppTest) -> dict[str, str]:
    return {str(name): plain(row["fact"]) for name, row in app.table[0].value.iterrows()}


def test_status_page_lists_checks_with_results_and_reasons(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [
        check("failed", "lost-rounds", minutes=12, seconds=20),
        check("unchanged", minutes=45),
        check("changed", days=2),
    ]
    serve(monkeypatch, record, checks=checks, refresh_minutes=30)
    app = opened("status")
    assert not app.exception
    assert app.caption[0].value == "Express Entry rounds · Status"
    table = app.dataframe[0].value
    assert table["result"].tolist() == [
        "Failed: IRCC’s list was missing several rounds that were there before",
        "Nothing new",
        "Updated with a new copy",
    ]
    assert table["details"].tolist() == [
        "A detail of lost-rounds",
        "A headline: unchanged · A detail of ",
        "A headline: changed · A detail of ",
    ]
    assert [at.to_pydatetime() for at in table["at"]] == [each.at for each in checks]
    told = facts(app)
    assert told["Last check"].startswith("12 minutes ago (")
    assert told["Last check"].endswith(
        "), failed: IRCC’s list was missing several rounds that were there before."
    )
    # The interval of 30 minutes doubles after a failure, and 12 minutes have passed.
    assert told["Next check"] == "In about 48 minutes."
    assert record.source.sha256 in [code.value for code in app.code]


def test_status_page_says_what_utc_is() -> None:
    captions = [plain(caption.value) for caption in opened("status").caption]
    assert (
        sum(caption.startswith("Times are in UTC (universal time): ") for caption in captions) == 1
    )


def test_status_page_says_when_checks_are_turned_off(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, record, refresh_minutes=0)
    app = opened("status")
    assert not app.exception
    assert not app.dataframe
    told = facts(app)
    assert told["Last check"] == "No checks yet."
    assert told["Next check"].startswith("Not planned: checking IRCC’s list is turned off")


def test_check_messages_are_not_rendered_as_markdown(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = replace(check("changed"), headline="<b>*Add*</b>", details=("=1+1",))
    serve(monkeypatch, record, checks=[bad])
    app = opened("status")
    # st.dataframe renders no Markdown, and the text may be nowhere else.
    assert app.dataframe[0].value["details"].tolist() == ["<b>*Add*</b> · =1+1"]
    assert not any("Add" in element.value for element in app.markdown)


@pytest.mark.parametrize("path", ["cut-offs", "data", "status"])
def test_every_page_links_to_the_status_page(path: str) -> None:
    links = [link.proto for link in opened(path).get("page_link")]
    assert {(link.label, link.page) for link in links} == {("Data status", "status")}
    assert len(links) == (2 if path == "data" else 1)


def test_pages_use_the_bundled_data_when_run_without_a_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(served, "_service", [])
    assert served.current().folder == FOLDER
    assert served.current() is served.current()
    assert served.service().next_check(NOW) is None


def test_pages_use_the_data_given_by_the_server(
    service: Callable[..., served.Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "_service", [])
    mine = service()
    served.configure(mine)
    assert served.service() is mine
    assert served.record() is mine.current.snapshot().record
