"""Pages are drawn in turn, and an address with many dashboards has no more turns than another."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Event, Thread

import pytest

from data.memory import Store
from server.connections import turns as module
from server.connections.turns import Turns, turns

SECONDS = 60  # after which a test that hangs fails


class Crowd:
    """Threads that want a turn, one after the other, and what each does in it."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.threads, self.served = turns, list[Thread](), list[str]()

    def add(self, address: str, work: Callable[[], object] = lambda: None) -> None:
        """Have a thread of an address wait in line, or begin."""
        begun = Event()

        def run() -> None:
            with self.turns.turn(address):
                self.served.append(address)
                begun.set()
                work()

        waiting = self.turns.waiting()
        thread = Thread(target=run, daemon=True)
        thread.start()
        self.threads.append(thread)
        while not begun.is_set() and self.turns.waiting() == waiting:
            begun.wait(0.001)

    def join(self) -> None:
        for thread in self.threads:
            thread.join(SECONDS)
            assert not thread.is_alive()


def served(addresses: list[str]) -> list[str]:
    """Return in which order addresses have their turns that came in this one, one at a time."""
    crowd, first_may_end = Crowd(Turns(1, lambda: None)), Event()
    crowd.add(addresses[0], lambda: first_may_end.wait(SECONDS))
    for address in addresses[1:]:
        crowd.add(address)
    assert crowd.turns.waiting() == len(addresses) - 1
    first_may_end.set()
    crowd.join()
    return crowd.served


def test_who_has_many_dashboards_waits_as_long_as_who_has_one() -> None:
    spam, one, other = "203.0.113.66", "192.0.2.1", "192.0.2.2"
    assert served([spam, spam, spam, spam, one, other, one]) == [
        spam,
        *(one, other),  # nobody of theirs had a turn so far
        *(spam, one),
        *(spam, spam),
    ]


def test_of_one_address_the_first_to_come_is_the_first_to_be_served() -> None:
    order = list[int]()
    crowd, first_may_end = Crowd(Turns(1, lambda: None)), Event()
    crowd.add("192.0.2.1", lambda: first_may_end.wait(SECONDS))
    for number in range(5):
        crowd.add("192.0.2.1", lambda number=number: order.append(number))
    first_may_end.set()
    crowd.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_page_that_never_ends_does_not_stop_all_others(caplog: pytest.LogCaptureFixture) -> None:
    turns, hangs = Turns(1, lambda: None, longest=0.01), Event()
    crowd = Crowd(turns)
    crowd.add("192.0.2.1", lambda: hangs.wait(SECONDS))
    for _ in range(2):
        with turns.turn("192.0.2.2"):
            assert turns.waiting() == 0
    assert "waited 0.01 s for its turn" in caplog.text
    # Whoever had no turn gives none back: the place is still taken, and free once it ends.
    hangs.set()
    crowd.join()
    caplog.clear()
    with turns.turn("192.0.2.2"):
        pass
    assert not caplog.text


def test_a_network_of_ipv6_is_one_visitor() -> None:
    spam = [f"2001:db8:1:2::{number}" for number in range(1, 4)]
    assert served([*spam, "192.0.2.1"]) == [spam[0], "192.0.2.1", *spam[1:]]


def test_so_many_go_on_at_once_and_the_next_waits_for_one_of_them() -> None:
    crowd, both, may_end = Crowd(Turns(2, lambda: None)), Barrier(2), Event()

    def work() -> None:
        both.wait(SECONDS)  # both are in
        may_end.wait(SECONDS)

    crowd.add("192.0.2.1", work)
    crowd.add("192.0.2.1", work)
    crowd.add("192.0.2.2")
    assert (crowd.turns.waiting(), len(crowd.served)) == (1, 2)
    may_end.set()
    crowd.join()
    assert crowd.served[2] == "192.0.2.2"


def test_a_run_that_is_cut_short_gives_its_turn_back() -> None:
    one = Turns(1, lambda: None)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), one.turn("192.0.2.1"):
            raise KeyboardInterrupt  # as Streamlit ends a run by an exception that is no Exception
    with one.turn("192.0.2.1"):
        assert one.waiting() == 0


def test_addresses_without_a_thread_are_forgotten() -> None:
    one = Turns(1, lambda: None)
    for number in range(50):
        with one.turn(f"192.0.2.{number}"):
            pass
    assert len(one._last) == 1


def test_a_page_waits_for_files_that_are_made_but_not_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, waits = Store(1000, one_by_one=True), list[float]()
    monkeypatch.setattr(module, "FILES", store)
    monkeypatch.setattr(store, "wait_until_idle", waits.append)
    with turns(1)("192.0.2.1"):
        assert waits == [module.FILES_FIRST]


def test_zero_is_no_limit() -> None:
    turn = turns(0)
    with turn("192.0.2.1"), turn("192.0.2.1"):
        pass
