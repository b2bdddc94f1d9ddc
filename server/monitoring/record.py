"""The metrics of the data: how old it is, and how the checks of IRCC's file go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from typing import Any

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from data.rounds.record import RecordError
from data.upkeep.checks import PROBLEMS, REASONS, RESULTS, Check, Checks
from data.upkeep.service import RecordService
from server.monitoring.metrics import REFUSED, Metrics


class CountedChecks(Checks):
    """The log of checks, which also counts those of this process."""

    def __init__(self, *args: Any, metrics: Metrics) -> None:
        super().__init__(*args)
        self._metrics = metrics
        for result in RESULTS:  # from 0, so that the first one counts as an increase
            for reason in REASONS if result == "failed" else ("",):
                metrics.checks.labels(result, reason)
        for reason, problem in PROBLEMS.items():
            if problem in REFUSED:
                metrics.refused.labels(reason)

    def append(self, check: Check) -> Check:
        """Add a check to the log, and count it."""
        self._metrics.checks.labels(check.result, check.reason).inc()
        if check.problem in REFUSED:
            self._metrics.refused.labels(check.reason).inc()
        return super().append(check)


class RecordCollector(Collector):
    """Reads the data and the log of checks whenever Prometheus asks.

    `is_checking` says whether this server is to check IRCC's file at all.
    """

    def __init__(
        self,
        service: RecordService,
        checks: Checks,
        now: Callable[[], datetime],
        *,
        is_checking: bool,
    ) -> None:
        self._service, self._checks, self._now = service, checks, now
        self._is_checking = is_checking

    def collect(self) -> Iterable[Metric]:
        """Return the metrics as they are now."""
        yield from self._record()
        checks = self._checks.all()
        text = "Checks that refused IRCC's file since one last took or confirmed it."
        yield _gauge("not_understood_in_a_row", text, self._checks.not_understood())
        if self._is_checking:
            success = next((check.at for check in checks if not check.failed), None)
            seconds = (self._now() - success).total_seconds() if success else float("inf")
            yield _gauge(
                "seconds_since_successful_check", "Since IRCC's file was last read well.", seconds
            )

    def _record(self) -> Iterable[Metric]:
        served = "Whether there is data to serve."
        try:
            record = self._service.snapshot().record
        except RecordError:
            yield _gauge("record_served", served, 0)
            return
        yield _gauge("record_served", served, 1)
        yield _gauge("rounds", "Rounds in the data.", len(record.draws))
        day = datetime.combine(record.complete_through, time(), UTC).timestamp()
        text = "Day through which the data is complete, as seconds from 1970 to its begin in UTC."
        yield _gauge("complete_through_timestamp_seconds", text, day)


def counted_checks(
    metrics: Metrics, service: RecordService, now: Callable[[], datetime], *, is_checking: bool
) -> Checks:
    """Return the log of checks of a service, whose metrics count it and the data from now on."""
    checks = CountedChecks(service.folder, metrics=metrics)
    metrics.registry.register(RecordCollector(service, checks, now, is_checking=is_checking))
    return checks


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"express_entry_{name}", text, value)
