"""The record from a shell: ``python -m data refresh``, ``check`` and ``rebuild``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from data.rounds import copies
from data.rounds.merge import record
from data.rounds.record import FOLDER, SOURCE_URL, Record, RecordError, load, stamp_text
from data.rounds.schema import TABLES
from data.upkeep.refresh import REFUSALS, refresh


def main(arguments: Sequence[str] | None = None, now: Callable[[], datetime] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 if something was refused or is wrong."""
    options = _parser().parse_args(arguments)
    try:
        text = _run(options, now or (lambda: datetime.now(UTC)))
    except (*REFUSALS, OSError) as error:
        print(f"{options.command} failed: {error}", file=sys.stderr)
        return 1
    print(text)
    return 0


def _run(options: argparse.Namespace, now: Callable[[], datetime]) -> str:
    if options.command == "refresh":
        return _refresh(options, now)
    if options.command == "check":
        return _check(options.folder)
    made, changed = copies.rebuild(options.folder)
    done = "Rebuilt the tables" if changed else "The tables are already what the copies make"
    return f"{done}\n\n{_summary(made)}"


def _refresh(options: argparse.Namespace, now: Callable[[], datetime]) -> str:
    at = options.retrieved_at
    outcome = refresh(options.into, options.origin, now=(lambda: at) if at else now)
    # The first line is a headline of its own, as a commit message wants it.
    return "\n".join([outcome.headline, *([""] if outcome.details else []), *outcome.details])


def _check(folder: Path) -> str:
    held = load(folder)
    made = record(copies.load_copies(folder))
    for name in TABLES:
        if not getattr(held, name).equals(getattr(made, name)):
            raise RecordError(f"{name}.parquet in {folder} is not what the copies there make")
    return _summary(held)


def _summary(held: Record) -> str:
    draws, pool, ledger, source = held.draws, held.pool, held.ledger, held.source
    counts = ledger["what"].value_counts()
    return "\n".join(
        [
            f"Rounds       {len(draws):,} (#{draws['round_id'].iloc[0]} on"
            f" {draws['date'].iloc[0]:%Y-%m-%d} to #{draws['round_id'].iloc[-1]} on"
            f" {draws['date'].iloc[-1]:%Y-%m-%d})",
            f"Invitations  {draws['invitations'].sum():,}",
            f"Pool         {pool['as_of'].nunique():,} snapshots, {len(pool):,} rows",
            f"Ledger       {', '.join(f'{n:,} {what}' for what, n in counts.items()) or 'empty'}",
            f"Source       {source.url}",
            f"Retrieved    {stamp_text(source.retrieved_at)}, confirmed on {source.confirmed_on}",
            f"SHA-256      {source.sha256}",
        ]
    )


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("refresh", help="merge a newer copy of the official list")
    new.add_argument(
        "--from", dest="origin", default=SOURCE_URL, metavar="URL-or-FILE", help=SOURCE_URL
    )
    new.add_argument("--into", type=Path, default=FOLDER, metavar="DIR", help=f"{FOLDER}")
    new.add_argument(
        "--retrieved-at",
        type=_instant,
        metavar="TIME",
        help="when a file was fetched (ISO 8601, UTC); now if not given",
    )
    for name, purpose in (
        ("check", "validate what is on disk and print a summary"),
        ("rebuild", "make the tables anew from the copies beside them"),
    ):
        command = commands.add_parser(name, help=purpose)
        command.add_argument("folder", nargs="?", type=Path, default=FOLDER, metavar="DIR")
    return parser


if __name__ == "__main__":
    sys.exit(main())
