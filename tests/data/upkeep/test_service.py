"""There is always a record to serve, it says where it comes from, and files mend themselves."""

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
from pathlib import Path
from typing import Any

import pytest

from data.io import files
from data.rounds import copies as archive
from data.rounds import merge
from data.rounds import record as history
from data.rounds.record import HistoryError
from data.rounds.schema import TABLES
from data.upkeep.service import Current, Held

Damage = Callable[[Path], None]

DRAWS = "draws.parquet"


def save(copies: merge.Copies, folder: Path) -> Path:
    """Make a folder that holds the record of these copies."""
    history.save(merge.record(copies), folder, beside=archive.files_of(copies))
    return folder


@pytest.fixture(scope="module")
def begun(replay: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the four excerpts, which stands for what the program bundles."""
    return save(replay(), tmp_path_factory.mktemp("begun"))


@pytest.fixture
def bundled(begun: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(begun, tmp_path / "bundled"))


@pytest.fixture
def later(replay: Any, vary: Any) -> merge.Copies:
    """Copies of which the newest is of some days after the bundled one."""
    copies: merge.Copies = replay(("2026-08-25", vary({"437": {"drawCRS": "381"}})))
    return copies


@pytest.fixture
def folder(later: merge.Copies, tmp_path: Path) -> Path:
    """A data folder whose record is newer than the bundled one."""
    return save(later, tmp_path / "folder")


def kinds(held: Held) -> list[str]:
    return [notice.kind for notice in held.notices]


def cutoff(held: Held) -> int:
    return int(held.record.draws["cutoff"].iloc[-1])


def assert_fit(folder: Path) -> None:
    """The folder's record loads and is what its copies make."""
    held, made = history.load(folder, attempts=1), merge.record(archive.load_copies(folder))
    for name in TABLES:
        assert getattr(held, name).equals(getattr(made, name))


def text_in(*names: str) -> Damage:
    """Overwrite some files with something else."""

    def damage(folder: Path) -> None:
        for name in names:
            (folder / name).write_bytes(b"something else")

    return damage


def half_of(name: str) -> Damage:
    def damage(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])

    return damage


def without(*names: str) -> Damage:
    def damage(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return damage


def of_another_copy(folder: Path) -> None:
    """Put a pool of the bundled record beside the tables of a newer one."""
    shutil.copy(folder.parent / "bundled" / "pool.parquet", folder / "pool.parquet")


TABLES_DAMAGED: dict[str, Damage] = {
    "corrupt": text_in(DRAWS),
    "half written": half_of("ledger.parquet"),
    "missing": without("pool.parquet"),
    "all missing": without(*(f"{name}.parquet" for name in TABLES)),
    "of another copy": of_another_copy,
}
COPIES_DAMAGED: dict[str, Damage] = {
    "no source": without(history.SOURCE_FILE),
    "half a source": half_of(history.SOURCE_FILE),
    "table and copy": text_in(DRAWS, archive.COPY),
    "table and past": text_in(DRAWS, archive.SUPERSEDED),
    "everything": text_in(*archive.FILES),
    "all but a table": without(*(name for name in archive.FILES if name != DRAWS)),
}


# At the start


def test_a_sound_folder_is_served_as_it_is(folder: Path, bundled: Path, digest: Any) -> None:
    before = digest(folder)
    held = Current(folder, bundled).held()
    assert (cutoff(held), held.notices) == (381, ())
    assert digest(folder) == before


@pytest.mark.parametrize("case", TABLES_DAMAGED)
def test_damaged_tables_are_rebuilt_from_the_copies_beside_them(
    case: str, folder: Path, bundled: Path, digest: Any
) -> None:
    before = digest(folder)
    TABLES_DAMAGED[case](folder)
    held = Current(folder, bundled).held()
    assert (cutoff(held), kinds(held)) == (381, ["rebuilt"])
    assert str(folder) in held.notices[0].detail
    assert digest(folder) == before
    # The next one finds everything in order.
    assert Current(folder, bundled).held().notices == ()


@pytest.mark.parametrize("case", COPIES_DAMAGED)
def test_where_the_copies_are_damaged_too_the_bundled_ones_are_taken(
    case: str, folder: Path, bundled: Path
) -> None:
    COPIES_DAMAGED[case](folder)
    held = Current(folder, bundled).held()
    assert (cutoff(held), kinds(held)) == (382, ["bundled"])
    assert_fit(folder)
    assert Current(folder, bundled).held().notices == ()


def test_what_was_damaged_is_set_aside(folder: Path, bundled: Path) -> None:
    text_in(DRAWS, archive.COPY)(folder)
    ledger = (folder / "ledger.parquet").read_bytes()
    Current(folder, bundled).held()
    assert (folder / f"{archive.COPY}.damaged").read_bytes() == b"something else"
    assert (folder / "ledger.parquet.damaged").read_bytes() == ledger


def test_damage_in_the_programs_own_folder_is_mended_from_its_copies(
    bundled: Path, digest: Any
) -> None:
    before = digest(bundled)
    text_in(DRAWS)(bundled)
    assert kinds(Current(bundled, bundled).held()) == ["rebuilt"]
    assert digest(bundled) == before


def test_only_when_nothing_is_left_there_is_an_error(folder: Path, bundled: Path) -> None:
    text_in(DRAWS, archive.COPY)(bundled)
    with pytest.raises(HistoryError, match="Nothing is left to serve"):
        Current(bundled, bundled).held()
    text_in(DRAWS, archive.COPY)(folder)
    with pytest.raises(HistoryError):
        Current(folder, bundled).held()


def test_bundled_tables_are_served_even_without_their_copies(bundled: Path, tmp_path: Path) -> None:
    text_in(archive.COPY)(bundled)
    held = Current(tmp_path / "new", bundled).held()
    assert cutoff(held) == 382
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("begins", ["nowhere", "empty"])
def test_a_new_folder_is_seeded_with_the_bundled_record(
    begins: str, bundled: Path, tmp_path: Path, digest: Any
) -> None:
    new = tmp_path / "deep" / "new"
    if begins == "empty":
        new.mkdir(parents=True)
    held = Current(new, bundled).held()
    assert (cutoff(held), held.notices) == (382, ())
    assert digest(new) == digest(bundled)


# After an upgrade of the program


def test_a_bundled_copy_that_is_newer_is_taken_over_and_nothing_is_lost(
    vary: Any, tmp_path: Path, bundled: Path
) -> None:
    # The folder's own record knows a round that the bundled copy lacks, and a former cut-off.
    own = merge.first(
        vary({"430": {"drawNumber": "999"}, "437": {"drawCRS": "380"}}),
        history.Source(
            history.SOURCE_URL,
            "",
            archive.load_copies(bundled).source.retrieved_at.replace(day=19, hour=20),
            '"own"',
            None,
            archive.load_copies(bundled).source.confirmed_on,
        ),
    )
    folder = save(own, tmp_path / "old")
    held = Current(folder, bundled).held()
    assert (cutoff(held), held.notices) == (382, ())
    draws, ledger = held.record.draws, held.record.ledger
    assert {"999", "430"} <= set(draws["round_id"])
    revised = ledger[(ledger["round_id"] == "437") & (ledger["what"] == "revised")]
    assert revised[["published", "used"]].to_numpy().tolist() == [["380", "382"]]
    assert_fit(folder)


def test_a_bundled_copy_that_lacks_rounds_is_not_taken_over(
    vary: Any, newest: bytes, tmp_path: Path
) -> None:
    def of(day: int, content: bytes) -> merge.Copies:
        at = history.load().source.retrieved_at.replace(day=day)
        source = history.Source(history.SOURCE_URL, "", at, None, None, at.date())
        return merge.first(content, source)

    folder = save(of(20, newest), tmp_path / "folder")
    bundled = save(of(21, vary(drop=("430", "432"))), tmp_path / "bundled")
    assert len(Current(folder, bundled).held().record.draws) == 48


def test_tables_are_made_anew_when_the_program_reads_a_name_otherwise(
    folder: Path, bundled: Path
) -> None:
    record = history.load(folder)
    # As an earlier program would have it, which did not know the category yet.
    older = record.draws.assign(
        category=record.draws["category"].where(record.draws["round_id"] != "437", "unheard-of")
    )
    history.save(history.Record(older, record.pool, record.ledger, record.source), folder)
    held = Current(folder, bundled).held()
    assert held.record.draws["category"].iloc[-1] == "french"
    assert_fit(folder)


def test_a_table_without_its_copies_is_served_and_kept(folder: Path, bundled: Path) -> None:
    text_in(archive.COPY)(folder)
    assert cutoff(Current(folder, bundled).held()) == 381
    assert (folder / archive.COPY).read_bytes() == b"something else"


# While the server runs


def test_files_are_only_looked_at_until_they_change(
    folder: Path, bundled: Path, later: merge.Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = Current(folder, bundled)
    held = current.held()
    with monkeypatch.context() as patch:
        patch.delattr(files, "read")
        assert current.held() is held
    newer = merge.succeed(later, later.content + b"\n", later.source)
    save(newer, folder)
    assert current.held().stamp != held.stamp
    assert current.held().record.source.sha256 == newer.source.sha256


@pytest.mark.parametrize("case", TABLES_DAMAGED)
def test_a_table_damaged_while_serving_is_repaired(
    case: str, folder: Path, bundled: Path, digest: Any
) -> None:
    current = Current(folder, bundled)
    current.held()
    before = digest(folder)
    TABLES_DAMAGED[case](folder)
    held = current.held()
    assert (cutoff(held), kinds(held)) == (381, ["rebuilt"])
    assert digest(folder) == before
    assert current.held() is held, "the notice stays until there is something new"


@pytest.mark.parametrize("case", COPIES_DAMAGED)
def test_a_record_lost_while_serving_stays_in_service_until_there_is_a_better_one(
    case: str, folder: Path, bundled: Path, later: merge.Copies
) -> None:
    current = Current(folder, bundled)
    before = current.held()
    COPIES_DAMAGED[case](folder)
    held = current.held()
    assert (cutoff(held), held.stamp, kinds(held)) == (381, before.stamp, ["memory"])
    assert current.held() is held
    assert_fit(folder)
    save(later, folder)
    assert (cutoff(current.held()), current.held().notices) == (381, ())


def test_a_record_lost_in_the_programs_own_folder_stays_in_service(bundled: Path) -> None:
    current = Current(bundled, bundled)
    before = current.held()
    text_in(*archive.FILES)(bundled)
    held = current.held()
    assert held.record is before.record
    assert kinds(held) == ["memory"]


def test_a_folder_that_disappears_changes_nothing_for_readers(folder: Path, bundled: Path) -> None:
    current = Current(folder, bundled)
    current.held()
    shutil.rmtree(folder)
    assert cutoff(current.held()) == 381
    assert_fit(folder)


# Without the right or the room to write


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every folder looks like one of a read-only installation."""
    monkeypatch.setattr(files, "hindrance", lambda _: "Read-only file system")


@pytest.mark.usefixtures("closed")
def test_a_read_only_folder_is_served_and_says_so(folder: Path, bundled: Path, digest: Any) -> None:
    before = digest(folder)
    held = Current(folder, bundled).held()
    assert (cutoff(held), kinds(held)) == (381, ["read-only"])
    assert "Read-only file system" in held.notices[0].detail
    assert digest(folder) == before


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(("cases", "kind", "found"), [
    (TABLES_DAMAGED, "rebuilt", 381), (COPIES_DAMAGED, "bundled", 382),
])  # fmt: skip
def test_a_damaged_read_only_folder_is_mended_in_memory(
    cases: dict[str, Damage], kind: str, found: int, folder: Path, bundled: Path, digest: Any
) -> None:
    next(iter(cases.values()))(folder)
    text_in(DRAWS)(folder)
    before = digest(folder)
    current = Current(folder, bundled)
    held = current.held()
    assert (cutoff(held), kinds(held)) == (found, [kind, "read-only"])
    assert digest(folder) == before
    assert current.held() is held


@pytest.mark.usefixtures("closed")
def test_a_read_only_record_that_is_older_is_caught_up_in_memory(
    copies: dict[str, bytes], tmp_path: Path, bundled: Path, digest: Any
) -> None:
    at = archive.load_copies(bundled).source.retrieved_at.replace(year=2023)
    source = history.Source(history.SOURCE_URL, "", at, None, None, at.date())
    folder = save(merge.first(copies["2023-04-27"], source), tmp_path / "old")
    before = digest(folder)
    held = Current(folder, bundled).held()
    assert (cutoff(held), kinds(held)) == (382, ["read-only"])
    assert digest(folder) == before


def test_a_full_disk_is_no_reason_not_to_serve(
    bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "commit", full)
        held = Current(tmp_path / "new", bundled).held()
    assert (cutoff(held), kinds(held)) == (382, ["read-only"])
    assert "No space left" in held.notices[0].detail


@contextmanager
def as_nobody(mode: int) -> Iterator[Path]:
    """Give a folder with these rights, which hold here even if root runs the tests."""
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


needs_rights = pytest.mark.skipif(sys.platform == "win32", reason="no such rights there")


@needs_rights
def test_a_folder_without_the_right_to_write_is_recognised(tmp_path: Path) -> None:
    with as_nobody(0o555) as place:
        assert files.hindrance(place) == "Permission denied"
        assert files.hindrance(place / "below") == "Permission denied"
    assert files.hindrance(tmp_path / "below") is None
    (tmp_path / "file").touch()
    assert files.hindrance(tmp_path / "file") is not None


@needs_rights
@pytest.mark.parametrize("mode", [0o555, 0o000])
@pytest.mark.parametrize("below", ["", "below"])
def test_where_nothing_may_be_written_or_read_the_bundled_record_is_served(
    mode: int, below: str
) -> None:
    with as_nobody(mode) as place:
        current = Current(place / below, history.FOLDER)
        held = current.held()
        assert kinds(held) == ["read-only"]
        assert held.record.source == history.load().source
        assert current.held() is held


# Many at once


def in_threads(jobs: list[Callable[[], None]]) -> None:
    """Do all jobs at once."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], None]) -> None:
        start.wait()
        job()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_threads_share_one_record(folder: Path, bundled: Path) -> None:
    current = Current(folder, bundled)
    found: list[Held] = []
    in_threads([lambda: found.append(current.held())] * 8)
    assert len({id(held) for held in found}) == 1
    assert len(found) == 8


def test_nobody_waits_while_another_thread_reads_new_files(
    folder: Path, bundled: Path, later: merge.Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = Current(folder, bundled)
    before = current.held()
    reading, go_on = threading.Event(), threading.Event()
    real = history.load

    def slow(*args: Any, **kwargs: Any) -> history.Record:
        reading.set()
        assert go_on.wait(60)
        return real(*args, **kwargs)

    save(merge.succeed(later, later.content + b"\n", later.source), folder)
    monkeypatch.setattr(history, "load", slow)
    other = threading.Thread(target=current.held)
    other.start()
    assert reading.wait(60)
    assert current.held() is before
    go_on.set()
    other.join()
    assert current.held() is not before


STARTER = """
import sys
from pathlib import Path
from data.upkeep.service import Current
held = Current(Path(sys.argv[1]), Path(sys.argv[2])).held()
print(len(held.record.draws), *(notice.kind for notice in held.notices))
"""


def test_processes_that_start_at_once_seed_one_sound_record(bundled: Path, tmp_path: Path) -> None:
    place = tmp_path / "new"
    starters = [
        subprocess.Popen(  # noqa: S603 -- our own interpreter and program
            [sys.executable, "-c", STARTER, str(place), str(bundled)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=history.FOLDER.parent,
        )
        for _ in range(2)
    ]
    assert [starter.communicate(timeout=300)[0] for starter in starters] == ["48\n", "48\n"]
    assert_fit(place)
    assert {path.name for path in place.iterdir()} == set(archive.FILES)


def test_of_several_that_find_damage_at_once_each_serves_the_mended_record(
    folder: Path, bundled: Path, digest: Any
) -> None:
    before = digest(folder)
    text_in(DRAWS)(folder)
    found: list[int] = []
    several = [Current(folder, bundled) for _ in range(4)]
    in_threads([lambda one=one: found.append(cutoff(one.held())) for one in several])
    assert found == [381] * 4
    assert digest(folder) == before


def test_past_versions_of_another_copy_are_recognised(folder: Path) -> None:
    past = json.loads(gzip.decompress((folder / archive.SUPERSEDED).read_bytes()))
    past["seen_from"].popitem()
    (folder / archive.SUPERSEDED).write_bytes(gzip.compress(json.dumps(past).encode(), mtime=0))
    with pytest.raises(HistoryError, match="is not of the same copy"):
        archive.load_copies(folder)
