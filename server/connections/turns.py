"""Who may draw a page next, as only so many are drawn at a time.

Python computes one thing at a time, and hands over every so many milliseconds. Pages that are drawn
at once are not done sooner, but each makes all else wait longer: health checks, open data, clicks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Event, Lock

from data.memory import FILES
from server.http.limits import network

FILES_FIRST = 1.0  # seconds for which a page waits at most while files of open data are made


class Turns:
    """Lets so many threads in at a time; the others wait for their turn.

    Next is the address whose last turn was longest ago, so that somebody with many dashboards has
    no more turns than somebody with one, and among its threads the one that came first. `pause` is
    called at the beginning of each turn.
    """

    def __init__(self, places: int, pause: Callable[[], None]) -> None:
        self._lock, self._free, self._pause = Lock(), places, pause
        self._waiting: list[tuple[str, Event]] = []
        self._last: dict[str, int] = {}  # the number of the last turn of who waits or just had one
        self._count = 0

    @contextmanager
    def turn(self, address: str) -> Iterator[None]:
        """Wait for a turn of an address, and give it back when the block ends."""
        self._wait(network(address))
        try:
            self._pause()
            yield
        finally:
            self._pass_on()

    def waiting(self) -> int:
        """Return how many threads wait."""
        return len(self._waiting)

    def _wait(self, client: str) -> None:
        called = Event()
        with self._lock:
            if self._free:
                self._free -= 1
                self._note(client)
                return
            self._waiting.append((client, called))
        called.wait()

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
