"""Hand-made rounds, pool snapshots and corrections for the tests of the pool and of scores."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data.vocabulary.categories import BY_CODE

# As published with #434 and #437, lowest band first; IRCC's own totals are 229,100 and 226,859.
BANDS = (
    *((0, 300), (301, 350), (351, 400), (401, 410), (411, 420), (421, 430), (431, 440)),
    *((441, 450), (451, 460), (461, 470), (471, 480), (481, 490), (491, 500), (501, 600)),
    (601, 1200),
)
AUGUST_3 = (
    *(7683, 17101, 50107, 10775, 11326, 11942, 13267, 13595, 14845, 16057, 16368, 12890, 12939),
    *(19705, 500),
)
AUGUST_16 = (
    *(7709, 17269, 48600, 10688, 11269, 11890, 13229, 13555, 14814, 16133, 16626, 13066, 12915),
    *(18657, 439),
)

# round id, date, category, invitations, cut-off, tie-break (UTC), the snapshot published with it
Round = tuple[str, str, str, int, int, str | None, str | None]
ROUNDS: tuple[Round, ...] = (
    ("76", "2017-11-01", "fst", 505, 241, None, None),
    ("91a", "2018-05-30", "fst", 500, 288, "2017-06-07T20:11:13", None),
    ("91b", "2018-05-30", "pnp", 200, 902, "2018-03-23T05:38:02", None),
    ("139", "2020-03-18", "pnp", 668, 720, "2020-03-19T02:04:06", None),
    ("176", "2021-02-13", "cec", 27332, 75, "2020-09-12T15:31:40", None),
    ("208", "2021-10-27", "pnp", 681, 744, None, None),
    ("293", "2024-04-11", "stem", 4500, 491, "2024-02-24T16:58:21", None),
    ("431", "2026-08-04", "pnp", 507, 768, "2026-05-15T15:58:19", "2026-08-03"),
    ("432", "2026-08-05", "cec", 3000, 516, "2026-07-03T21:35:13", "2026-08-03"),
    ("433", "2026-08-06", "french", 5000, 391, "2026-03-18T23:32:40", "2026-08-03"),
    ("434", "2026-08-07", "transport", 300, 470, "2025-10-11T14:55:49", "2026-08-03"),
    ("435", "2026-08-17", "pnp", 442, 760, "2026-08-07T18:01:56", "2026-08-16"),
    ("436", "2026-08-18", "cec", 1000, 523, "2026-08-17T22:09:00", "2026-08-16"),
    ("437", "2026-08-19", "french", 5000, 382, "2026-03-01T18:34:05", "2026-08-16"),
)


def rounds(*given: Round) -> pd.DataFrame:
    """Return a draws table of the given rounds, or of ROUNDS, each held at noon UTC."""
    columns = [
        "round_id",
        "date",
        "category",
        "invitations",
        "cutoff",
        "tie_break_at",
        "pool_as_of",
    ]
    frame = pd.DataFrame(list(given or ROUNDS), columns=columns)
    day = pd.to_datetime(frame["date"]).astype("datetime64[ms]")
    return frame.assign(
        date=day,
        drawn_at=day.dt.tz_localize("UTC") + pd.Timedelta(hours=12),
        tie_break_at=pd.to_datetime(frame["tie_break_at"], utc=True).astype("datetime64[ms, UTC]"),
        pool_as_of=pd.to_datetime(frame["pool_as_of"]).astype("datetime64[ms]"),
        name=frame["category"].map(lambda code: BY_CODE[code].names["en"]).astype("str"),
        kind=frame["category"].map(lambda code: BY_CODE[code].kind).astype("str"),
        url="https://www.canada.ca/en/rounds.html",
    )


def snapshots(bands: Iterable[tuple[int, int]], **counts: Iterable[int]) -> pd.DataFrame:
    """Return a pool from one keyword per snapshot: d2026_08_03=(candidates, lowest band first)."""
    rows = [
        (pd.Timestamp(day[1:].replace("_", "-")), low, high, candidates)
        for day, column in counts.items()
        for (low, high), candidates in zip(bands, column, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["as_of", "band_low", "band_high", "candidates"])
    return frame.astype({"as_of": "datetime64[ms]"})


def august() -> pd.DataFrame:
    """Return the two real snapshots of August 2026."""
    return snapshots(BANDS, d2026_08_03=AUGUST_3, d2026_08_16=AUGUST_16)


def ledger() -> pd.DataFrame:
    """Return a ledger in which the tie-breaks of #139 and #208 are suspect."""
    return pd.DataFrame(
        {
            "round_id": ["139", "208", "437"],
            "field": ["tie_break_at", "tie_break_at", "drawn_at"],
            "what": ["suspect", "suspect", "repaired"],
            "used": [None, None, "2026-08-19 12:35:37 UTC"],
        }
    )
