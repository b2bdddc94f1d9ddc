"""Safe names for downloaded files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

MOST_PARTS, LONGEST_PART = 3, 60  # file names are limited to 255 characters


def _slug(text: str) -> str:
    """Return text as lower-case ASCII words with hyphens, which is never a path."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text)[:LONGEST_PART].strip("-")


def file_name(stem: str, parts: Iterable[str], day: date, extension: str) -> str:
    """Return a safe file name with the filter and the date of the data.

    >>> file_name("express-entry-rounds", ["cec french", "2026-01-01"], date(2026, 8, 20), "csv")
    'express-entry-rounds_cec-french_2026-01-01_2026-08-20.csv'
    >>> file_name("../../etc/passwd", ["", "é *"], date(2026, 8, 20), ".xlsx")
    'etc-passwd_e_2026-08-20.xlsx'

    Any text is safe. Long parts are truncated, and parts after the third dropped.
    """
    slugs = [slug for slug in map(_slug, [stem, *parts]) if slug][: MOST_PARTS + 1]
    return f"{'_'.join([*slugs, day.isoformat()])}.{_slug(extension)}"
