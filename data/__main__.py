"""Commands for the data: ``python -m data refresh``, ``check`` and ``rebuild``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from data.io.files import commit, read
from data.io.open_store import changing, parse_place
from data.io.store import StoreError
from data.levels import plans
from data.occupations import lists
from data.rounds.copies import load_copies, rebuild
from data.rounds.events import EVENTS_FILE, EventsError
from data.rounds.history import Said
from data.rounds.merge import build_record
from data.rounds.record import (
    SCHEMA_VERSION,
    Record,
    RecordError,
    files_of,
    load,
    stamp_text,
)
from data.rounds.schema import TABLES, encode
from data.upkeep.refresh import REFUSALS, refresh, take_public_copy
from data.vocabulary.places import FOLDER, SOURCE_URL

LONGEST_NAME = 60
ERRORS = (*REFUSALS, EventsError, lists.ListsError, plans.PlansError, StoreError, OSError)


def main(arguments: Sequence[str] | None = None, now: Callable[[], datetime] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 if it failed."""
    options = _parser().parse_args(arguments)
    try:
        report = _run(options, now or (lambda: datetime.now(UTC)))
    except ERRORS as error:
        print(f"{options.command} failed: {error}", file=sys.stderr)
        return 1
    print(report)
    return 0


def _run(options: argparse.Namespace, now: Callable[[], datetime]) -> str:
    if options.command == "refresh":
        with changing(options.into, now) as options.into:
            return _refresh(options, now)
    if options.command == "check":
        return _check(options.folder)
    record, is_changed = rebuild(options.folder)
    for folder, tables in _by_hand().items():
        is_changed |= commit(folder, tables)
    headline = "Rebuilt the tables" if is_changed else "The tables already match our copies"
    return f"{headline}\n\n{_summary(record)}"


def _refresh(options: argparse.Namespace, now: Callable[[], datetime]) -> str:
    accepted = options.accept_withdrawn, options.accept_changes
    said = Said(options.retrieved_at, *accepted, options.by or "")
    if options.second_hand:
        outcome = take_public_copy(options.into, Path(options.origin), now=now, said=said)
    else:
        outcome = refresh(options.into, options.origin, now=now, said=said)
    # Laid out like a commit message: headline, blank line, details.
    return "\n".join([outcome.headline, *([""] if outcome.details else []), *outcome.details])


def _check(folder: Path) -> str:
    record = load(folder)
    rebuilt = build_record(load_copies(folder))
    for name in TABLES:
        if not getattr(record, name).equals(getattr(rebuilt, name)):
            raise RecordError(f"{name}.parquet in {folder} does not match our copies")
    if read(folder, EVENTS_FILE) != files_of(record)[EVENTS_FILE]:
        raise RecordError(f"{EVENTS_FILE} in {folder} does not match events.csv")
    for place, tables in _by_hand().items():
        for name, content in tables.items():
            if read(place, name) != content:
                raise RecordError(f"{name} in {place} does not match the CSV files beside it")
    return _summary(record)


def _by_hand() -> dict[Path, dict[str, bytes]]:
    """Return the Parquet files of the tables that are kept by hand, by folder and name."""
    frames = {lists.FOLDER: lists.bundled_lists(), plans.FOLDER: plans.bundled_plans()}
    version = {b"schema_version": SCHEMA_VERSION.encode()}
    return {
        folder: {
            f"{name}.parquet": encode(frame, name, version) for name, frame in vars(of).items()
        }
        for folder, of in frames.items()
    }


def _summary(record: Record) -> str:
    draws, pool, ledger, source = record.draws, record.pool, record.ledger, record.source
    counts = ledger["what"].value_counts()
    return "\n".join(
        [
            f"Rounds       {len(draws):,} (#{draws['round_id'].iloc[0]} on"
            f" {draws['date'].iloc[0]:%Y-%m-%d} to #{draws['round_id'].iloc[-1]} on"
            f" {draws['date'].iloc[-1]:%Y-%m-%d})",
            f"Invitations  {draws['invitations'].sum():,}",
            f"Pool         {pool['as_of'].nunique():,} snapshots, {len(pool):,} rows",
            f"Corrections  {', '.join(f'{n:,} {what}' for what, n in counts.items()) or 'none'}",
            f"Events       {len(record.events):,}",
            *_summary_by_hand(),
            f"Source       {source.url}{'' if source.is_official else ' (public copies of it)'}",
            f"Downloaded   {stamp_text(source.retrieved_at)},"
            f" complete through {record.complete_through}",
            f"SHA-256      {source.sha256}",
        ]
    )


def _summary_by_hand() -> list[str]:
    known, planned = lists.bundled_lists(), plans.bundled_plans()
    years, levels = known.rules["list"], planned.levels
    return [
        f"Occupations  {len(known.occupations):,} in {years.nunique()} lists"
        f" ({years.min()} to {years.max()}), {len(known.rules):,} rules, numbers as IRCC’s",
        f"Targets      {len(levels):,} in {levels['plan'].nunique()} levels plans,"
        f" {len(planned.admissions):,} years of admissions",
    ]


def _instant(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("refresh", help="merge a newer copy of IRCC's list")
    command.add_argument(
        "--from", dest="origin", default=SOURCE_URL, metavar="URL-or-FILE", help=SOURCE_URL
    )
    command.add_argument(
        "--into",
        type=parse_place,
        default=FOLDER,
        metavar="DIR",
        help=f"a folder or an object store, as in EE_DATA_DIR; {FOLDER} if not given",
    )
    command.add_argument(
        "--retrieved-at",
        type=_instant,
        metavar="TIME",
        help="when a file was downloaded (ISO 8601, UTC); now if not given",
    )
    command.add_argument(
        "--second-hand",
        action="store_true",
        help="the file is a public copy that others made of IRCC's; the corrections will say so",
    )
    _add_acceptance(command)
    for name, purpose in (
        ("check", "check the files and print a summary"),
        ("rebuild", "rebuild the tables from our copies of IRCC's list"),
    ):
        command = commands.add_parser(name, help=purpose)
        command.add_argument("folder", nargs="?", type=Path, default=FOLDER, metavar="DIR")
    return parser


def _add_acceptance(command: argparse.ArgumentParser) -> None:
    """Add the options of somebody who looked at a copy that was refused."""
    command.add_argument(
        "--accept-withdrawn",
        type=int,
        default=0,
        metavar="N",
        help="accept a copy that lacks up to N rounds, which stay in our data",
    )
    command.add_argument(
        "--accept-changes",
        type=int,
        default=0,
        metavar="N",
        help="accept a copy that changes up to N rounds at once",
    )
    command.add_argument(
        "--by", type=_name, metavar="NAME", help="who accepts it, for the corrections"
    )


def _name(text: str) -> str:
    name = text.strip()
    if not name or not name.isprintable() or len(name) > LONGEST_NAME:
        message = f"a name of 1 to {LONGEST_NAME} letters is needed"
        raise argparse.ArgumentTypeError(message)
    return name


if __name__ == "__main__":
    sys.exit(main())
