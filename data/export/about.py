"""What a downloaded file says about its rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from data.export import cells
from data.vocabulary.languages import N_

# Labels of a workbook: its sheets, the facts about the rows, the headings of two sheets, and the
# column that it adds.
LABELS = {
    "data": N_("Data"),
    "about": N_("About"),
    "codes": N_("Codes"),
    "title": N_("Title"),
    "source": N_("Source"),
    "record_date": N_("Data as of"),
    "filter": N_("Filter"),
    "generated_on": N_("Generated on"),
    "age": N_("Age of the data"),
    "disclaimer": N_("Disclaimer"),
    "column": N_("Column"),
    "meaning": N_("Meaning"),
    "name": N_("Name in CSV, Parquet and JSON"),
    "word": N_("In this workbook"),
    "code": N_("Code in CSV, Parquet and JSON"),
    "order": N_(
        "Round, for sorting: its number as a number, 91.01 for 91a and 91.02 for 91b, because "
        "spreadsheets sort text as 1, 10, 100, 2"
    ),
}
OMITTED = ("columns", "words", "labels")  # not facts about the rows as a whole


@dataclass(frozen=True)
class About:
    """The facts that a file states about its rows, all in one language.

    ``columns`` has "Label: meaning" by the name of the column. ``words`` are what readers see in a
    workbook instead of codes, by the name of the column and the code.
    """

    title: str
    source: str
    record_date: date
    filter: str
    generated_on: date
    age: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    disclaimer: str = ""
    labels: Mapping[str, str] = field(default_factory=LABELS.copy)

    def facts(self) -> dict[str, str]:
        """Return the facts about the rows as a whole, by their names in LABELS."""
        names = [item.name for item in dataclasses.fields(self)]
        return {name: cells.text(getattr(self, name)) for name in names if name not in OMITTED}
