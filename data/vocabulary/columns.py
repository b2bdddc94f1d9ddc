"""How a column of a published table is described: its name, meaning, type and unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.vocabulary.languages import N_

DISCLAIMER = N_("Not affiliated with IRCC. Not legal advice.")
WHAT = ("repaired", "suspect", "missing", "revised")  # what an entry of the ledger says
TYPES = ("string", "integer", "boolean", "date", "datetime", "list")


@dataclass(frozen=True)
class Column:
    """One column: ``text`` is "Label: meaning", and the sentence that the pages translate.

    ``type`` is one of TYPES: a list is one of text, a datetime an instant in UTC. ``constraints``
    bound the values, in the words that JSON Schema and Frictionless share.
    """

    name: str
    text: str
    type: str
    nullable: bool = False
    unit: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The short name of the column, as a table has it in its header."""
        return self.text.partition(": ")[0]

    @property
    def meaning(self) -> str:
        """What the column means, without its short name."""
        return self.text.partition(": ")[2]
