"""The targets of the levels plans and the admissions, kept by hand as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa

from data.io.typed_csv import typed_rows
from data.rounds.contracts import violations_within
from data.rounds.schema import SCHEMAS, to_frame
from data.vocabulary.reference import REFERENCE

FOLDER = Path(__file__).parent


class PlansError(ValueError):
    """The targets or admissions can't be read or break their contract."""


@dataclass(frozen=True)
class Plans:
    """The targets of every plan, the oldest plan first, and the admissions of each year.

    Never change a frame in place.
    """

    levels: pd.DataFrame
    admissions: pd.DataFrame


@cache
def bundled_plans() -> Plans:
    """Return the plans and admissions that come with the program."""
    names = ("levels", "admissions")
    return read_plans(*((FOLDER / f"{name}.csv").read_text("utf-8") for name in names))


def read_plans(levels: str, admissions: str) -> Plans:
    """Return the plans in the text of ``levels.csv`` and ``admissions.csv``.

    Raises:
        PlansError: if a value is malformed, or a row breaks the contract of its table.
    """
    plans = Plans(_read("levels", levels), _read("admissions", admissions))
    broken = violations_within({"levels": plans.levels, "admissions": plans.admissions})
    if broken:
        raise PlansError(f"The plans break their contract: {'; '.join(broken)}")
    return plans


def _read(table: str, text: str) -> pd.DataFrame:
    try:
        rows = typed_rows(text, {column.name: column.type for column in REFERENCE[table]})
    except ValueError as error:
        raise PlansError(f"{table}.csv, {error}") from error
    return to_frame(pa.Table.from_pylist(rows, schema=SCHEMAS[table]))
