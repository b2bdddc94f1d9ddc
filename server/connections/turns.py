"""Who may draw a page next, as only so many are drawn at a time.

Python computes one thing at a time, and hands over every so many milliseconds. Pages that are drawn
at once are not done sooner, but each makes all else wait longer: health checks, open data, clicks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Event, Lock

from data.memory import FILES
from server.http.limits import network

FILES_FIRST = 1.0  # seconds for which a page waits at most while files of open data are made
LONGEST = 60.0  # seconds for a turn; then a page is drawn beside one that must be stuck

logger = logging.getLogger("express_entry.turns")


class Turns:
    """Lets so many threads in at a time; the others wait for their turn.

    Next is the address whose last turn was longest ago, so that somebody with many dashboards has
    no more turns than somebody with one, and among its threads the one that came first. `pause` is
    called at the beginning of each turn. Who has waited for the `longest` time, in seconds, goes
    ahead without a turn: nobody's page may stop those of all others.
    """

    def __init__(self, places: int, pause: Callable[[], None], *, longest: float = LONGEST) -> None:
        self._lock, self._free = Lock(), places
        self._pause, self._longest = pause, longest
        self._waiting: list[tuple[str, Event]] = []
        self._last: dict[str, int] = {}  # the number of the last turn of who waits or just had one
        self._count = 0

    @contextmanager
    def turn(self, address: str) -> Iterator[None]:
        """Wait for a turn of an address, and give it back when the block ends."""
        has_turn = self._wait(network(address))
        try:
            self._pause()
            yield
        finally:
            if has_turn:
                self._pass_on()

    def waiting(self) -> int:
        """Return how many threads wait."""
        return len(self._waiting)

    def _wait(self, client: str) -> bool:
        """Wait, and return whether it is the client's turn; if not, it took too long."""
        called = Event()
        with self._lock:
            if self._free:
                self._free -= 1
                self._note(client)
                return True
            self._waiting.append((client, called))
        if called.wait(self._longest):
            return True
        with self._lock:
            if called.is_set():  # just now
                return True
            self._waiting.remove((client, called))
        logger.error("A page waited %s s for its turn and is drawn without one", self._longest)
        return False

    def _pass_on(self) -> None:
        with self._lock:
            if not self._waiting:
                self._free += 1
                return
            following = min(self._waiting, key=lambda one: self._last.get(one[0], -1))
            self._waiting.remove(following)
            self._note(following[0])
            following[1].set()

    def _note(self, client: str) -> None:
        self._count += 1
        among = {client for client, _called in self._waiting}
        self._last = {key: at for key, at in self._last.items() if key in among}
        self._last[client] = self._count


def turns(places: int) -> Callable[[str], AbstractContextManager[object]]:
    """Return what waits for a turn of an address and while files are made; with 0, nobody waits."""
    if not places:
        return lambda _address: nullcontext()
    return Turns(places, lambda: FILES.wait_until_idle(FILES_FIRST)).turn
