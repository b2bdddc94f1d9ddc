"""The safe names of files to download."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

MOST_PARTS, LONGEST_PART = 3, 60  # of a file name: its limit is 255 characters


def _slug(text: str) -> str:
    """Return text as lower-case ASCII words with hyphens: never a path, whatever it was."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_PART].strip("-")


def file_name(stem: str, parts: Iterable[str], day: date, extension: str) -> str:
    """Return the safe name of a download, which says what was filtered and the record's date.

    >>> file_name("express-entry-rounds", ["cec french", "2026-01-01"], date(2026, 8, 20), "csv")
    'express-entry-rounds_cec-french_2026-01-01_2026-08-20.csv'
    >>> file_name("../../etc/passwd", ["", "é *"], date(2026, 8, 20), ".xlsx")
    'etc-passwd_e_2026-08-20.xlsx'

    Text from outside is welcome; long parts are cut, and all after the third.
    """
    words = [slug for slug in map(_slug, [stem, *parts]) if slug][: MOST_PARTS + 1]
    return f"{'_'.join([*words, day.isoformat()])}.{_slug(extension)}"
