"""What a process keeps of what it has computed: the latest used, up to so many bytes together.

All that is kept by size is kept in one of the stores below, so their limits together say how much
memory a server needs beyond its data and its sessions.
"""

from __future__ import annotations

import gc
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, TypeVar

T = TypeVar("T")
MB = 1_000_000
# Parts of the program and not of a result, however many results refer to them.
_PROGRAM = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType)


class Store:
    """Keeps results for all visitors, and forgets those not used for longest beyond `limit` bytes.

    Results must not be changed in place, and must not grow once they are kept.
    """

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, or make it and keep it unless it is larger than all."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key][0]
                return found
        result = make()
        size = size_of((key, result))
        with self._lock:
            if key not in self._kept and size <= self.limit:
                self._kept[key] = result, size
                self.size += size
            while self.size > self.limit:
                self.size -= self._kept.popitem(last=False)[1][1]
        return result


def size_of(value: object) -> int:
    """Return the bytes of a value and all that it refers to, each counted once.

    >>> size_of("é" * 1000) - size_of("é"), size_of([None, None]) == size_of([None]) + 8
    (999, True)
    """
    found, size, seen = [value], 0, set[int]()
    while found:
        item = found.pop()
        if id(item) in seen or isinstance(item, _PROGRAM):
            continue
        seen.add(id(item))
        size += sys.getsizeof(item)
        if hasattr(item, "memory_usage"):  # of pandas, which has counted its columns by now
            continue
        if hasattr(item, "base") and hasattr(item, "nbytes"):  # an array, maybe part of another
            size += item.nbytes if item.base is not None else 0
            continue
        found += gc.get_referents(item)
    return size


# The charts and numbers of pages, by view; and files, feeds and HTML as they are sent.
VIEWS, FILES = Store(64 * MB), Store(32 * MB)
# Numbers, dates and times in words, which are some 350 bytes each: at most so many of each kind.
MOST_WORDS = 20_000
