"""What a process keeps is bounded by bytes, and every cache of the program is one of these."""

from __future__ import annotations

import ast
import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from threading import Event

import numpy as np
import pandas as pd
import pytest

import pages.ui.chart
import pages.ui.view
from data.memory import FILES, VIEWS, Store, size_of
from data.rounds.record import Record
from data.vocabulary.filter import Filter
from pages.language import Words
from pages.plot import style
from pages.ui.chart import Chart
from pages.ui.view import View, per_view
from tests.rooms import BANS, ROOT

# Every other cache: how many results it keeps at most, or the few arguments that it can have.
COUNTED = {
    "data.levels.plans": "no argument",
    "data.occupations.lists": "no argument",
    "data.rounds.events": "no argument",
    "pages.about.status": "4 texts",
    "pages.language": "MOST_WORDS",
    "pages.language.catalogue": "the languages",
    "pages.plot": "the languages",
    "pages.plot.component": "our components",
    "pages.served": "no argument",
    "pages.shell.visit": "2 records, and 32 views, which keep nothing themselves",
    "pages.ui.charts.labels": "8 languages",
    "pages.ui.tables": "64 tables as they are sent",
    "server.feeds.routes": "2 records, and the facts of one feed",
    "server.http.static_files": "the browser's files, in three codings",
}
CACHES = {"cache", "lru_cache", "cache_data", "cache_resource"}


class Result:
    """Something of a thousand bytes or so, of which a test can tell whether it is still there."""

    def __init__(self) -> None:
        self.content = b"x" * 1000


def test_store_forgets_what_was_not_used_for_longest() -> None:
    each = size_of(("a", b"x" * 1000))
    store = Store(3 * each)
    for key in "abc":
        store.get(key, lambda: b"x" * 1000)
    assert store.get("a", lambda: b"made again") == b"x" * 1000
    store.get("d", lambda: b"x" * 1000)
    assert (len(store), store.size) == (3, 3 * each)
    assert store.get("a", lambda: b"made again") == b"x" * 1000
    assert store.get("b", lambda: b"made again") == b"made again"


def test_what_is_larger_than_the_store_is_made_each_time() -> None:
    store, made = Store(100), list[int]()
    for _ in range(2):
        assert store.get("a", lambda: made.append(1) or b"x" * 1000) == b"x" * 1000
    assert (len(store), store.size, len(made)) == (0, 0, 2)


def test_failure_is_not_kept() -> None:
    store = Store(10_000)
    with pytest.raises(ZeroDivisionError):
        store.get("a", lambda: 1 // 0)
    assert store.get("a", lambda: 2) == 2


def test_size_counts_arrays_and_the_text_of_frames_once() -> None:
    array = np.zeros(1000)
    assert 8000 <= size_of(array) < 8200
    assert 4000 <= size_of(array[:500]) < 4200
    assert size_of([array, array]) < 8300
    frame = pd.DataFrame({"name": ["y" * 100] * 50})
    assert size_of({"frame": frame}) > 5000


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Store:
    """What pages keep, empty at first and with a small limit."""
    store = Store(40_000)
    for module in (pages.ui.chart, pages.ui.view):
        monkeypatch.setattr(module, "VIEWS", store)
    return store


def test_thousand_views_of_a_page_keep_no_more_than_the_limit(record: Record, kept: Store) -> None:
    alive: weakref.WeakSet[Result] = weakref.WeakSet()

    @per_view
    def compute(_view: View) -> Result:
        result = Result()
        alive.add(result)
        return result

    view = View(record, Filter(), record.draws, Words(), date(2026, 8, 20), stamp="a stamp")
    for day in pd.date_range("2020-01-01", periods=1000):
        compute(replace(view, today=day.date()))
        assert kept.size <= kept.limit
    gc.collect()
    assert 20 <= len(alive) <= 40


def test_sent_charts_of_many_addresses_keep_no_more_than_the_limit(kept: Store) -> None:
    chart = Chart(style.figure(), "k", "A title", "A measure", pd.DataFrame(), {})
    for host in range(1000):
        assert chart.sent(f"host-{host}", lambda: b"x" * 1000) == b"x" * 1000
    assert 30_000 < kept.size <= kept.limit


def test_every_other_cache_is_known_and_bounded() -> None:
    found = set()
    for room in BANS:
        for path in (ROOT / room).rglob("*.py"):
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            names = {
                node.attr if isinstance(node, ast.Attribute) else node.id
                for node in nodes
                if isinstance(node, ast.Attribute | ast.Name)
            }
            if names & CACHES:
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found.add(module.removesuffix(".__init__"))
    assert found == COUNTED.keys()


def test_two_who_want_the_same_file_have_it_made_once() -> None:
    store, made, is_making, may_end = Store(10_000, one_by_one=True), list[int](), Event(), Event()

    def make() -> bytes:
        made.append(1)
        is_making.set()
        may_end.wait(60)
        return b"x"

    with ThreadPoolExecutor() as pool:
        first = pool.submit(store.get, "a", make)
        assert is_making.wait(60)
        second = pool.submit(store.get, "a", make)
        other = pool.submit(store.get, "b", lambda: made.append(2) or b"y")
        store.wait_until_idle(0)  # no longer than it is told, while something is made
        assert made == [1]
        may_end.set()
        assert (first.result(60), second.result(60), other.result(60)) == (b"x", b"x", b"y")
    assert sorted(made) == [1, 2]


def test_what_is_kept_waits_for_nothing_that_is_made() -> None:
    store, is_making, may_end = Store(10_000, one_by_one=True), Event(), Event()
    store.get("kept", lambda: b"x")

    def make() -> bytes:
        is_making.set()
        may_end.wait(60)
        return b"y"

    with ThreadPoolExecutor() as pool:
        pool.submit(store.get, "a", make)
        assert is_making.wait(60)
        assert store.get("kept", lambda: b"made again") == b"x"
        waiting = pool.submit(store.wait_until_idle, 60)
        assert not waiting.done()
        may_end.set()
        assert waiting.result(60) is None


def test_a_file_may_be_made_from_another() -> None:
    store = Store(10_000, one_by_one=True)
    assert store.get("a", lambda: store.get("b", lambda: b"x") + b"y") == b"xy"
    store.wait_until_idle(60)


def test_a_failure_leaves_the_store_idle() -> None:
    store = Store(10_000, one_by_one=True)
    with pytest.raises(ZeroDivisionError):
        store.get("a", lambda: 1 // 0)
    assert store._idle.is_set()


def test_files_are_made_one_by_one_and_charts_of_pages_are_not() -> None:
    assert isinstance(VIEWS._turn, nullcontext)
    assert not isinstance(FILES._turn, nullcontext)
