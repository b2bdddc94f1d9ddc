"""From the place in EE_DATA_DIR to the store that is there: a folder, or an object store."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from data.io.store import FolderStore, Store, StoreError

SCHEMES = ("s3", "gs", "az")


def parse_place(text: str) -> Path | str:
    """Return the folder that a text names, or the address of an object store.

    >>> parse_place("s3://bucket/record/")
    's3://bucket/record'

    Raises:
        ValueError: if it is the address of something else, or has a query or a password.
    """
    if "://" not in text:
        return Path(text).expanduser().absolute()
    address = urlsplit(text)
    is_name = re.fullmatch(r"[a-z0-9][a-z0-9._-]*", address.netloc, re.IGNORECASE)
    if address.scheme not in SCHEMES or not is_name or address.query or address.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def open_store(place: Path | str, now: Callable[[], datetime]) -> Store:
    """Return the store at a folder, or at an address such as s3://bucket/prefix.

    ``now`` gives the time.

    Raises:
        StoreError: if the address is not one of a store.
    """
    if isinstance(place, Path):
        return FolderStore(place)
    from data.io.object_store import ObjectStore, connect

    copy = Path(tempfile.mkdtemp(prefix="express-entry-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    return ObjectStore(connect(place), copy, now)


@contextmanager
def changing(place: Path | str, now: Callable[[], datetime]) -> Iterator[Path]:
    """Give a folder in which a command changes the record that is at a place.

    Raises:
        StoreError: if that is an object store, and it has no record, cannot be reached, or another
            process is changing it.
    """
    if isinstance(place, Path):
        yield place
        return
    store = open_store(place, now)
    with store.exclusive() as is_alone:
        if not is_alone:
            raise StoreError(f"{place} cannot be reached, or another process is changing it")
        if not any(store.folder.iterdir()):
            raise StoreError(f"{place} is empty; a server that uses it fills it")
        yield store.folder
    if store.is_failing:
        raise StoreError(f"{place} could not be changed")
