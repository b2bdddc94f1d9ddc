"""What a process keeps of what it has computed: the latest used, up to so many bytes together.

All that is kept by size is kept in one of the stores below, so their limits together say how much
memory a server needs beyond its data and its sessions.
"""

from __future__ import annotations

import gc
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Event, Lock, RLock
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, TypeVar

T = TypeVar("T")
MB = 1_000_000
# Parts of the program and not of a result, however many results refer to them.
_PROGRAM = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType)


class Store:
    """Keeps results for all visitors, and forgets those not used for longest beyond `limit` bytes.

    Results must not be changed in place, and must not grow once they are kept. If they are made
    `one_by_one`, whoever wants another waits, as does whoever wants the same, who then has it too.
    """

    def __init__(self, limit: int, *, one_by_one: bool = False) -> None:
        self.limit, self.size = limit, 0
        self._turn: AbstractContextManager[object] = RLock() if one_by_one else nullcontext()
        self._makers, self._idle = 0, Event()
        self._idle.set()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, or make it and keep it unless it is larger than all."""
        found: list[T] = self._find(key)
        if found:
            return found[0]
        with self._making(), self._turn:
            found = self._find(key)  # somebody else may have made it meanwhile
            if not found:
                found = [make()]
                self._keep(key, found[0])
        return found[0]

    def wait_until_idle(self, seconds: float) -> None:
        """Wait as long as something is being made, but no longer than this."""
        self._idle.wait(seconds)

    @contextmanager
    def _making(self) -> Iterator[None]:
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._lock:
            self._makers += more
            (self._idle.clear if self._makers else self._idle.set)()

    def _find(self, key: Hashable) -> list[Any]:
        with self._lock:
            if key not in self._kept:
                return []
            self._kept.move_to_end(key)
            return [self._kept[key][0]]

    def _keep(self, key: Hashable, result: object) -> None:
        size = size_of((key, result))
        with self._lock:
            if key not in self._kept and size <= self.limit:
                self._kept[key] = result, size
                self.size += size
            while self.size > self.limit:
                self.size -= self._kept.popitem(last=False)[1][1]


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


# The charts and numbers of pages, by view; and files, feeds and HTML as they are sent. Two files
# made at once are not made sooner, as Python computes one thing at a time.
VIEWS, FILES = Store(64 * MB), Store(32 * MB, one_by_one=True)
# Numbers, dates and times in words, which are some 350 bytes each: at most so many of each kind.
MOST_WORDS = 20_000
