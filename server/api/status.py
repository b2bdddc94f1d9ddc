"""Which data a server has and how its checks of IRCC's file went, for programs to read."""

from __future__ import annotations

from typing import Any

from data.rounds.record import stamp_text
from data.upkeep.checks import REASONS, Check, Checks
from data.upkeep.service import Snapshot


def status_document(snapshot: Snapshot, checks: Checks, digest: str) -> dict[str, Any]:
    """Return the content of status.json; `digest` is the SHA-256 of the tables as CSV.

    How old the data is follows from ``complete_through`` and the reader's own clock.
    """
    draws, source = snapshot.record.draws, snapshot.record.source
    rounds = snapshot.record.ledger.groupby("what")["round_id"].unique()
    last_error = next((check for check in checks.all() if check.failed), None)
    return {
        "record": {
            "source": source.url,
            "source_sha256": source.sha256,
            "tables_sha256": digest,
            "rounds": len(draws),
            "newest_round_id": draws["round_id"].iloc[-1],
            "newest_date": draws["date"].iloc[-1].date(),
            "retrieved_at": stamp_text(source.retrieved_at),
            "confirmed_on": source.confirmed_at.date(),
            "confirmed_at": stamp_text(source.confirmed_at),
            "complete_through": snapshot.record.complete_through,
            "not_understood": list(rounds.get("unclear", ())),
            "second_hand": list(rounds.get("unconfirmed", ())),
        },
        "last_check": _check(checks.last()),
        "last_success": _check(checks.last_success()),
        "last_error": _check(last_error),
        "checks_not_understood": checks.not_understood(),
        "notices": [{"kind": notice.kind, "detail": notice.detail} for notice in snapshot.notices],
    }


def _check(check: Check | None) -> dict[str, Any] | None:
    if check is None:
        return None
    return {
        "at": stamp_text(check.at),
        "result": check.result,
        "headline": check.headline,
        "details": list(check.details),
        "reason": check.reason or None,
        "meaning": REASONS[check.reason] if check.reason else None,
    }
