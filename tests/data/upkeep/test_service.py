"""There is always data to serve, its notices say where it came from, and damage is repaired."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.io import files
from data.rounds import history
from data.rounds.copies import COPY, FILES, SUPERSEDED, load_copies
from data.rounds.record import SOURCE_FILE, Record, RecordError, Source, load, save
from data.rounds.schema import TABLES
from data.upkeep.service import RecordService, Snapshot
from data.vocabulary.places import FOLDER, SOURCE_URL
from tests.data.upkeep.conftest import assert_matches_copies, save_copies

Damage = Callable[[Path], None]

DRAWS = "draws.parquet"


@pytest.fixture
def bundled(excerpts_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(excerpts_folder, tmp_path / "bundled"))


@pytest.fixture
def newer_copies(replay: Any, vary: Any) -> history.Copies:
    """Copies whose newest is a few days newer than the bundled one."""
    copies: history.Copies = replay(("2026-08-25", vary({"437": {"drawCRS": "381"}})))
    return copies


@pytest.fixture
def folder(newer_copies: history.Copies, tmp_path: Path) -> Path:
    """A data folder whose record is newer than the bundled one."""
    return save_copies(newer_copies, tmp_path / "folder")


def notice_kinds(snapshot: Snapshot) -> list[str]:
    return [notice.kind for notice in snapshot.notices]


def cutoff(snapshot: Snapshot) -> int:
    return int(snapshot.record.draws["cutoff"].iloc[-1])


def overwrite(*names: str) -> Damage:
    """Overwrite some files with something else."""

    def damage(folder: Path) -> None:
        for name in names:
            (folder / name).write_bytes(b"something else")

    return damage


def truncate(name: str) -> Damage:
    def damage(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])

    return damage


def delete(*names: str) -> Damage:
    def damage(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return damage


def swap_in_older_pool(folder: Path) -> None:
    """Put the older bundled pool table beside newer tables."""
    shutil.copy(folder.parent / "bundled" / "pool.parquet", folder / "pool.parquet")


TABLES_DAMAGED: dict[str, Damage] = {
    "corrupt": overwrite(DRAWS),
    "half written": truncate("ledger.parquet"),
    "missing": delete("pool.parquet"),
    "all missing": delete(*(f"{name}.parquet" for name in TABLES)),
    "of another copy": swap_in_older_pool,
}
SOURCE_DAMAGED: dict[str, Damage] = {
    "no source": delete(SOURCE_FILE),
    "half a source": truncate(SOURCE_FILE),
    "empty source": lambda folder: (folder / SOURCE_FILE).write_bytes(b"") and None,
    "another source": lambda folder: (
        shutil.copy(folder.parent / "bundled" / SOURCE_FILE, folder / SOURCE_FILE) and None
    ),
    "no source and no tables": delete(SOURCE_FILE, *(f"{name}.parquet" for name in TABLES)),
}
COPIES_DAMAGED: dict[str, Damage] = {
    "table and copy": overwrite(DRAWS, COPY),
    "table and past": overwrite(DRAWS, SUPERSEDED),
    "everything": overwrite(*FILES),
    "all but a table": delete(*(name for name in FILES if name != DRAWS)),
}


# At startup


def test_intact_folder_is_served_and_left_unchanged(
    folder: Path, bundled: Path, digest: Any
) -> None:
    before = digest(folder)
    snapshot = RecordService(folder, bundled).snapshot()
    assert (cutoff(snapshot), snapshot.notices) == (381, ())
    assert digest(folder) == before


@pytest.mark.parametrize("case", TABLES_DAMAGED)
def test_damaged_tables_are_rebuilt_from_the_copies_beside_them(
    case: str, folder: Path, bundled: Path, digest: Any
) -> None:
    before = digest(folder)
    TABLES_DAMAGED[case](folder)
    snapshot = RecordService(folder, bundled).snapshot()
    assert (cutoff(snapshot), notice_kinds(snapshot)) == (381, ["rebuilt"])
    assert str(folder) in snapshot.notices[0].detail
    assert digest(folder) == before
    # The next service finds nothing left to repair.
    assert RecordService(folder, bundled).snapshot().notices == ()


@pytest.mark.parametrize("case", SOURCE_DAMAGED)
def test_sound_copies_are_used_without_what_says_where_they_are_from(
    case: str, folder: Path, bundled: Path, digest: Any
) -> None:
    before = digest(folder)
    SOURCE_DAMAGED[case](folder)
    snapshot = RecordService(folder, bundled).snapshot()
    assert (cutoff(snapshot), notice_kinds(snapshot)) == (381, ["rebuilt"])
    assert digest(folder) == before, "nothing is lost, and nothing set aside"


def test_public_copy_without_its_source_is_still_a_public_one(
    newer_copies: history.Copies, tmp_path: Path, bundled: Path
) -> None:
    at = newer_copies.source.retrieved_at
    public = replace(newer_copies.source, retrieved_at=at.replace(day=27), is_official=False)
    copies = history.add_copy(newer_copies, newer_copies.content + b"\n", public)
    folder = save_copies(copies, tmp_path / "public")
    (folder / SOURCE_FILE).unlink()
    source = RecordService(folder, bundled).snapshot().record.source
    assert (source.is_official, source.retrieved_at.day) == (False, 27)


def test_source_of_another_copy_is_not_believed_without_a_table(
    folder: Path, bundled: Path
) -> None:
    shutil.copy(bundled / SOURCE_FILE, folder / SOURCE_FILE)
    delete(*(f"{name}.parquet" for name in TABLES))(folder)
    with pytest.raises(RecordError, match="another SHA-256"):
        load_copies(folder)


def test_bundled_copy_that_lacks_rounds_it_knows_to_be_withdrawn_is_merged(
    vary: Any, newest: bytes, tmp_path: Path
) -> None:
    def source_of(day: int) -> Source:
        at = datetime(2026, 8, day, tzinfo=UTC)
        return Source(SOURCE_URL, "", at, None, None, at)

    held = history.begin(newest, source_of(20))
    folder = save_copies(held, tmp_path / "folder")
    said = history.Said(withdrawn=2, by="Ada")
    theirs = history.add_copy(held, vary(drop=("430", "432")), source_of(21), said=said)
    bundled = save_copies(theirs, tmp_path / "bundled")
    record = RecordService(folder, bundled).snapshot().record
    assert len(record.draws) == 48
    assert record.source.retrieved_at.day == 21
    accepted = record.ledger[record.ledger["what"] == "accepted"]
    assert accepted["round_id"].tolist() == ["432"]


@pytest.mark.parametrize("case", COPIES_DAMAGED)
def test_bundled_data_is_used_when_the_copies_are_damaged_too(
    case: str, folder: Path, bundled: Path
) -> None:
    COPIES_DAMAGED[case](folder)
    snapshot = RecordService(folder, bundled).snapshot()
    assert (cutoff(snapshot), notice_kinds(snapshot)) == (382, ["bundled"])
    assert_matches_copies(folder)
    assert RecordService(folder, bundled).snapshot().notices == ()


def test_damaged_files_are_quarantined(folder: Path, bundled: Path) -> None:
    overwrite(DRAWS, COPY)(folder)
    ledger = (folder / "ledger.parquet").read_bytes()
    RecordService(folder, bundled).snapshot()
    assert (folder / f"{COPY}.damaged").read_bytes() == b"something else"
    assert (folder / "ledger.parquet.damaged").read_bytes() == ledger


def test_damaged_bundled_tables_are_rebuilt_from_their_copies(bundled: Path, digest: Any) -> None:
    before = digest(bundled)
    overwrite(DRAWS)(bundled)
    assert notice_kinds(RecordService(bundled, bundled).snapshot()) == ["rebuilt"]
    assert digest(bundled) == before


def test_error_is_raised_only_when_no_usable_data_is_left(folder: Path, bundled: Path) -> None:
    overwrite(DRAWS, COPY)(bundled)
    with pytest.raises(RecordError, match="Nothing is left to serve"):
        RecordService(bundled, bundled).snapshot()
    overwrite(DRAWS, COPY)(folder)
    with pytest.raises(RecordError):
        RecordService(folder, bundled).snapshot()


def test_bundled_tables_are_served_even_without_their_copies(bundled: Path, tmp_path: Path) -> None:
    overwrite(COPY)(bundled)
    snapshot = RecordService(tmp_path / "new", bundled).snapshot()
    assert cutoff(snapshot) == 382
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("begins", ["nowhere", "empty"])
def test_a_new_folder_is_seeded_with_the_bundled_record(
    begins: str, bundled: Path, tmp_path: Path, digest: Any
) -> None:
    new = tmp_path / "deep" / "new"
    if begins == "empty":
        new.mkdir(parents=True)
    snapshot = RecordService(new, bundled).snapshot()
    assert (cutoff(snapshot), snapshot.notices) == (382, ())
    assert digest(new) == digest(bundled)


# After an upgrade


def test_newer_bundled_copy_is_merged_without_losing_anything(
    vary: Any, tmp_path: Path, bundled: Path
) -> None:
    # The folder has a round that the bundled copy lacks, and an earlier value of a cut-off.
    ours = history.begin(
        vary({"430": {"drawNumber": "999"}, "437": {"drawCRS": "380"}}),
        Source(
            SOURCE_URL,
            "",
            load_copies(bundled).source.retrieved_at.replace(day=19, hour=20),
            '"ours"',
            None,
            load_copies(bundled).source.confirmed_at,
        ),
    )
    folder = save_copies(ours, tmp_path / "old")
    snapshot = RecordService(folder, bundled).snapshot()
    assert (cutoff(snapshot), snapshot.notices) == (382, ())
    draws, ledger = snapshot.record.draws, snapshot.record.ledger
    assert {"999", "430"} <= set(draws["round_id"])
    revised = ledger[(ledger["round_id"] == "437") & (ledger["what"] == "revised")]
    assert revised[["published", "used"]].to_numpy().tolist() == [["380", "382"]]
    assert_matches_copies(folder)


def test_bundled_copy_that_lacks_rounds_is_not_merged(
    vary: Any, newest: bytes, tmp_path: Path
) -> None:
    def of(day: int, content: bytes) -> history.Copies:
        at = datetime(2026, 8, day, tzinfo=UTC)
        source = Source(SOURCE_URL, "", at, None, None, at)
        return history.begin(content, source)

    folder = save_copies(of(20, newest), tmp_path / "folder")
    bundled = save_copies(of(21, vary(drop=("430", "432"))), tmp_path / "bundled")
    assert len(RecordService(folder, bundled).snapshot().record.draws) == 48


def test_tables_are_rebuilt_when_the_category_mapping_changes(folder: Path, bundled: Path) -> None:
    record = load(folder)
    # As written by an earlier version that did not know the category yet.
    older = record.draws.assign(
        category=record.draws["category"].where(record.draws["round_id"] != "437", "unheard-of")
    )
    save(Record(older, record.pool, record.ledger, record.source), folder)
    snapshot = RecordService(folder, bundled).snapshot()
    assert snapshot.record.draws["category"].iloc[-1] == "french"
    assert_matches_copies(folder)


def test_intact_tables_are_served_beside_a_damaged_copy(folder: Path, bundled: Path) -> None:
    overwrite(COPY)(folder)
    assert cutoff(RecordService(folder, bundled).snapshot()) == 381
    assert (folder / COPY).read_bytes() == b"something else"


# While the server runs


def test_files_are_reread_only_after_they_change(
    folder: Path, bundled: Path, newer_copies: history.Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = RecordService(folder, bundled)
    snapshot = service.snapshot()
    with monkeypatch.context() as patch:
        patch.delattr(files, "read")
        assert service.snapshot() is snapshot
    newer = history.add_copy(newer_copies, newer_copies.content + b"\n", newer_copies.source)
    save_copies(newer, folder)
    assert service.snapshot().stamp != snapshot.stamp
    assert service.snapshot().record.source.sha256 == newer.source.sha256


@pytest.mark.parametrize("case", TABLES_DAMAGED)
def test_a_table_damaged_while_serving_is_repaired(
    case: str, folder: Path, bundled: Path, digest: Any
) -> None:
    service = RecordService(folder, bundled)
    service.snapshot()
    before = digest(folder)
    TABLES_DAMAGED[case](folder)
    snapshot = service.snapshot()
    assert (cutoff(snapshot), notice_kinds(snapshot)) == (381, ["rebuilt"])
    assert digest(folder) == before
    assert service.snapshot() is snapshot, "the notice stays until there is something new"


@pytest.mark.parametrize("case", COPIES_DAMAGED)
def test_data_lost_while_serving_stays_in_memory_until_replaced(
    case: str, folder: Path, bundled: Path, newer_copies: history.Copies
) -> None:
    service = RecordService(folder, bundled)
    before = service.snapshot()
    COPIES_DAMAGED[case](folder)
    snapshot = service.snapshot()
    assert (cutoff(snapshot), notice_kinds(snapshot)) == (381, ["memory"])
    assert snapshot.stamp == before.stamp
    assert service.snapshot() is snapshot
    assert_matches_copies(folder)
    save_copies(newer_copies, folder)
    assert (cutoff(service.snapshot()), service.snapshot().notices) == (381, ())


def test_bundled_data_lost_while_serving_stays_in_memory(bundled: Path) -> None:
    service = RecordService(bundled, bundled)
    before = service.snapshot()
    overwrite(*FILES)(bundled)
    snapshot = service.snapshot()
    assert snapshot.record is before.record
    assert notice_kinds(snapshot) == ["memory"]


def test_deleting_the_folder_while_serving_is_invisible_to_readers(
    folder: Path, bundled: Path
) -> None:
    service = RecordService(folder, bundled)
    service.snapshot()
    shutil.rmtree(folder)
    assert cutoff(service.snapshot()) == 381
    assert_matches_copies(folder)


# Without write permission or disk space


@pytest.fixture
def read_only_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every folder look read-only."""
    monkeypatch.setattr(files, "why_unwritable", lambda _: "Read-only file system")


@pytest.mark.usefixtures("read_only_folders")
def test_read_only_folder_is_served_with_a_notice(folder: Path, bundled: Path, digest: Any) -> None:
    before = digest(folder)
    snapshot = RecordService(folder, bundled).snapshot()
    assert (cutoff(snapshot), notice_kinds(snapshot)) == (381, ["read-only"])
    assert "Read-only file system" in snapshot.notices[0].detail
    assert digest(folder) == before


@pytest.mark.usefixtures("read_only_folders")
@pytest.mark.parametrize(("cases", "kind", "expected"), [
    (TABLES_DAMAGED, "rebuilt", 381), (COPIES_DAMAGED, "bundled", 382),
])  # fmt: skip
def test_damaged_read_only_folder_is_repaired_in_memory(
    cases: dict[str, Damage], kind: str, expected: int, folder: Path, bundled: Path, digest: Any
) -> None:
    next(iter(cases.values()))(folder)
    overwrite(DRAWS)(folder)
    before = digest(folder)
    service = RecordService(folder, bundled)
    snapshot = service.snapshot()
    assert (cutoff(snapshot), notice_kinds(snapshot)) == (expected, [kind, "read-only"])
    assert digest(folder) == before
    assert service.snapshot() is snapshot


@pytest.mark.usefixtures("read_only_folders")
def test_outdated_read_only_data_is_updated_in_memory(
    copies: dict[str, bytes], tmp_path: Path, bundled: Path, digest: Any
) -> None:
    at = load_copies(bundled).source.retrieved_at.replace(year=2023)
    source = Source(SOURCE_URL, "", at, None, None, at)
    folder = save_copies(history.begin(copies["2023-04-27"], source), tmp_path / "old")
    before = digest(folder)
    snapshot = RecordService(folder, bundled).snapshot()
    assert (cutoff(snapshot), notice_kinds(snapshot)) == (382, ["read-only"])
    assert digest(folder) == before


def test_full_disk_does_not_stop_serving(
    bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "commit", full)
        snapshot = RecordService(tmp_path / "new", bundled).snapshot()
    assert (cutoff(snapshot), notice_kinds(snapshot)) == (382, ["read-only"])
    assert "No space left" in snapshot.notices[0].detail


@contextmanager
def folder_with_mode(mode: int) -> Iterator[Path]:
    """Give a folder with this mode; root becomes another user, so that the mode applies."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(mode)
        user = os.geteuid()
        try:
            if user == 0:
                os.seteuid(65534)
            yield place
        finally:
            os.seteuid(user)
            place.chmod(0o755)


needs_permissions = pytest.mark.skipif(sys.platform == "win32", reason="no POSIX permissions")


@needs_permissions
def test_unwritable_folder_is_detected_with_the_reason(tmp_path: Path) -> None:
    with folder_with_mode(0o555) as place:
        assert files.why_unwritable(place) == "Permission denied"
        assert files.why_unwritable(place / "below") == "Permission denied"
    assert files.why_unwritable(tmp_path / "below") is None
    (tmp_path / "file").touch()
    assert files.why_unwritable(tmp_path / "file") is not None


@needs_permissions
@pytest.mark.parametrize("mode", [0o555, 0o000])
@pytest.mark.parametrize("below", ["", "below"])
def test_bundled_data_is_served_if_the_folder_is_unwritable_or_unreadable(
    mode: int, below: str
) -> None:
    with folder_with_mode(mode) as place:
        service = RecordService(place / below, FOLDER)
        snapshot = service.snapshot()
        assert notice_kinds(snapshot) == ["read-only"]
        assert snapshot.record.source == load().source
        assert service.snapshot() is snapshot


# Concurrency


def run_in_threads(jobs: list[Callable[[], None]]) -> None:
    """Run all jobs at the same time, each in its own thread."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], None]) -> None:
        start.wait()
        job()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_threads_share_one_snapshot(folder: Path, bundled: Path) -> None:
    service = RecordService(folder, bundled)
    snapshots: list[Snapshot] = []
    run_in_threads([lambda: snapshots.append(service.snapshot())] * 8)
    assert len({id(snapshot) for snapshot in snapshots}) == 1
    assert len(snapshots) == 8


def test_readers_do_not_wait_while_another_thread_loads_new_files(
    folder: Path, bundled: Path, newer_copies: history.Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = RecordService(folder, bundled)
    before = service.snapshot()
    reading, go_on = threading.Event(), threading.Event()
    real = load

    def slow(*args: Any, **kwargs: Any) -> Record:
        reading.set()
        assert go_on.wait(60)
        return real(*args, **kwargs)

    content = newer_copies.content + b"\n"
    save_copies(history.add_copy(newer_copies, content, newer_copies.source), folder)
    monkeypatch.setattr("data.rounds.record.load", slow)
    other = threading.Thread(target=service.snapshot)
    other.start()
    assert reading.wait(60)
    assert service.snapshot() is before
    go_on.set()
    other.join()
    assert service.snapshot() is not before


STARTER = """
import sys
from pathlib import Path
from data.upkeep.service import RecordService
snapshot = RecordService(Path(sys.argv[1]), Path(sys.argv[2])).snapshot()
print(len(snapshot.record.draws), *(notice.kind for notice in snapshot.notices))
"""


@pytest.mark.slow
def test_processes_starting_together_seed_one_consistent_folder(
    bundled: Path, tmp_path: Path
) -> None:
    place = tmp_path / "new"
    starters = [
        subprocess.Popen(  # noqa: S603 -- our own interpreter and program
            [sys.executable, "-c", STARTER, str(place), str(bundled)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=FOLDER.parent,
        )
        for _ in range(2)
    ]
    assert [starter.communicate(timeout=300)[0] for starter in starters] == ["48\n", "48\n"]
    assert_matches_copies(place)
    assert {path.name for path in place.iterdir()} == set(FILES)


@pytest.mark.slow
def test_concurrent_repairs_all_serve_the_repaired_data(
    folder: Path, bundled: Path, digest: Any
) -> None:
    before = digest(folder)
    overwrite(DRAWS)(folder)
    cutoffs: list[int] = []
    services = [RecordService(folder, bundled) for _ in range(4)]
    run_in_threads([lambda one=one: cutoffs.append(cutoff(one.snapshot())) for one in services])
    assert cutoffs == [381] * 4
    assert digest(folder) == before


def test_superseded_versions_of_another_copy_are_rejected(folder: Path) -> None:
    past = json.loads(gzip.decompress((folder / SUPERSEDED).read_bytes()))
    past["seen_from"].popitem()
    (folder / SUPERSEDED).write_bytes(gzip.compress(json.dumps(past).encode(), mtime=0))
    with pytest.raises(RecordError, match="is not of the same copy"):
        load_copies(folder)
