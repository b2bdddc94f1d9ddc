"""The tables as contracts: what must hold of every table, checked on load and on save."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pandera.pandas as pa

from data.rounds.pool_figures import BANDS
from data.rounds.wording import PROGRAMS
from data.vocabulary.categories import BY_CODE, KINDS
from data.vocabulary.columns import WHAT

_DAY = "datetime64[ms]"
_INSTANT = pd.DatetimeTZDtype("ms", "UTC")
_TEXT = pd.StringDtype(na_value=float("nan"))
_LAUNCH = pd.Timestamp(2015, 1, 1)
_ONE_DAY = pd.Timedelta(days=1)
_BANDS = sorted(BANDS.values())


def _check(function: Any, error: str) -> pa.Check:
    return pa.Check(function, error=error)


def _drawn_on_its_day(draws: pd.DataFrame) -> pd.Series[bool]:
    late = draws["drawn_at"].dt.tz_localize(None).dt.normalize() - draws["date"]
    fits: pd.Series[bool] = late.isna() | ((late >= pd.Timedelta(0)) & (late <= _ONE_DAY))
    return fits


def _tie_break_before_round(draws: pd.DataFrame) -> pd.Series[bool]:
    unknown = draws["tie_break_at"].isna() | draws["drawn_at"].isna()
    return unknown | (draws["tie_break_at"] < draws["drawn_at"])


def _kind_fits(draws: pd.DataFrame) -> pd.Series[bool]:
    usual: pd.Series[str] = draws["category"].map({c: each.kind for c, each in BY_CODE.items()})
    return usual.isna() | (usual == draws["kind"])


DRAWS = pa.DataFrameSchema(
    {
        "round_id": pa.Column(_TEXT, pa.Check.str_matches(r"^[1-9]\d*[a-z]?$"), unique=True),
        "date": pa.Column(
            _DAY,
            [
                pa.Check.ge(_LAUNCH),
                _check(lambda days: days.is_monotonic_increasing, "rounds are oldest first"),
            ],
        ),
        "drawn_at": pa.Column(_INSTANT, nullable=True),
        "tie_break_at": pa.Column(_INSTANT, nullable=True),
        "name": pa.Column(_TEXT, pa.Check.str_length(min_value=1)),
        "category": pa.Column(_TEXT, pa.Check.str_matches(r"^\S+$")),
        "version": pa.Column("Int16", pa.Check.ge(0), nullable=True),
        "kind": pa.Column(_TEXT, pa.Check.isin(KINDS)),
        "programs": pa.Column(
            object,
            _check(
                lambda column: column.map(lambda codes: set(codes) <= set(PROGRAMS.values())),
                "programs are fsw, cec, fst, pnp",
            ),
        ),
        "invitations": pa.Column("int64", pa.Check.ge(1)),
        "cutoff": pa.Column("int64", pa.Check.in_range(0, 1200)),
        "pool_as_of": pa.Column(_DAY, nullable=True),
        "url": pa.Column(_TEXT, pa.Check.str_startswith("https://www.canada.ca/")),
    },
    checks=[
        _check(_drawn_on_its_day, "drawn_at lies on the round's date or the next UTC day"),
        _check(_tie_break_before_round, "tie_break_at lies before drawn_at"),
        _check(_kind_fits, "kind is that of the category"),
        _check(
            lambda draws: ~(draws["pool_as_of"] > draws["date"]),
            "pool_as_of lies not after the round",
        ),
    ],
    strict=True,
    ordered=True,
)
POOL = pa.DataFrameSchema(
    {
        "as_of": pa.Column(_DAY, pa.Check.ge(_LAUNCH)),
        "band_low": pa.Column("int64", pa.Check.in_range(0, 1200)),
        "band_high": pa.Column("int64", pa.Check.in_range(0, 1200)),
        "candidates": pa.Column("int64", pa.Check.ge(0)),
    },
    checks=[
        _check(
            lambda pool: (
                list(zip(pool["band_low"], pool["band_high"], strict=True))
                == _BANDS * pool["as_of"].nunique()
            ),
            "every snapshot has the 15 bands once, from the lowest score to the highest",
        ),
        _check(lambda pool: pool["as_of"].is_monotonic_increasing, "snapshots are oldest first"),
    ],
    strict=True,
    ordered=True,
)
LEDGER = pa.DataFrameSchema(
    {
        "round_id": pa.Column(_TEXT),
        "field": pa.Column(_TEXT, pa.Check.isin([*DRAWS.columns, "pool"])),
        "what": pa.Column(_TEXT, pa.Check.isin(WHAT)),
        "published": pa.Column(object, nullable=True),
        "used": pa.Column(object, nullable=True),
        "why": pa.Column(_TEXT, pa.Check.str_matches(r"^[A-Z].*[.]$")),
        "seen_at": pa.Column(_INSTANT),
    },
    strict=True,
    ordered=True,
)
CONTRACTS = {"draws": DRAWS, "pool": POOL, "ledger": LEDGER}


def violations(draws: pd.DataFrame, pool: pd.DataFrame, ledger: pd.DataFrame) -> list[str]:
    """Return a line for every clause that the tables break; an empty list means that all hold."""
    lines = []
    for name, frame in (("draws", draws), ("pool", pool), ("ledger", ledger)):
        try:
            CONTRACTS[name].validate(frame, lazy=True)
        except pa.errors.SchemaErrors as error:
            lines += _lines(name, error.failure_cases)
    return lines or _across(draws, pool, ledger)


def _lines(table: str, cases: pd.DataFrame) -> list[str]:
    # A clause about whole rows is listed once per column; once is enough.
    whole = cases["schema_context"] == "DataFrameSchema"
    cases = cases.assign(where=cases["column"].astype(object).mask(whole, "row"))
    firsts = cases.drop_duplicates(["where", "check"]).to_dict("records")
    return [f"{table}.{c['where']}: {c['check']} (found {c['failure_case']!r})" for c in firsts]


def _across(draws: pd.DataFrame, pool: pd.DataFrame, ledger: pd.DataFrame) -> list[str]:
    """Check what holds between the tables; each of them is in order by itself."""
    lines = []
    used, held = set(draws["pool_as_of"].dropna()), set(pool["as_of"])
    if used != held:
        days = ", ".join(sorted(str(date.fromisoformat(str(day)[:10])) for day in used ^ held))
        lines.append(f"pool_as_of and pool have different snapshots: {days}")
    strangers = sorted(set(ledger["round_id"]) - set(draws["round_id"]))
    if strangers:
        lines.append(f"ledger names rounds that are not in draws: {', '.join(strangers)}")
    for field, ledger_fields in (
        ("drawn_at", ("drawn_at",)),
        ("tie_break_at", ("tie_break_at",)),
        ("pool_as_of", ("pool_as_of", "pool")),
    ):
        noted = set(ledger.loc[ledger["field"].isin(ledger_fields), "round_id"])
        silent = sorted(set(draws.loc[draws[field].isna(), "round_id"]) - noted)
        if silent:
            lines.append(f"{field} is empty and the ledger does not say why: {', '.join(silent)}")
    return lines
