"""Cut-offs of each category, checked by hand and by loops over the real rounds."""

from __future__ import annotations

from datetime import date
from statistics import median

import pandas as pd
import pytest

from analysis.rounds import cutoffs
from tests.conftest import Build


def of(frame: pd.DataFrame, category: str) -> pd.DataFrame:
    return frame[frame["category"] == category]


def test_previous_and_change_stay_within_the_category(draws: pd.DataFrame) -> None:
    table = cutoffs.series(draws).set_index("round_id")
    row = table.loc["275"]
    assert (row["previous"], row["previous_id"], row["change"]) == (561, "272", -19)
    assert table.loc["171", "change"] == 813 - 902


def test_first_round_of_a_category_has_no_previous_and_no_change(draws: pd.DataFrame) -> None:
    table = cutoffs.series(draws)
    first = table[table["previous"].isna()]
    assert first["round_id"].to_list() == ["91a", "91b", "168", "254", "273", "901"]
    assert first["previous_id"].isna().all()
    assert first["change"].isna().all()


def test_series_keeps_every_round_and_column_in_place(draws: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(cutoffs.series(draws)[list(draws)], draws)


def test_rolling_median_covers_the_last_rounds_of_the_category(draws: pd.DataFrame) -> None:
    # 469, 469, 468, 561, 542: the median of the last three, or of fewer at the beginning.
    general = of(cutoffs.series(draws, window=3), "general")
    assert general["rolling_median"].to_list() == [469, 469, 469, 469, 542]


def test_base_score_is_600_points_lower_only_for_pnp(draws: pd.DataFrame) -> None:
    base = cutoffs.series(draws).set_index("round_id")["base_score"]
    assert (base["91b"], base["171"], base["91a"], base["170"]) == (302, 213, 288, 468)


def test_equal_cutoffs_share_the_better_rank(draws: pd.DataFrame) -> None:
    general = of(cutoffs.series(draws), "general")
    assert general["rank_low"].to_list() == [2, 2, 1, 5, 4]
    assert general["rank_high"].to_list() == [3, 3, 5, 1, 2]
    assert general["of"].to_list() == [5] * 5


def test_records_are_in_catalogue_order(draws: pd.DataFrame) -> None:
    expected = ["general", "pnp", "fst", "french", "stem", "beekeepers"]
    assert cutoffs.records(draws)["category"].to_list() == expected


def test_records_summarise_the_general_rounds(draws: pd.DataFrame) -> None:
    row = of(cutoffs.records(draws), "general").iloc[0].to_dict()
    assert row == {
        "category": "general",
        "rounds": 5,
        "lowest": 468,
        "lowest_id": "170",
        "lowest_date": pd.Timestamp("2020-12-23"),
        "highest": 561,
        "highest_id": "272",
        "highest_date": pd.Timestamp("2023-12-06"),
        "latest": 542,
        "latest_id": "275",
        "latest_date": pd.Timestamp("2023-12-18"),
        "change": -19,
        "median": 469.0,
        "first_date": pd.Timestamp("2020-11-25"),
    }


def test_equal_records_name_the_most_recent_round(draws: pd.DataFrame) -> None:
    row = of(cutoffs.records(draws.iloc[:4]), "general").iloc[0]
    assert (row["lowest_id"], row["highest_id"], row["change"]) == ("169", "169", 0)


def test_records_since_a_day_include_that_day(draws: pd.DataFrame) -> None:
    table = cutoffs.records(draws, since=date(2023, 12, 18))
    assert table["category"].to_list() == ["general", "french", "beekeepers"]
    assert table["rounds"].to_list() == [1, 2, 1]
    assert table["lowest_id"].to_list() == ["275", "287", "901"]
    assert table["highest"].to_list() == [542, 365, 300]


def test_change_of_the_latest_round_may_refer_to_a_round_before_since(draws: pd.DataFrame) -> None:
    changes = cutoffs.records(draws, since=date(2023, 12, 18))["change"]
    assert changes[:2].to_list() == [542 - 561, 336 - 365]
    assert changes.isna().to_list() == [False, False, True]


def test_lowest_since_skips_higher_rounds_in_between(draws: pd.DataFrame) -> None:
    result = cutoffs.since_when(draws, "275")
    assert result.lowest == cutoffs.Mark("170", pd.Timestamp("2020-12-23"), 468, 1)
    assert result.highest == cutoffs.Mark("272", pd.Timestamp("2023-12-06"), 561, 0)


def test_equal_cutoff_is_the_mark_for_lowest_and_highest(draws: pd.DataFrame) -> None:
    result = cutoffs.since_when(draws, "169")
    assert (
        result.lowest == result.highest == cutoffs.Mark("168", pd.Timestamp("2020-11-25"), 469, 0)
    )


def test_since_when_has_no_mark_for_a_record_or_first_round(draws: pd.DataFrame) -> None:
    record, first = cutoffs.since_when(draws, "287"), cutoffs.since_when(draws, "901")
    assert (record.lowest, record.earlier) == (None, 2)
    assert first == cutoffs.SinceWhen(None, None, 0)


def test_error_for_an_unknown_round_names_that_round(draws: pd.DataFrame) -> None:
    with pytest.raises(KeyError, match="there is no round '999' among these 14"):
        cutoffs.since_when(draws, "999")


def test_filtered_frame_with_its_old_index_gives_the_same_series(draws: pd.DataFrame) -> None:
    filtered = draws[draws["category"] == "french"]
    whole = of(cutoffs.series(draws), "french")
    pd.testing.assert_frame_equal(cutoffs.series(filtered), whole)
    assert cutoffs.since_when(filtered, "287") == cutoffs.since_when(draws, "287")


def test_series_agrees_with_a_loop_over_the_real_record(real: pd.DataFrame) -> None:
    table = cutoffs.series(real)
    seen: dict[str, list[int]] = {}
    for row in table.itertuples():
        before = seen.setdefault(row.category, [])
        assert pd.isna(row.previous) if not before else row.previous == before[-1]
        assert pd.isna(row.change) if not before else row.change == row.cutoff - before[-1]
        before.append(row.cutoff)
        assert row.rolling_median == median(before[-5:])
    for row in table.itertuples():
        assert row.rank_low == 1 + sum(cutoff < row.cutoff for cutoff in seen[row.category])
        assert row.rank_high == 1 + sum(cutoff > row.cutoff for cutoff in seen[row.category])
        assert row.of == len(seen[row.category])


def test_records_agree_with_a_loop_over_the_real_record(real: pd.DataFrame) -> None:
    day = date(2023, 6, 28)
    rounds = [row for row in real.itertuples() if row.date.date() >= day]
    table = cutoffs.records(real, since=day)
    assert set(table["category"]) == {row.category for row in rounds}
    for row in table.itertuples():
        peers = [round_ for round_ in rounds if round_.category == row.category]
        # min and max return the first of equals: in newest-first order, the most recent.
        low = min(reversed(peers), key=lambda round_: round_.cutoff)
        high = max(reversed(peers), key=lambda round_: round_.cutoff)
        assert (row.lowest, row.lowest_id, row.lowest_date) == (low.cutoff, low.round_id, low.date)
        assert (row.highest, row.highest_id) == (high.cutoff, high.round_id)
        assert (row.latest_id, row.rounds) == (peers[-1].round_id, len(peers))
        assert row.median == median(round_.cutoff for round_ in peers)


def test_the_french_cutoff_of_19_august_2026_was_the_lowest_since_march_2025(
    real: pd.DataFrame,
) -> None:
    lowest = cutoffs.since_when(real, "437").lowest
    assert lowest is not None
    assert (lowest.round_id, lowest.date.date(), lowest.cutoff) == ("341", date(2025, 3, 21), 379)


def test_two_rounds_of_one_day_have_their_own_previous_rounds(build: Build) -> None:
    draws = build(
        ("75", "2017-11-01", "Provincial Nominee Program", 290, 673),
        ("76", "2017-11-01", "Federal Skilled Trades", 505, 241),
        ("91a", "2018-05-30", "Federal Skilled Trades", 500, 288),
        ("91b", "2018-05-30", "Provincial Nominee Program", 200, 902),
    )
    table = cutoffs.series(draws)
    assert table["previous_id"].to_list()[2:] == ["76", "75"]
    assert table["change"].to_list()[2:] == [47, 229]
