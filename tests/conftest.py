"""Shared fixtures: a few hand-picked rounds, a builder for others, and two real records."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from data.rounds.record import Record, load
from data.vocabulary.categories import classify, version
from data.vocabulary.places import FOLDER
from tests.support import august

# An app whose import changes the times of all others in its process.
collect_ignore = ["support/replica_app.py"]
# round id, official date, official name, invitations, cut-off
Round = tuple[str, str, str, int, int]
Build = Callable[..., pd.DataFrame]

# Real rounds except the last, whose name is not mapped yet. Two were on 2018-05-30, three in
# the week of 4 December 2023, none in the week after it, one on a 29 February.
ROUNDS: tuple[Round, ...] = (
    ("91a", "2018-05-30", "Federal Skilled Trades", 500, 288),
    ("91b", "2018-05-30", "Provincial Nominee Program", 200, 902),
    ("168", "2020-11-25", "No Program Specified", 5000, 469),
    ("169", "2020-12-09", "No Program Specified", 5000, 469),
    ("170", "2020-12-23", "No Program Specified", 5000, 468),
    ("171", "2021-01-06", "Provincial Nominee Program", 250, 813),
    ("254", "2023-07-05", "STEM occupations (Version 1)", 500, 486),
    ("272", "2023-12-06", "General", 4750, 561),
    ("273", "2023-12-07", "French language proficiency (Version 1)", 1000, 470),
    ("274", "2023-12-08", "STEM occupations (Version 1)", 5900, 481),
    ("275", "2023-12-18", "General", 1325, 542),
    ("282", "2024-02-01", "French language proficiency (Version 1)", 7000, 365),
    ("287", "2024-02-29", "French language proficiency (Version 1)", 2500, 336),
    ("901", "2024-03-05", "Beekeepers, 2027-Version 1", 12, 300),
)
PROGRAMS = {
    "general": ("fsw", "cec", "fst", "pnp"),
    "pnp": ("pnp",),
    "cec": ("cec",),
    "fsw": ("fsw",),
    "fst": ("fst",),
}


def frame(*rounds: Round) -> pd.DataFrame:
    """Return draws with all columns and types of the record, drawn at 15:00 UTC on their day."""
    table = pd.DataFrame(rounds, columns=["round_id", "date", "name", "invitations", "cutoff"])
    found = [classify(name) for name in table["name"]]
    days = pd.to_datetime(table["date"], format="%Y-%m-%d").astype("datetime64[ms]")
    midnights = days.dt.tz_localize("UTC")
    link = "https://www.canada.ca/en/rounds.html?q="
    return pd.DataFrame(
        {
            "round_id": table["round_id"].astype("str"),
            "date": days,
            "drawn_at": midnights + pd.Timedelta(hours=15),
            # The feed publishes no tie-break before #77 of November 2017.
            "tie_break_at": (midnights - pd.Timedelta(days=30)).where(days >= "2017-11-15"),
            "name": table["name"].astype("str"),
            "category": pd.Series([category.code for category in found], dtype="str"),
            "version": pd.Series([version(name) for name in table["name"]], dtype="Int16"),
            "kind": pd.Series([category.kind for category in found], dtype="str"),
            "programs": pd.Series(
                [PROGRAMS.get(category.code, ("fsw", "cec", "fst")) for category in found],
                dtype="object",
            ),
            "invitations": table["invitations"].astype("int64"),
            "cutoff": table["cutoff"].astype("int64"),
            "pool_as_of": pd.Series([pd.NaT] * len(table), dtype="datetime64[ms]"),
            "url": (link + table["round_id"].astype("str")).astype("str"),
        }
    )


@pytest.fixture
def build() -> Build:
    """A function that builds draws from rounds, oldest first; see Round for their fields."""
    return frame


@pytest.fixture
def draws() -> pd.DataFrame:
    """Fourteen rounds, see ROUNDS, that a test can count by hand."""
    return frame(*ROUNDS)


@pytest.fixture(scope="session")
def record() -> Record:
    """The record of 20 August 2026, for facts about it: it never changes."""
    return august.load()


@pytest.fixture(scope="session")
def real(record: Record) -> pd.DataFrame:
    """All rounds up to 20 August 2026."""
    return record.draws


@pytest.fixture(scope="session")
def bundled() -> Record:
    """The record that the repository bundles, for what holds whatever rounds it gains."""
    return load(FOLDER)
