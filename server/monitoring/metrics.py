"""The metrics of one process, for Prometheus.

Nothing in them says who asked for what: labels are routes, pages, statuses and reasons, of which
there are few.
"""

from __future__ import annotations

from functools import partial

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

from data.memory import FILES, VIEWS

REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
RUN_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
REFUSED = ("not-understood", "not-used")  # problems for which a copy is not taken
# The time at which each counter began, which nobody asks for.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """What happened in this process since it started, and what it is like now."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)  # memory, processor time, descriptors
        GCCollector(registry=registry)
        self.requests = Counter(
            "express_entry_requests",
            "Requests and closed websockets.",
            ("method", "route", "status"),
            registry=registry,
        )
        self.request_seconds = Histogram(
            "express_entry_request_seconds",
            "Seconds until a response was complete, without websockets.",
            ("route",),
            buckets=REQUEST_SECONDS,
            registry=registry,
        )
        self.sessions = Gauge(
            "express_entry_sessions", "Dashboards open in a browser.", registry=registry
        )
        self.run_seconds = Histogram(
            "express_entry_run_seconds",
            "Seconds of a run of the script that draws a page.",
            ("page", "result"),
            buckets=RUN_SECONDS,
            registry=registry,
        )
        self._add_data()

    def _add_data(self) -> None:
        registry = self.registry
        self.checks = Counter(
            "express_entry_checks",
            "Checks of IRCC's file by this process.",
            ("result", "reason"),
            registry=registry,
        )
        self.refused = Counter(
            "express_entry_refused_copies",
            "Copies of IRCC's file that were not taken.",
            ("reason",),
            registry=registry,
        )
        kept = Gauge("express_entry_kept_bytes", "Kept in memory.", ("store",), registry=registry)
        most = Gauge(
            "express_entry_kept_limit_bytes", "Kept at most.", ("store",), registry=registry
        )
        for name, store in (("views", VIEWS), ("files", FILES)):
            kept.labels(name).set_function(partial(getattr, store, "size"))
            most.labels(name).set(store.limit)
