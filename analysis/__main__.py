"""The command line: ``python -m analysis backtest`` prints and stores the score card."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.crs.scale import scale_changes
from analysis.outlook.futures import SEED
from analysis.track_record import backtest
from analysis.track_record.sheet import OUTLOOK
from data import forecasts
from data.rounds.record import RecordError, load
from data.vocabulary.places import FOLDER

_LOSSES = ("crps", "brier", "mae")
_OF_RANGES = "winkler"
_PROPERTIES = ("coverage", "calibration")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 if the data cannot be read.

    The card is stored only for the latest day and the usual seed.
    """
    options = _parser().parse_args(arguments)
    try:
        record = load(options.folder)
        stored = forecasts.load(options.folder)
    except (RecordError, forecasts.ForecastsError) as error:
        print(f"{options.command} failed: {error}", file=sys.stderr)
        return 1
    as_of, note = options.as_of or record.complete_through, ""
    changes = scale_changes(record.events)
    if options.as_of is None and options.seed == SEED:
        updated = backtest.update(
            stored, record.draws, as_of, record.source.sha256, changes=changes, rescore=True
        )
        card = updated.card
        note = "\nStored." if forecasts.save(updated, options.folder) else "\nStored already."
    else:
        card = backtest.run(record.draws, as_of, options.seed, changes=changes).card
    print(f"Rounds up to {as_of}; 90 % intervals of the skill, by months")
    print(f"{readable(card).to_string(index=False)}{note}")
    return 0


def readable(card: pd.DataFrame) -> pd.DataFrame:
    """Return the score card for printing: one row per forecast and baseline, by its main score.

    Ranges have another, by Winkler's score, against the method before and what was tried. Columns:
    target, era, group, n, score (crps, else brier, else mae; winkler), outlook, baseline, its
    score, skill, from, to (%), and coverage or calibration if there is one.
    """
    key = ["target", "era", "group"]
    outlook = card[card["model"] == OUTLOOK]
    compared = outlook[outlook["baseline"] != ""]
    rank = compared["metric"].map({name: rank for rank, name in enumerate(_LOSSES)})
    is_main = rank == rank.groupby([compared[name] for name in key]).transform("min")
    compared = compared[is_main | (compared["metric"] == _OF_RANGES)]
    table = compared[[*key, "n", "metric", "value", "baseline", "baseline_value"]].rename(
        columns={"metric": "score", "value": "outlook", "baseline_value": "its score"}
    )
    for name, column in (("skill", "skill"), ("from", "skill_low"), ("to", "skill_high")):
        table[name] = (100 * compared[column]).round(1)
    for name in _PROPERTIES:
        values = outlook[outlook["metric"] == name].set_index(key)["value"]
        table = table.join(values.rename(name), on=key)
    return table.round({"outlook": 3, "its score": 3, "coverage": 3, "calibration": 3})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("backtest", help="score earlier forecasts and print the card")
    command.add_argument("folder", nargs="?", type=Path, default=FOLDER, metavar="DIR")
    command.add_argument(
        "--as-of",
        type=date.fromisoformat,
        metavar="DATE",
        help="last day known; the day on which the record was last confirmed if not given",
    )
    command.add_argument("--seed", type=int, default=SEED, help=f"{SEED}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
