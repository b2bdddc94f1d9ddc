"""The alerts and the Grafana dashboard are about what the server really exports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest

from data.rounds.record import Record
from server.monitoring.metrics import Metrics
from server.monitoring.record import CountedChecks, RecordCollector
from tests.support.open_app import FixedService
from tests.support.programs import program, said
from tests.support.serving import ROOT

FOLDER = ROOT / "deploy/monitoring"
NAME = re.compile(r"\b((?:express_entry|process|python)_\w+)(?:\{([^}]*)\})?")
GROUPED = re.compile(r"\bby \(([^)]*)\)")
ENDINGS = {"counter": ("",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
FROM_PROMETHEUS = {"job", "instance", "le"}


def expressions() -> Iterator[str]:
    """Return every expression of the alerts and of the dashboard."""
    for group in yaml.safe_load((FOLDER / "alerts.yml").read_text("utf-8"))["groups"]:
        yield from (rule["expr"] for rule in group["rules"])
    dashboard = json.loads((FOLDER / "dashboard.json").read_text("utf-8"))
    for panel in dashboard["panels"]:
        yield from (target["expr"] for target in panel["targets"])


@pytest.fixture(scope="module")
def metrics(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Metrics:
    """All metrics of a server, with a sample of each."""
    found, service = Metrics(), FixedService(record)
    checks = CountedChecks(tmp_path_factory.mktemp("checks"), metrics=found)
    service_: Any = service
    now = datetime(2026, 8, 21, tzinfo=UTC)
    found.registry.register(RecordCollector(service_, checks, lambda: now, is_checking=True))
    found.requests.labels("GET", "/", 200).inc()
    found.request_seconds.labels("/").observe(1)
    found.run_seconds.labels("/", "finished").observe(1)
    return found


def test_every_metric_and_label_of_alerts_and_dashboard_is_exported(metrics: Metrics) -> None:
    labels: dict[str, set[str]] = {}
    for metric in metrics.registry.collect():
        for sample in metric.samples:
            labels.setdefault(sample.name, set()).update(sample.labels)
    used = set()
    for expression in expressions():
        names = {name for name, _labels in NAME.findall(expression)}
        assert names <= labels.keys(), expression
        used |= names
        for name, selector in NAME.findall(expression):
            asked = set(re.findall(r"(\w+)\s*[=!]", selector))
            assert asked <= labels[name] | FROM_PROMETHEUS, expression
        known = set().union(*(labels[name] for name in names)) | FROM_PROMETHEUS
        grouped = set(re.findall(r"\w+", " ".join(GROUPED.findall(expression))))
        assert grouped <= known, expression
    families = {name for name in labels if name.startswith("express_entry_")}
    shown = {re.sub(r"_(bucket|sum|count)$", "", name) for name in used}
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in families} <= shown


def test_panels_of_the_dashboard_do_not_overlap_and_name_their_source() -> None:
    dashboard = json.loads((FOLDER / "dashboard.json").read_text("utf-8"))
    taken: set[tuple[int, int]] = set()
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        cells = {
            (place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])
        }
        assert max(x for x, _y in cells) < 24
        assert not cells & taken, panel["title"]
        taken |= cells
        assert panel["datasource"]["uid"] == "${datasource}"
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])


def promtool(*arguments: str, given: str = "") -> str:
    """Run promtool, which must succeed, and return its output."""
    return said([program("promtool", "prometheus"), *arguments], given)


def test_alerts_are_valid_and_fire_for_what_they_are_about() -> None:
    assert "12 rules found" in promtool("check", "rules", str(FOLDER / "alerts.yml"))
    assert "SUCCESS" in promtool("test", "rules", str(FOLDER / "alerts_test.yml"))
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
    tested = (FOLDER / "alerts_test.yml").read_text("utf-8")
    assert [rule["alert"] for rule in rules if f"alertname: {rule['alert']}" not in tested] == []


def test_metrics_are_as_prometheus_wants_them(metrics: Metrics) -> None:
    assert promtool("check", "metrics", given=generate_latest(metrics.registry).decode()) == ""
