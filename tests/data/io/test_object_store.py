"""An object store shared by machines: old files or new ones, one writer, none that is too late."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from obstore.store import MemoryStore

from data.io import files, object_store
from data.io.object_store import FILES, KEEP, LEASE, MANIFEST, Manifest, ObjectStore, StoreError

Machine = Callable[[str], ObjectStore]
OLD, NEW = {"a": b"old a", "b": b"old b"}, {"a": b"new a", "b": b"new b"}


class Remote:
    """A store in memory that can fail, and that notes what it was asked for."""

    def __init__(self) -> None:
        self.inner, self.is_down, self.asked = MemoryStore(), False, list[str]()

    def __getattr__(self, name: str) -> Any:
        def ask(path: str, *arguments: Any, **more: Any) -> Any:
            self.asked.append(f"{name} {path}")
            if self.is_down:
                raise OSError("the network is down")
            return getattr(self.inner, name)(path, *arguments, **more)

        return ask

    def names(self) -> set[str]:
        """The names of the stored files, without their hashes."""
        return {meta["path"].rpartition("/")[2] for meta in self.inner.list(FILES).collect()}


@pytest.fixture
def remote() -> Remote:
    return Remote()


@pytest.fixture
def clock() -> list[datetime]:
    """The time of all machines, in a list so that a test can change it."""
    return [datetime.now(UTC)]


@pytest.fixture
def machine(remote: Remote, clock: list[datetime], tmp_path: Path) -> Machine:
    """A function that gives a further machine its copy of the store."""

    def start(name: str) -> ObjectStore:
        (tmp_path / name).mkdir()
        return ObjectStore(remote, tmp_path / name, lambda: clock[0])  # type: ignore[arg-type]

    return start


def change(store: ObjectStore, contents: dict[str, bytes]) -> bool:
    """Change files alone; return whether that was possible."""
    with store.exclusive() as is_alone:
        if is_alone:
            files.commit(store.folder, contents)
    return is_alone


def contents(store: ObjectStore) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.folder.iterdir()}


def test_what_one_machine_stores_another_gets(machine: Machine) -> None:
    one, other = machine("one"), machine("other")
    other.pull()
    assert contents(other) == {}
    for version in (OLD, NEW):
        assert change(one, version)
        assert contents(other) != version
        other.pull()
        assert contents(other) == version
    late = machine("late")
    late.pull()
    assert contents(late) == NEW


def test_an_unchanged_store_costs_one_request_without_content(
    machine: Machine, remote: Remote
) -> None:
    one, other = machine("one"), machine("other")
    change(one, OLD)
    other.pull()
    change(one, {"a": b"new a"})
    remote.asked.clear()
    other.pull()
    asked = [path.rpartition("/")[2] for path in remote.asked]
    assert asked == ["get manifest.json", "a"]  # and not b, which is the same
    other.pull()
    assert remote.asked[2:] == ["get manifest.json"]


def test_only_one_machine_is_alone_and_the_next_one_sees_what_it_did(machine: Machine) -> None:
    one, other = machine("one"), machine("other")
    with one.exclusive() as is_alone:
        assert is_alone
        assert not change(other, NEW)
        files.commit(one.folder, OLD)
    with other.exclusive() as is_alone:
        assert is_alone
        assert contents(other) == OLD


def test_two_threads_of_one_machine_are_not_both_alone(machine: Machine) -> None:
    one = machine("one")
    with one.exclusive() as first, one.exclusive() as second:
        assert (first, second) == (True, False)
        files.commit(one.folder, OLD)
        one.pull()  # must not undo what is not stored yet
        assert contents(one) == OLD


def test_a_killed_machine_holds_the_others_up_until_its_lease_ends(
    machine: Machine, clock: list[datetime]
) -> None:
    killed, other = machine("killed"), machine("other")
    never_left = killed.exclusive()
    assert never_left.__enter__()
    clock[0] += LEASE - timedelta(seconds=1)
    assert not change(other, OLD)
    clock[0] += timedelta(seconds=1)
    assert change(other, OLD)


def test_a_machine_that_was_too_slow_overwrites_nothing(
    machine: Machine, clock: list[datetime], caplog: pytest.LogCaptureFixture
) -> None:
    slow, other = machine("slow"), machine("other")
    with slow.exclusive():
        files.commit(slow.folder, OLD)
        clock[0] += LEASE
        assert change(other, NEW)
    late = machine("late")
    late.pull()
    assert contents(slow) == contents(late) == NEW
    assert "Another process took over" in caplog.text
    assert change(slow, OLD)


def test_a_clock_that_was_far_in_the_future_holds_nobody_up(
    machine: Machine, clock: list[datetime]
) -> None:
    wrong, other = machine("wrong"), machine("other")
    now = clock[0]
    clock[0] = now + timedelta(days=400)
    never_left = wrong.exclusive()
    assert never_left.__enter__()
    clock[0] = now
    assert change(other, OLD)


def test_readers_keep_the_old_files_if_the_writer_dies_before_it_names_the_new(
    machine: Machine, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = machine("one"), machine("other")
    change(one, OLD)
    with monkeypatch.context() as broken:
        broken.setattr(one, "_publish", lambda: remote.put("files/x/a", b"new a") is None)
        change(one, NEW)
    other.pull()
    assert contents(other) == OLD


def test_an_unreachable_store_is_logged_once_and_what_is_here_stays(
    machine: Machine, remote: Remote, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, object_store.logger.name)
    one = machine("one")
    change(one, OLD)
    remote.is_down = True
    for _ in range(3):
        one.pull()
        assert not change(one, NEW)
    remote.is_down = False
    one.pull()
    assert contents(one) == OLD
    assert [(line.levelname, line.getMessage()) for line in caplog.records] == [
        ("ERROR", "The store of the data failed: the network is down"),
        ("INFO", "The store of the data works again"),
    ]


def test_a_store_that_ignores_conditions_is_named_and_lets_no_machine_change_it(
    machine: Machine, remote: Remote, caplog: pytest.LogCaptureFixture
) -> None:
    def put(path: str, content: bytes, **_: Any) -> Any:
        return remote.inner.put(path, content)

    remote.put = put  # type: ignore[attr-defined]
    one = machine("one")
    assert not change(one, OLD)
    assert not change(one, OLD)
    assert contents(one) == {}
    assert "It ignores conditions" in caplog.text


def test_changes_that_could_not_be_sent_are_sent_with_the_next(
    machine: Machine, remote: Remote
) -> None:
    one, other = machine("one"), machine("other")
    with one.exclusive():
        files.commit(one.folder, OLD)
        remote.is_down = True
    remote.is_down = False
    one.pull()
    assert contents(one) == OLD
    assert change(one, {})
    other.pull()
    assert contents(other) == OLD


def test_a_file_that_is_not_what_its_name_says_is_not_taken(
    machine: Machine, remote: Remote, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = machine("one"), machine("other")
    change(one, OLD)
    other.pull()
    change(one, NEW)
    for meta in remote.inner.list(FILES).collect():
        remote.inner.put(meta["path"], b"other")
    other.pull()
    assert contents(other) == OLD
    assert "has another content than its name says" in caplog.text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"files": {}}',
        b'{"files": {"../a": "0"}, "holder": "", "until": null}',
        b'{"files": {".a": "0"}, "holder": "", "until": null}',
    ],
)
def test_a_manifest_that_cannot_be_used_is_an_error(content: bytes) -> None:
    with pytest.raises(StoreError):
        Manifest.from_json(content)


def test_old_contents_are_deleted_after_an_hour_unless_they_are_named(
    machine: Machine, remote: Remote, clock: list[datetime]
) -> None:
    one = machine("one")
    change(one, OLD)
    change(one, {"a": b"new a"})
    change(one, {"a": b"newer a"})
    assert len(remote.inner.list(FILES).collect()) == 4
    clock[0] += KEEP + timedelta(minutes=1)
    change(one, {"a": b"newest a"})
    # The last version stays, too: another machine may be reading it.
    assert sorted(m["size"] for m in remote.inner.list(FILES).collect()) == [5, 7, 8]
    assert remote.names() == {"a", "b"}


def test_hidden_and_damaged_files_are_not_stored(machine: Machine, remote: Remote) -> None:
    one = machine("one")
    change(one, {**OLD, ".checking": b"", "a.damaged": b"x"})
    assert set(Manifest.from_json(bytes(remote.get(MANIFEST).bytes())).files) == {"a", "b"}


def test_deleting_the_manifest_stores_again_what_a_machine_has(
    machine: Machine, remote: Remote
) -> None:
    one = machine("one")
    change(one, OLD)
    remote.inner.delete([MANIFEST])
    change(one, {})
    other = machine("other")
    other.pull()
    assert contents(other) == OLD
