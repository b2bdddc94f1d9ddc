"""What Prometheus gets: runs, checks and the age of the data, from those who may have it."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from contextvars import copy_context
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from data.rounds.record import Record
from data.upkeep.checks import Check
from server.logs import request_id
from server.monitoring import endpoint
from server.monitoring.metrics import Metrics
from server.monitoring.record import CountedChecks, RecordCollector
from server.monitoring.runs import watcher
from tests.support.open_app import FixedChecks, FixedService
from tests.support.serving import free_port

NOW = datetime(2026, 8, 21, 12, tzinfo=UTC)
TOKEN = "a-token-of-prometheus"  # noqa: S105 of this test


def check(hours: float, reason: str = "") -> Check:
    """Return a check so many hours ago."""
    result = "failed" if reason else "unchanged"
    return Check(NOW - timedelta(hours=hours), result, "A headline", reason=reason)


def read(record: Record | None, *checks: Check, is_checking: bool = True) -> dict[str, float]:
    """Return the metrics of the data by name."""
    service: Any = FixedService(record)
    log = FixedChecks(list(checks))
    collector = RecordCollector(service, log, lambda: NOW, is_checking=is_checking)
    prefix = "express_entry_"
    return {m.name.removeprefix(prefix): m.samples[0].value for m in collector.collect()}


def test_age_of_the_data_and_of_the_last_successful_check_are_told_apart(record: Record) -> None:
    found = read(record, check(1, "unreachable"), check(3), check(5))
    # The frozen data is complete through 20 August 2026: 1,787,184,000 s after 1970.
    assert found["complete_through_timestamp_seconds"] == 1_787_184_000
    assert found["seconds_since_successful_check"] == 3 * 3600
    assert found["rounds"] == len(record.draws)
    assert found["record_served"] == 1


def test_checks_that_were_not_understood_are_those_that_the_log_counts(record: Record) -> None:
    bad = replace(check(1, "busy"), not_understood=2)
    assert read(record, bad, check(3))["not_understood_in_a_row"] == 2
    assert read(record, check(0.5), bad)["not_understood_in_a_row"] == 0
    assert read(record)["not_understood_in_a_row"] == 0


def test_without_any_success_the_last_one_is_infinitely_long_ago(record: Record) -> None:
    assert read(record)["seconds_since_successful_check"] == float("inf")
    assert "seconds_since_successful_check" not in read(record, check(1), is_checking=False)


def test_missing_data_is_told() -> None:
    found = read(None, check(1))
    assert found["record_served"] == 0
    assert "rounds" not in found


def test_checks_are_counted_by_outcome_and_refused_copies_by_reason(tmp_path: Path) -> None:
    metrics = Metrics()
    log = CountedChecks(tmp_path, metrics=metrics)

    def value(name: str, **labels: str) -> float | None:
        return metrics.registry.get_sample_value(f"express_entry_{name}_total", labels)

    assert value("refused_copies", reason="older") == 0  # from which the first one is an increase
    for reason in ("", "", "older", "unreadable", "unreachable"):
        log.append(check(1, reason))
    assert value("checks", result="unchanged", reason="") == 2
    assert value("checks", result="failed", reason="unreachable") == 1
    assert value("refused_copies", reason="older") == 1
    assert value("refused_copies", reason="unreadable") == 1
    assert value("refused_copies", reason="unreachable") is None  # no copy came
    assert len(log.all()) > 0


class LeftError(BaseException):
    """Stands in for what Streamlit raises when a visitor clicks on."""


@pytest.mark.parametrize(
    ("error", "result"), [(None, "finished"), (ValueError, "failed"), (LeftError, "interrupted")]
)
def test_run_is_timed_by_page_and_result_and_its_logs_have_the_id(
    error: type[BaseException] | None, result: str
) -> None:
    metrics = Metrics()

    def run() -> None:
        with watcher(metrics)("an-id") as found:
            found.page = "/pool"
            if error:
                raise error

    thread = copy_context()  # Streamlit logs an error of a run later, in the same thread
    with pytest.raises(error) if error else nullcontext():
        thread.run(run)
    assert thread.run(request_id.get) == "an-id"
    labels = {"page": "/pool", "result": result}
    name = "express_entry_run_seconds_count"
    assert metrics.registry.get_sample_value(name, labels) == 1


def ask(metrics: Metrics, token: str | None, **headers: str) -> httpx.Response:
    """Ask an app for its metrics."""
    app = Starlette(routes=endpoint.routes(metrics.registry, token))

    async def fetch() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here.test") as http:
            return await http.get("/metrics", headers=headers)

    return asyncio.run(fetch())


def test_metrics_are_off_by_default_and_otherwise_need_the_token() -> None:
    metrics = Metrics()
    assert ask(metrics, None).status_code == 404
    for wrong in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        refused = ask(metrics, TOKEN, **wrong)
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    answer = ask(metrics, TOKEN, Authorization=f"Bearer {TOKEN}")
    assert answer.status_code == 200
    names = {family.name for family in text_string_to_metric_families(answer.text)}
    assert {"process_resident_memory_bytes", "express_entry_kept_bytes"} <= names


def test_metrics_have_a_port_of_their_own_while_the_server_runs() -> None:
    port = free_port()
    with endpoint.listening(Metrics().registry, ("127.0.0.1", port)):
        answer = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False)
        assert "process_resident_memory_bytes" in answer.text
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False)
