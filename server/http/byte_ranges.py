"""Parts of a file: a reader of Parquet asks for the end first, and a broken download goes on."""

from __future__ import annotations

import re

from starlette.datastructures import Headers

# One range; digits are bounded, because Python refuses to read numbers of thousands of them.
_RANGE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


class UnsatisfiableError(ValueError):
    """A range that begins after the end of the file."""


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """Return where a range of a file of `size` bytes begins, and where it ends: before which byte.

    It is None if the whole file is the answer: for several ranges, another unit, or nonsense.

    >>> byte_range("bytes=0-3", 10), byte_range("bytes=4-", 10), byte_range("bytes=-3", 10)
    ((0, 4), (4, 10), (7, 10))
    >>> byte_range("bytes=0-1,4-5", 10), byte_range("bytes=5-4", 10)
    (None, None)

    Raises:
        UnsatisfiableError: if no byte of the file is in it.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first and last and int(last) < int(first):
        return None
    start = int(first) if first else max(0, size - int(last))
    if start >= size:
        raise UnsatisfiableError(header)
    return start, min(int(last) + 1, size) if first and last else size


def wants_part(headers: Headers, tag: str, modified: str) -> bool:
    """Return whether a request is for a part of just these bytes, by their ETag or their date.

    If-Range holds a client that has the beginning of another version from gluing both together.
    """
    condition = headers.get("if-range")
    return "range" in headers and (condition is None or condition in (f'"{tag}"', modified))
