"""A refresh merges what is new, reports it, and changes nothing when it refuses a copy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest

from data.__main__ import main
from data.io import files
from data.io.connection import Download, Limits
from data.rounds.copies import COPY, SUPERSEDED, rebuild
from data.rounds.history import NOTHING_SAID, Said
from data.rounds.record import RecordError, RefusedError, Source, load, save
from data.upkeep.refresh import REFUSALS, refresh, take_public_copy
from data.upkeep.report import Outcome, printable
from data.vocabulary.places import SOURCE_URL
from data.vocabulary.reasons import Reason
from tests.data.conftest import FIXTURES

URL = SOURCE_URL


def at(day: str, hour: int = 12) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def mock_client(response: httpx.Response) -> httpx.Client:
    def handle(_: httpx.Request) -> httpx.Response:
        # Content given to a response counts as already read; a stream does not.
        stream = httpx.ByteStream(response.content)
        return httpx.Response(response.status_code, headers=response.headers, stream=stream)

    return httpx.Client(transport=httpx.MockTransport(handle))


@pytest.fixture(scope="module")
def refreshed(copies: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record created from the oldest excerpt and refreshed with each newer one."""
    place = tmp_path_factory.mktemp("refreshed")
    for day, content in copies.items():
        copy = place / f"{day}.json"
        copy.write_bytes(content)
        refresh(place / "record", str(copy), now=at(day, 0))
    return place / "record"


@pytest.fixture
def folder(refreshed: Path, tmp_path: Path) -> Path:
    """A copy of that record, which a test may change."""
    return Path(shutil.copytree(refreshed, tmp_path / "record"))


@pytest.fixture
def refresh_from(folder: Path, tmp_path: Path) -> Callable[..., Outcome]:
    """Refresh the record from a file with this content."""

    def refresh_from(content: bytes, day: str = "2026-08-25") -> Outcome:
        copy = tmp_path / "copy.json"
        copy.write_bytes(content)
        return refresh(folder, str(copy), now=at(day))

    return refresh_from


def test_first_refresh_creates_the_record(newest: bytes, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(newest)
    outcome = refresh(tmp_path / "new" / "record", str(copy), now=at("2026-08-20"))
    assert outcome == Outcome("Start the data with 48 rounds", (), changed=True)
    assert len(load(tmp_path / "new" / "record").draws) == 48


def test_added_and_revised_rounds_are_reported(copies: dict[str, bytes], tmp_path: Path) -> None:
    place = tmp_path / "record"
    outcomes = []
    for day, content in copies.items():
        copy = tmp_path / f"{day}.json"
        copy.write_bytes(content)
        outcomes.append(refresh(place, str(copy), now=at(day)))
    # 27, 34, 39 and 48 rounds are in the four excerpts. The third one rewords five names (#258,
    # #270, #273, #274, #277), withdraws four snapshots and changes one tie-break.
    assert [outcome.headline for outcome in outcomes] == [
        "Start the data with 27 rounds",
        "Add 7 rounds (#258 to #277), record 1 revision",
        "Add 5 rounds (#297 to #357), record 10 revisions",
        "Add 9 rounds (#383 to #437)",
    ]
    details = outcomes[2].details
    assert details[0] == (
        "Added #297: 2024-05-31, Canadian Experience Class, 3,000 invitations, cut-off 522"
    )
    assert (
        "Revised #262 tie_break_at: August 01, 2023 at 12:59:52 UTC -> 2023-07-04 19:36:18 UTC"
        in details
    )
    assert "Revised #223 pool: 15 bands, 211,093 candidates -> nothing" in details
    assert (
        "Suspect #357 drawn_at: July 12, 2025 at 16:27:45 UTC -> nothing."
        " The published time is not on the day of the round." in details
    )


def test_headline_names_the_round_if_only_one_was_added(
    vary: Any, tmp_path: Path, newest: bytes
) -> None:
    before = tmp_path / "before"
    shorter = tmp_path / "shorter.json"
    shorter.write_bytes(vary(drop=("437",)))
    refresh(before, str(shorter), now=at("2026-08-18"))
    whole = tmp_path / "whole.json"
    whole.write_bytes(newest)
    outcome = refresh(before, str(whole), now=at("2026-08-20"))
    assert outcome.headline == "Add round #437 (French-language proficiency, 2026-08-19)"


def test_vanished_round_is_reported_and_kept(refresh_from: Any, vary: Any, folder: Path) -> None:
    outcome = refresh_from(vary(drop=("430",)))
    assert outcome.headline == "Keep 1 vanished round"
    assert outcome.details == (
        "Vanished #430: This round is no longer in the published list; it is kept here.",
    )
    assert "430" in set(load(folder).draws["round_id"])


def test_new_names_and_new_fields_are_reported(refresh_from: Any, vary: Any) -> None:
    outcome = refresh_from(
        vary({"437": {"drawName": "Beekeepers\n(Version 1)", "drawColour": "red"}})
    )
    assert outcome.headline == "Record 1 revision"
    text = "\n".join(outcome.details)
    assert "Unclear #437 name: 'Beekeepers\\n(Version 1)'" in text
    assert "until it is assigned" in text
    assert (
        "Unclear #437 other: drawColour: red -> nothing. This field of IRCC’s list is new" in text
    )
    assert outcome.unclear == outcome.details[-2:]


def test_copy_with_other_bytes_but_the_same_rounds_is_accepted(
    refresh_from: Any, newest: bytes, folder: Path
) -> None:
    before = load(folder)
    outcome = refresh_from(newest + b"\n")
    assert outcome.headline == "Update to a new copy in which no round changed"
    after = load(folder)
    pd.testing.assert_frame_equal(after.ledger, before.ledger)
    assert after.source.sha256 != before.source.sha256


def test_refreshing_again_from_the_same_copy_changes_nothing(
    refresh_from: Any, vary: Any, newest: bytes, folder: Path, digest: Any
) -> None:
    before = digest(folder)
    assert refresh_from(newest) == Outcome("No change", (), changed=False)
    assert digest(folder) == before
    changed = vary({"437": {"drawCRS": "381"}})
    refresh_from(changed)
    after = digest(folder)
    assert after != before
    assert refresh_from(changed, "2026-08-26").headline == "No change"
    assert digest(folder) == after


def test_the_folder_holds_exactly_the_files_of_the_record(folder: Path, digest: Any) -> None:
    assert set(digest(folder)) == {
        "draws.parquet",
        "pool.parquet",
        "ledger.parquet",
        "events.parquet",
        "source.json",
        COPY,
        SUPERSEDED,
    }


def test_tables_can_be_rebuilt_after_a_revision_and_a_vanished_round(
    refresh_from: Any, vary: Any, folder: Path, digest: Any
) -> None:
    refresh_from(vary({"437": {"drawCRS": "381"}}, drop=("430",)))
    before = digest(folder)
    for path in folder.glob("*.parquet"):
        path.unlink()
    rebuild(folder)
    assert digest(folder) == before


@pytest.mark.parametrize("case", ["empty", "html", "cut", "fewer", "renamed", "older", "gone"])
def test_a_refused_copy_leaves_every_file_untouched(
    case: str, vary: Any, newest: bytes, folder: Path, tmp_path: Path, digest: Any
) -> None:
    before = digest(folder)
    contents = {
        "empty": b"",
        "html": b"<html>Maintenance</html>",
        "cut": newest[:-100],
        "fewer": vary(drop=("430", "432")),
        "renamed": newest.replace(b"drawSize", b"size"),
        "older": vary({"437": {"drawCRS": "381"}}),
    }
    copy = tmp_path / "copy.json"
    if case in contents:
        copy.write_bytes(contents[case])
    said = Said(at("2026-08-19")()) if case == "older" else NOTHING_SAID
    with pytest.raises(REFUSALS):
        refresh(folder, str(copy), now=at("2026-08-25"), said=said)
    assert digest(folder) == before


def test_copy_whose_tables_would_break_their_contract_is_refused(
    refresh_from: Any, vary: Any, folder: Path, digest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise RecordError("The tables break their contract: draws.cutoff")

    before = digest(folder)
    monkeypatch.setattr("data.upkeep.refresh.check", broken)
    with pytest.raises(RefusedError, match=r"cannot be used: .*draws\.cutoff") as caught:
        refresh_from(vary({"437": {"drawCRS": "381"}}))
    assert caught.value.reason == "unreadable"
    assert digest(folder) == before


def test_unreadable_value_is_reported_and_the_rest_is_taken(
    refresh_from: Any, vary: Any, folder: Path
) -> None:
    outcome = refresh_from(vary({"437": {"drawSize": "five"}, "436": {"drawSize": "1,001"}}))
    assert outcome.headline == "Record 1 revision"
    assert outcome.details == (
        "Revised #436 invitations: 1,000 -> 1001",
        "Unclear #437 invitations: five -> 5000. The text is not a whole number like 5,000.",
    )
    assert outcome.unclear == outcome.details[1:]
    assert load(folder).draws["invitations"].tolist()[-2:] == [1001, 5000]


def test_public_copy_is_taken_and_confirmed_by_the_next_official_one(
    folder: Path, tmp_path: Path, newest: bytes, digest: Any
) -> None:
    ten = json.loads((FIXTURES / "2026-10-01.json").read_bytes())
    document = json.loads(newest)
    document["rounds"] = ten["rounds"] + document["rounds"]
    copy = tmp_path / "copy.json"
    copy.write_text(json.dumps(document))
    outcome = take_public_copy(folder, copy, now=at("2026-10-10", 0))
    assert outcome.headline == "Add 10 rounds (#438 to #447)"
    record, files = load(folder), digest(folder)
    assert not record.source.is_official
    assert (record.ledger["what"] == "unconfirmed").sum() == 10
    assert take_public_copy(folder, copy, now=at("2026-10-11")).headline == "No change"
    assert digest(folder) == files
    outcome = refresh(folder, str(copy), now=at("2026-10-12"))
    assert outcome.headline == "Confirm 10 rounds"
    record = load(folder)
    assert record.source.is_official
    assert "unconfirmed" not in set(record.ledger["what"])


def test_a_refused_first_copy_leaves_no_folder(tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(b"<html>")
    with pytest.raises(REFUSALS):
        refresh(tmp_path / "record", str(copy), now=at("2026-08-25"))
    assert not (tmp_path / "record").exists()


def test_a_file_that_is_too_large_is_refused(
    refresh_from: Any, newest: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.upkeep.refresh.LIMITS", Limits(size=1000))
    with pytest.raises(REFUSALS, match="more than 1,000 bytes"):
        refresh_from(newest)


# What a person accepts


def test_withdrawn_rounds_are_accepted_by_somebody_who_looked(
    folder: Path, vary: Any, tmp_path: Path, digest: Any
) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(vary(drop=("430", "432")))
    for withdrawn in (0, 1):
        said = Said(withdrawn=withdrawn)
        with pytest.raises(RefusedError, match="--accept-withdrawn 2 --by NAME") as caught:
            refresh(folder, str(copy), now=at("2026-08-25"), said=said)
        assert caught.value.reason == "lost-rounds"
    said = Said(withdrawn=2, by="Ada Lovelace")
    outcome = refresh(folder, str(copy), now=at("2026-08-25"), said=said)
    assert outcome.headline == "Keep 2 vanished rounds"
    why = "Accepted by Ada Lovelace on 2026-08-25: this copy of IRCC’s list lacks 2 rounds."
    assert outcome.details[-1] == why
    record = load(folder)
    entry = record.ledger[record.ledger["what"] == "accepted"].iloc[0]
    assert (entry["round_id"], entry["field"], entry["why"]) == ("432", "other", why)
    assert entry["seen_at"] == pd.Timestamp("2026-08-25 12:00", tz="UTC")
    assert {"430", "432"} <= set(record.draws["round_id"])
    before = digest(folder)
    rebuild(folder)
    assert digest(folder) == before
    # The next copy lacks them, too, and needs nobody.
    copy.write_bytes(vary({"437": {"drawCRS": "381"}}, drop=("430", "432")))
    assert refresh(folder, str(copy), now=at("2026-08-26")).headline == "Record 1 revision"


def many_changed(newest: bytes, n: int, **changes: str) -> bytes:
    document = json.loads(newest)
    for raw in document["rounds"][:n]:
        raw.update(changes or {"drawCRS": str(int(raw["drawCRS"]) - 1)})
    return json.dumps(document).encode()


def test_copy_that_changes_many_old_rounds_is_refused_until_somebody_accepts_it(
    folder: Path, newest: bytes, tmp_path: Path, digest: Any
) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(many_changed(newest, 37))
    before = digest(folder)
    for changed in (0, 36):
        with pytest.raises(RefusedError, match="--accept-changes 37 --by NAME") as caught:
            refresh(folder, str(copy), now=at("2026-08-25"), said=Said(changed=changed))
        assert caught.value.reason == "many-changes"
        assert digest(folder) == before
    outcome = refresh(folder, str(copy), now=at("2026-08-25"), said=Said(changed=37))
    assert outcome.headline == "Record 37 revisions"
    why = "Accepted on 2026-08-25: this copy of IRCC’s list changes 37 rounds at once."
    assert outcome.details[-1] == why
    assert load(folder).ledger["why"].tolist().count(why) == 1


def test_changes_of_a_few_dozen_rounds_need_nobody(refresh_from: Any, newest: bytes) -> None:
    assert refresh_from(many_changed(newest, 36)).headline == "Record 36 revisions"


@pytest.mark.parametrize(
    "changes",
    [
        {"drawColour": "red"},
        {"drawNumberURL": "<a href='/en/x.html'>x</a>", "mitext": "", "DrawText1": ""},
        {"drawCRS": ""},
        {"drawText2": "", "drawDateTime": "soon"},
    ],
)
def test_new_fields_links_and_blanks_in_all_rounds_need_nobody(
    changes: dict[str, str], folder: Path, newest: bytes, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.json"
    n = 20 if "drawCRS" in changes else 48  # at most half may be without what all need
    copy.write_bytes(many_changed(newest, n, **changes))
    before = load(folder).draws.drop(columns="url")
    assert refresh(folder, str(copy), now=at("2026-08-25")).changed
    pd.testing.assert_frame_equal(load(folder).draws.drop(columns="url"), before)


# A clock that was wrong


@pytest.fixture
def ahead(folder: Path, vary: Any, tmp_path: Path) -> Path:
    """The record after a copy that a machine took with its clock in 2031."""
    copy = tmp_path / "ahead.json"
    copy.write_bytes(vary({"437": {"drawCRS": "381"}}))
    refresh(folder, str(copy), now=at("2031-05-05"))
    return folder


def test_next_copy_is_taken_although_the_clock_was_ahead_once(
    ahead: Path, vary: Any, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(vary({"437": {"drawCRS": "380"}}))
    assert refresh(ahead, str(copy), now=at("2026-08-25")).headline == "Record 1 revision"
    record = load(ahead)
    assert record.draws["cutoff"].iloc[-1] == 380
    assert record.ledger["seen_at"].max() == pd.Timestamp("2026-08-25 12:00", tz="UTC")
    assert record.complete_through == date(2026, 8, 24)
    revised = record.ledger[record.ledger["what"] == "revised"]
    texts = revised.loc[revised["round_id"] == "437", "published"]
    assert texts.tolist() == ["382", "381"], "no correction is forgotten"


@pytest.mark.parametrize("has_changed", [True, False])
def test_times_of_a_clock_that_was_ahead_are_mended_without_a_new_copy(
    ahead: Path, vary: Any, has_changed: bool
) -> None:
    content = vary({"437": {"drawCRS": "381"}}) if has_changed else b""
    status = 200 if has_changed else 304
    with mock_client(httpx.Response(status, content=content)) as client:
        outcome = refresh(ahead, URL, now=at("2026-08-25"), client=client)
        assert outcome.headline == "Mend the times of our copy"
        assert refresh(ahead, URL, now=at("2026-08-26"), client=client).headline == "No change"
    record = load(ahead)
    assert record.source.retrieved_at == at("2026-08-25")() - timedelta(seconds=1)
    assert record.complete_through == date(2026, 8, 25)
    rebuild(ahead)


def test_nothing_is_mended_by_a_clock_that_is_behind(
    ahead: Path, vary: Any, tmp_path: Path, digest: Any
) -> None:
    before = digest(ahead)
    copy = tmp_path / "copy.json"
    copy.write_bytes(vary({"437": {"drawCRS": "380"}}))
    with pytest.raises(RefusedError, match="clock says 1970-01-01, but the newest round") as caught:
        refresh(ahead, str(copy), now=at("1970-01-01"))
    assert caught.value.reason == "clock"
    assert digest(ahead) == before


def test_slow_download_does_not_replace_a_newer_copy_of_another_process(
    folder: Path, vary: Any, tmp_path: Path
) -> None:
    ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
    ours.write_bytes(vary({"437": {"drawCRS": "381"}}))
    theirs.write_bytes(vary({"437": {"drawCRS": "380"}}))
    clock = (at("2026-08-25", hour)() for hour in (12, 14, 14))
    refresh(folder, str(theirs), now=at("2026-08-25", 13))
    with pytest.raises(RefusedError, match="older copy: it is from 2026-08-25 12:00"):
        refresh(folder, str(ours), now=lambda: next(clock))
    assert load(folder).draws["cutoff"].iloc[-1] == 380


# Over HTTP


def test_etag_is_stored_and_sent_with_the_next_refresh(folder: Path, newest: bytes) -> None:
    with mock_client(
        httpx.Response(200, headers={"ETag": '"1"'}, content=newest + b"\n")
    ) as client:
        refresh(folder, URL, now=at("2026-08-25"), client=client)
    source = load(folder).source
    assert (source.url, source.etag, source.confirmed_at) == (URL, '"1"', at("2026-08-25")())

    etags: list[str | None] = []

    def not_modified(request: httpx.Request) -> httpx.Response:
        etags.append(request.headers.get("If-None-Match"))
        return httpx.Response(304)

    with httpx.Client(transport=httpx.MockTransport(not_modified)) as client:
        outcome = refresh(folder, URL, now=at("2026-08-27"), client=client)
    assert etags == ['"1"']
    assert outcome.headline == "No change"
    assert load(folder).source == replace(source, confirmed_at=at("2026-08-27")())


def test_unchanged_copy_updates_only_source_json_once_a_day(
    folder: Path, newest: bytes, digest: Any
) -> None:
    before = digest(folder)
    with mock_client(httpx.Response(200, content=newest)) as client:
        refresh(folder, URL, now=at("2026-08-25", 6), client=client)
        first = digest(folder)
        refresh(folder, URL, now=at("2026-08-25", 18), client=client)
    assert digest(folder) == first
    assert {name for name in first if first[name] != before[name]} == {"source.json"}


@pytest.mark.parametrize(
    ("day", "hour", "complete"),
    [
        # In the night of 26 August in UTC it is still the evening of the 25th in Ottawa.
        ("2026-08-26", 0, date(2026, 8, 24)),
        ("2026-08-26", 3, date(2026, 8, 24)),
        ("2026-08-26", 4, date(2026, 8, 25)),
    ],
)
def test_data_is_complete_through_the_last_day_that_was_over_in_ottawa(
    folder: Path, newest: bytes, day: str, hour: int, complete: date
) -> None:
    with mock_client(httpx.Response(200, content=newest)) as client:
        refresh(folder, URL, now=at(day, hour), client=client)
    assert load(folder).complete_through == complete


def test_data_confirmed_on_the_day_of_its_newest_round_is_complete_through_that_day(
    folder: Path,
) -> None:
    record = load(folder)  # the newest round was on Wednesday, 19 August 2026
    source = replace(record.source, confirmed_at=at("2026-08-19", 18)())
    assert replace(record, source=source).complete_through == date(2026, 8, 19)


def test_source_of_an_earlier_version_was_confirmed_at_the_start_of_its_day() -> None:
    values = json.loads(load().source.to_json())
    values |= {"confirmed_on": "2026-08-25"}
    del values["confirmed_at"]
    source = Source.from_json(json.dumps(values).encode())
    assert source.confirmed_at == at("2026-08-25", 0)()


def test_server_error_changes_nothing(folder: Path, digest: Any) -> None:
    before = digest(folder)
    with mock_client(httpx.Response(500)) as client, pytest.raises(REFUSALS, match="answered 500"):
        refresh(
            folder, URL, now=at("2026-08-25"), client=client, download=Download(Limits(attempts=1))
        )
    assert digest(folder) == before


def test_status_304_without_stored_data_is_an_error(tmp_path: Path) -> None:
    with (
        mock_client(httpx.Response(304)) as client,
        pytest.raises(REFUSALS, match="we have no copy"),
    ):
        refresh(tmp_path / "record", URL, now=at("2026-08-25"), client=client)


def test_interrupted_write_is_finished_by_the_next_refresh(
    refresh_from: Any, vary: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(files, "_move_into_place", lambda _: None)
        refresh_from(vary({"437": {"drawCRS": "381"}}))
    assert (folder / files.COMMITTED).exists()
    assert load(folder).draws["cutoff"].iloc[-1] == 381
    outcome = refresh_from(vary({"437": {"drawCRS": "380"}}), "2026-08-26")
    assert outcome.headline == "Record 1 revision"
    assert load(folder).draws["cutoff"].iloc[-1] == 380
    assert not (folder / files.COMMITTED).exists()


def test_control_characters_are_escaped_for_the_terminal() -> None:
    assert printable("Métiers, 5") == "Métiers, 5"
    assert printable("a\x1b[31m\nb") == "'a\\x1b[31m\\nb'"
    assert printable(None) == "nothing"


# Command line


def test_command_line_refreshes_checks_and_rebuilds(
    copies: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "record")
    for day, content in copies.items():
        copy = tmp_path / f"{day}.json"
        copy.write_bytes(content)
        assert main(["refresh", "--from", str(copy), "--into", place, "--retrieved-at", day]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Start the data with 27 rounds"
    assert lines[1] == "Add 7 rounds (#258 to #277), record 1 revision"
    assert lines[2] == ""

    assert main(["check", place]) == 0
    summary = capsys.readouterr().out
    assert "48 (#1 on 2015-01-31 to #437 on 2026-08-19)" in summary
    assert "2026-08-20T00:00:00Z" in summary
    assert main(["rebuild", place]) == 0
    assert "already match our copies" in capsys.readouterr().out
    (tmp_path / "record" / "pool.parquet").unlink()
    assert main(["check", place]) == 1
    assert main(["rebuild", place]) == 0
    assert "Rebuilt the tables" in capsys.readouterr().out


def test_command_line_accepts_what_was_refused_in_somebodys_name(
    folder: Path, vary: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(vary(drop=("430", "432")))
    command = ["refresh", "--from", str(copy), "--into", str(folder)]
    assert main(command, at("2026-08-25")) == 1
    assert "run `python -m data refresh --accept-withdrawn 2 --by NAME`" in capsys.readouterr().err
    assert main([*command, "--accept-withdrawn", "2", "--by", " Ada "], at("2026-08-25")) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "Accepted by Ada on 2026-08-25: this copy of IRCC’s list lacks 2 rounds."
    for name in ("", "a\nb", "x" * 61):
        with pytest.raises(SystemExit):
            main([*command, "--by", name])


def test_folder_without_its_source_is_not_begun_anew(
    refresh_from: Any, vary: Any, folder: Path
) -> None:
    (folder / "source.json").write_bytes(b"")
    assert refresh_from(vary({"437": {"drawCRS": "381"}})).headline == "Record 1 revision"
    (folder / "source.json").unlink()
    outcome = refresh_from(vary({"437": {"drawCRS": "380"}}), "2026-08-26")
    assert outcome.headline == "Record 1 revision"


def test_command_line_reports_errors_without_a_traceback(
    folder: Path, tmp_path: Path, digest: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digest(folder)
    copy = tmp_path / "copy.json"
    copy.write_bytes(b"<html>")
    assert main(["refresh", "--from", str(copy), "--into", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("refresh failed: The file '<html>' is a web page")
    assert len(err.splitlines()) == 1
    assert main(["refresh", "--from", str(tmp_path / "none"), "--into", str(folder)]) == 1
    assert main(["check", str(tmp_path)]) == 1
    assert main(["rebuild", str(tmp_path)]) == 1
    assert digest(folder) == before


def test_command_line_check_finds_tables_that_differ_from_the_copies(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = load(folder)
    draws = record.draws.assign(invitations=record.draws["invitations"] + 1)
    save(replace(record, draws=draws), folder)
    assert main(["check", str(folder)]) == 1
    assert "does not match our copies" in capsys.readouterr().err


def test_damaged_record_is_not_refreshed(refresh_from: Any, newest: bytes, folder: Path) -> None:
    (folder / COPY).unlink()
    with pytest.raises(RecordError, match="Restore them"):
        refresh_from(newest)


def test_data_is_not_complete_beyond_a_newer_round_that_cannot_be_read(folder: Path) -> None:
    record = load(folder)
    source = replace(record.source, confirmed_at=at("2026-08-27", 12)())
    entry = record.ledger.iloc[-1:].assign(what="unclear", field="round_id", why=Reason.LEFT_OUT)
    complete = {}
    for unread in ("438", "431"):  # after the newest, #437 of 19 August, and one that is known
        ledger = pd.concat([record.ledger, entry.assign(round_id=unread)], ignore_index=True)
        complete[unread] = replace(record, source=source, ledger=ledger).complete_through
    assert complete == {"438": date(2026, 8, 19), "431": date(2026, 8, 26)}
