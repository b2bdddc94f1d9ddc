"""Tables load exactly as saved, satisfy their contracts, and all come from the same copy."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.rounds import copies, merge
from data.rounds.record import Record, RecordError, Source, check, files_of, load, save, stamp
from data.rounds.schema import TABLES
from data.vocabulary.places import FOLDER


@pytest.fixture(scope="module")
def record(replay: Any) -> Record:
    return merge.build_record(replay())


@pytest.fixture(scope="module")
def files(replay: Any, record: Record) -> dict[str, bytes]:
    return {**files_of(record), **copies.files_of(replay())}


@pytest.fixture
def folder(files: dict[str, bytes], tmp_path: Path) -> Path:
    """A saved record."""
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_record_loads_exactly_as_saved(record: Record, folder: Path) -> None:
    loaded = load(folder)
    assert loaded.source == record.source
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(loaded, name), getattr(record, name))


def test_loaded_frames_have_the_documented_types(folder: Path) -> None:
    loaded = load(folder)
    assert loaded.draws.dtypes.astype(str).to_dict() == {
        "round_id": "str",
        "date": "datetime64[ms]",
        "drawn_at": "datetime64[ms, UTC]",
        "tie_break_at": "datetime64[ms, UTC]",
        "name": "str",
        "category": "str",
        "version": "Int16",
        "kind": "str",
        "programs": "object",
        "invitations": "int64",
        "cutoff": "int64",
        "pool_as_of": "datetime64[ms]",
        "url": "str",
    }
    assert loaded.pool.dtypes.astype(str).to_dict() == {
        "as_of": "datetime64[ms]",
        "band_low": "int64",
        "band_high": "int64",
        "candidates": "int64",
    }
    assert isinstance(loaded.draws["programs"].iloc[0], tuple)
    assert loaded.draws.index.equals(pd.RangeIndex(48))
    assert loaded.ledger["used"].iloc[0] is None


def test_parquet_files_have_the_documented_types_and_provenance(folder: Path) -> None:
    source = Source.from_json((folder / "source.json").read_bytes())
    schemas = {name: pq.read_schema(folder / f"{name}.parquet") for name in TABLES}
    draws = schemas["draws"]
    assert draws.field("date").type == pa.date32()
    assert draws.field("drawn_at").type == pa.timestamp("ms", "UTC")
    assert draws.field("invitations").type == pa.int32()
    assert draws.field("cutoff").type == pa.int16()
    assert draws.field("programs").type == pa.list_(
        pa.field("element", pa.string(), nullable=False)
    )
    assert [field.name for field in draws if field.nullable] == [
        "drawn_at",
        "tie_break_at",
        "version",
        "pool_as_of",
    ]
    for name, schema in schemas.items():
        assert schema.metadata[b"source_url"].startswith(b"https://www.canada.ca/")
        assert schema.metadata[b"source_sha256"].decode() == source.sha256
        assert schema.metadata[b"retrieved_at"] == b"2026-08-20T00:00:00Z"
        assert schema.metadata[b"schema_version"] == b"1"
        columns = pq.ParquetFile(folder / f"{name}.parquet").metadata.row_group(0)
        assert columns.column(0).compression == "ZSTD"


def test_saving_an_unchanged_record_writes_nothing(record: Record, folder: Path) -> None:
    assert not save(record, folder)
    assert not save(load(folder), folder)


def test_tables_can_be_rebuilt_from_the_copies_alone(folder: Path, digest: Any) -> None:
    before = digest(folder)
    for name in TABLES:
        (folder / f"{name}.parquet").unlink()
    _, changed = copies.rebuild(folder)
    assert changed
    assert digest(folder) == before
    _, changed = copies.rebuild(folder)
    assert not changed


def test_stamp_changes_when_the_tables_are_rewritten(folder: Path, record: Record) -> None:
    before = stamp(folder)
    assert stamp(folder) == before
    later = replace(record.source, confirmed_at=record.source.confirmed_at.replace(day=22))
    save(replace(record, source=later), folder)
    assert stamp(folder) != before
    assert stamp(folder / "nowhere") == ()


@pytest.mark.parametrize("name", ["draws.parquet", "pool.parquet", "ledger.parquet", "source.json"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "text"])
def test_damaged_file_is_an_error_that_suggests_rebuilding(
    folder: Path, name: str, damage: str
) -> None:
    path = folder / name
    content = path.read_bytes()
    path.write_bytes({"cut": content[: len(content) // 2], "text": b"{}"}.get(damage, b""))
    if damage == "gone":
        path.unlink()
    with pytest.raises(RecordError, match="python -m data rebuild"):
        load(folder, attempts=1)


@pytest.mark.parametrize("name", TABLES)
def test_table_made_from_another_copy_is_refused(folder: Path, record: Record, name: str) -> None:
    later = replace(record.source, retrieved_at=record.source.retrieved_at.replace(hour=9))
    files = files_of(replace(record, source=later))
    (folder / f"{name}.parquet").write_bytes(files[f"{name}.parquet"])
    with pytest.raises(RecordError, match=f"{name}.parquet .* does not match"):
        load(folder, attempts=2)


def test_table_with_wrong_columns_is_refused(folder: Path) -> None:
    table = pq.read_table(folder / "pool.parquet").drop_columns("candidates")
    pq.write_table(table, folder / "pool.parquet")
    with pytest.raises(RecordError, match="other columns or types"):
        load(folder, attempts=1)


Spoil = Callable[[Record], Record]


def cell(column: str, round_id: str, value: object) -> Spoil:
    """Spoil one cell of draws."""

    def spoil(record: Record) -> Record:
        here = record.draws["round_id"] == round_id
        values = [
            value if hit else kept for hit, kept in zip(here, record.draws[column], strict=True)
        ]
        spoilt = pd.Series(values, dtype=record.draws[column].dtype)
        return replace(record, draws=record.draws.assign(**{column: spoilt}))

    return spoil


def table(name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Spoil:
    """Spoil a whole table."""
    return lambda record: replace(record, **{name: change(getattr(record, name))})


SPOILT: dict[str, tuple[Spoil, str]] = {
    "a duplicate round number": (cell("round_id", "1", "437"), "round_id"),
    "a malformed round number": (cell("round_id", "1", "x1"), "round_id"),
    "newest first": (cell("date", "1", pd.Timestamp(2026, 8, 20)), "oldest first"),
    "a cut-off above 2000": (cell("cutoff", "437", 2001), "cutoff"),
    "a cut-off below 0": (cell("cutoff", "437", -1), "cutoff"),
    "no invitations": (cell("invitations", "437", 0), "invitations"),
    "an unknown kind": (cell("kind", "437", "special"), "kind"),
    "the wrong kind": (cell("kind", "437", "program"), "kind is that of the category"),
    "a code of two words": (cell("category", "437", "two words"), "category"),
    "a link elsewhere": (cell("url", "437", "https://evil.example/"), "url"),
    "an unknown program": (cell("programs", "437", ("abc",)), "programs"),
    "another day": (cell("drawn_at", "437", pd.Timestamp(2026, 8, 21, tz="UTC")), "drawn_at is on"),
    "too late": (cell("tie_break_at", "437", pd.Timestamp(2026, 9, 1, tz="UTC")), "tie_break_at"),
    "a later snapshot": (cell("pool_as_of", "1", pd.Timestamp(2015, 2, 1)), "pool_as_of is not"),
    "an unknown snapshot": (cell("pool_as_of", "1", pd.Timestamp(2015, 1, 30)), "2015-01-30"),
    "an unexplained null": (cell("drawn_at", "7", pd.NaT), "the ledger does not say why: 7"),
    "a missing band": (table("pool", lambda pool: pool.iloc[1:]), "15 bands"),
    "a missing snapshot": (table("pool", lambda pool: pool.iloc[15:]), "different snapshots"),
    "bands in reverse": (table("pool", lambda pool: pool.iloc[::-1]), "15 bands"),
    "a negative count": (table("pool", lambda pool: pool.assign(candidates=-1)), "candidates"),
    "a missing column": (table("draws", lambda draws: draws.drop(columns="url")), "url"),
    "a column too many": (table("draws", lambda draws: draws.assign(more=1)), "more"),
    "another type": (table("draws", lambda draws: draws.astype({"cutoff": "float"})), "cutoff"),
    "an unknown verdict": (table("ledger", lambda rows: rows.assign(what="odd")), "what"),
    "a field of the feed": (table("ledger", lambda rows: rows.assign(field="drawCRS")), "field"),
    "no explanation": (table("ledger", lambda rows: rows.assign(why="")), "why"),
    "not a round": (table("ledger", lambda rows: rows.assign(round_id="999")), "not in draws: 999"),
}


@pytest.mark.parametrize("case", SPOILT)
def test_contract_violation_is_named_and_not_saved(
    record: Record, folder: Path, digest: Any, case: str
) -> None:
    spoil, complaint = SPOILT[case]
    before = digest(folder)
    with pytest.raises(RecordError, match="break their contract") as caught:
        save(spoil(record), folder)
    assert complaint in str(caught.value)
    assert digest(folder) == before


def test_copy_not_matching_its_recorded_sha256_is_refused(folder: Path) -> None:
    copy = folder / copies.COPY
    copy.write_bytes(gzip.compress(gzip.decompress(copy.read_bytes()) + b" ", mtime=0))
    with pytest.raises(RecordError, match=r"another SHA-256.*Restore them"):
        copies.rebuild(folder)


@pytest.mark.parametrize("name", [copies.COPY, copies.SUPERSEDED])
@pytest.mark.parametrize("damage", ["empty", "cut", "text", "other"])
def test_damaged_copies_are_refused(folder: Path, name: str, damage: str) -> None:
    path = folder / name
    contents = {"cut": path.read_bytes()[:100], "text": b"text", "other": gzip.compress(b"[]")}
    path.write_bytes(contents.get(damage, b""))
    with pytest.raises(RecordError, match="Restore them"):
        copies.load_copies(folder)


def test_copies_load_exactly_as_saved(folder: Path, replay: Any) -> None:
    assert copies.load_copies(folder) == replay()


# The committed record


def test_committed_record_satisfies_its_contract() -> None:
    check(load())


def test_committed_tables_equal_those_rebuilt_from_their_copies(tmp_path: Path) -> None:
    for name in (copies.COPY, copies.SUPERSEDED, "source.json"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    copies.rebuild(tmp_path)
    rebuilt, bundled = load(tmp_path), load()
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(rebuilt, name), getattr(bundled, name))
        file = f"{name}.parquet"
        writers = {pq.ParquetFile(f / file).metadata.created_by for f in (tmp_path, FOLDER)}
        # Another release of Arrow may lay out the same table in other bytes.
        if len(writers) == 1:
            assert (tmp_path / file).read_bytes() == (FOLDER / file).read_bytes()


def test_committed_record_agrees_with_a_naive_parse_of_its_copy() -> None:
    raws = json.loads(gzip.decompress((FOLDER / copies.COPY).read_bytes()))["rounds"]
    record = load()
    draws = record.draws.set_index("round_id")
    totals = record.pool.groupby("as_of")["candidates"].sum()
    used = pd.DataFrame(
        {
            "date": [f"{day:%B} {day.day}, {day.year}" for day in draws["date"]],
            "name": draws["name"],
            "invitations": draws["invitations"].astype(str),
            "cutoff": draws["cutoff"].astype(str),
            "pool": draws["pool_as_of"].map(totals).fillna(0).astype(int).astype(str),
        }
    )
    keys = ("drawDateFull", "drawName", "drawSize", "drawCRS", "dd18")
    # Where a value differs from the published one, or there is none, the ledger says so.
    told = set(zip(record.ledger["round_id"], record.ledger["field"], strict=True))
    differing = {
        (raw["drawNumber"], field)
        for raw in raws
        if raw["drawNumber"] in used.index
        for field, key in zip(used.columns, keys, strict=True)
        if used.loc[raw["drawNumber"], field].replace(",", "") != raw[key].replace(",", "")
    }
    assert differing <= told
    assert {raw["drawNumber"] for raw in raws} - set(used.index) <= {row[0] for row in told}
