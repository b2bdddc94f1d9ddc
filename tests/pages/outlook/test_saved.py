"""What came of the forecasts of 20 August 2026, judged on the ten rounds after it.

Those were not known to anybody when the forecasts were saved.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.track_record.forecast_log import check_log
from data import forecasts
from data.rounds.record import Record
from pages.outlook.track_record import saved
from pages.outlook.track_record.scores import Scores
from tests.conftest import Build
from tests.pages.outlook.test_outlook import run_page, store, text_of
from tests.pages.support.app_views import plain, view
from tests.support import august

SENIOR = "Senior managers with Canadian Work Experience, 2026-Version 1"
LATER = (
    ("438", "2026-08-31", "Provincial Nominee Program", 562, 697),
    ("439", "2026-09-01", "Canadian Experience Class", 2000, 521),
    ("440", "2026-09-03", "Physicians with Canadian Work Experience, 2026-Version 1", 229, 198),
    ("441", "2026-09-04", "Healthcare and Social Services Occupations, 2026-Version 3", 3500, 475),
    ("442", "2026-09-14", "Provincial Nominee Program", 576, 734),
    ("443", "2026-09-15", "Canadian Experience Class", 2000, 519),
    ("444", "2026-09-16", SENIOR, 250, 389),
    ("445", "2026-09-28", "Provincial Nominee Program", 733, 725),
    ("446", "2026-09-29", "Canadian Experience Class", 2000, 518),
    ("447", "2026-10-01", "Trades Occupations, 2026-Version 3", 3500, 476),
)
DAY = date(2026, 10, 10)


@pytest.fixture
def log() -> pd.DataFrame:
    """The 41 forecasts that were saved on 20 August 2026."""
    stored = forecasts.load(august.folder())
    assert stored is not None
    return stored.log


@pytest.fixture
def checked(log: pd.DataFrame, record: Record, build: Build) -> pd.DataFrame:
    """What came of them by 10 October."""
    draws = pd.concat([record.draws, build(*LATER)], ignore_index=True)
    return check_log(log, draws, DAY)


def test_log_of_20_august_is_told_as_it_fell(checked: pd.DataFrame) -> None:
    # Cut-offs, said (range) and came: PNP 764 (718 to 810) 697, CEC 520 (510 to 529) 521,
    # healthcare 476 (455 to 497) 475, trades 464 (425 to 503) 476. Before, they were 760, 523, 475
    # and 477.
    # Chances from 50% on: 0.89, 0.83, 0.73 (14 days), 0.98, 0.97, 0.93, 0.79 (28 days), and of
    # these only French, the last, had no round. Below it, only healthcare had one, in 28 days.
    # Invitations to 19 September: 9,117 in all, 1,138 PNP, 4,000 CEC, 3,500 healthcare.
    assert [plain(text) for text in saved.summary(view(), checked)] == [
        "**Cut-offs.** 3 of 4 were in the range meant to be right 80% of the time. Forecasts were "
        "off by 20 points on average. Repeating the last cut-off would have been off by 17 points.",
        "**Rounds within 7, 14 or 28 days.** When we said 50% or more, a round was held 6 of 7 "
        "times; the chances added up to 6. When we said less than 50%, a round was held 1 of 14 "
        "times; the chances added up to 2. The error was 19% larger than that of a guess from past "
        "gaps alone.",
        "**Invitations in 30 days.** 7 of 7 were in the range meant to be right 80% of the time. "
        "Forecasts were off by about 2,300 on average. Expecting as many as in the same number of "
        "days before would have been off by about 4,300.",
    ]


def test_log_is_told_in_french(checked: pd.DataFrame) -> None:
    chances = plain(saved.summary(view(language="fr"), checked)[1])
    assert "une ronde a eu lieu 6 fois sur 7; la somme des chances était de 6." in chances
    assert "une ronde a eu lieu 1 fois sur 14; la somme des chances était de 2." in chances


def test_caption_counts_the_saved_and_the_checked_forecasts(
    log: pd.DataFrame, checked: pd.DataFrame
) -> None:
    # Open are the cut-offs of French and transport, and seven forecasts for 90 days.
    assert plain(saved.beginning(view(), log, checked)) == (
        "The log starts on 20 August 2026 and has 41 forecasts, saved as they were made. 32 of "
        "them can be checked with rounds up to 20 August 2026, which nobody knew then. All of "
        "these were made on one day, so they prove little yet."
    )
    many = [checked.assign(made_on=day) for day in pd.date_range("2026-08-20", periods=30)]
    assert "prove little" not in saved.beginning(view(), log, pd.concat(many))


def test_every_checked_forecast_is_in_the_table_the_bad_ones_too(
    monkeypatch: pytest.MonkeyPatch, log: pd.DataFrame, checked: pd.DataFrame
) -> None:
    store(monkeypatch, Scores(log=log, checked=checked))
    table = run_page().dataframe[-1].value
    assert len(table) == 32
    named = ["target", "category", "said", "came", "in_range", "guess"]
    cells = table[named].map(plain).to_numpy().tolist()
    assert cells[0] == ["Next cut-off", "Trades", "464 (425 to 503)", "476", "yes", "477"]
    assert ["Next cut-off", "PNP", "764 (718 to 810)", "697", "no", "760"] in cells
    assert ["A round within 28 days", "French", "79%", "no round", "–", "69%"] in cells
    assert ["Invitations in 30 days", "PNP", "970 (0 to 2,300)", "1,138", "yes", "950"] in cells


def test_table_holds_only_the_chosen_categories(
    monkeypatch: pytest.MonkeyPatch, log: pd.DataFrame, checked: pd.DataFrame
) -> None:
    store(monkeypatch, Scores(log=log, checked=checked))
    table = run_page("healthcare").dataframe[-1].value
    assert set(table["category"]) == {"Healthcare"}
    assert len(table) == 5  # a cut-off, three chances, and the invitations in 30 days


def test_page_says_when_the_log_begins_and_that_nothing_can_be_checked_yet(
    monkeypatch: pytest.MonkeyPatch, log: pd.DataFrame, checked: pd.DataFrame
) -> None:
    store(monkeypatch, Scores(log=log, checked=checked.iloc[:0]))
    text = text_of(run_page())
    assert "The log starts on 20 August 2026 and has 41 forecasts, saved as they were made." in text
    assert "None of them can be checked with rounds up to 20 August 2026." in text
