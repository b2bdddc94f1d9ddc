"""Times the runs of the script that draws a page for a visitor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter

from pages.served import Run
from server.logs import request_id
from server.monitoring.metrics import Metrics


def watcher(metrics: Metrics) -> Callable[[str], AbstractContextManager[Run]]:
    """Return what times a run, given the id of the request that opened its session, for its logs.

    Streamlit ends a run by an exception of its own if the visitor has clicked on.
    """

    @contextmanager
    def watch(request: str) -> Iterator[Run]:
        request_id.set(request)
        run, start, result = Run(), perf_counter(), "finished"
        try:
            yield run
        except Exception:
            result = "failed"
            raise
        except BaseException:
            result = "interrupted"
            raise
        finally:
            metrics.run_seconds.labels(run.page, result).observe(perf_counter() - start)

    return watch
