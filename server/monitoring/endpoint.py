"""Where Prometheus gets the metrics: at an address and port of their own, or at /metrics."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.exposition import choose_encoder
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from server.http.health import exclusive


def routes(registry: CollectorRegistry, token: str | None) -> list[Route]:
    """Return the route of the metrics for those who know the token; without a token, none."""
    if token is None:
        return []
    expected = f"Bearer {token}".encode()

    def metrics(request: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), expected):
            headers["WWW-Authenticate"] = "Bearer"
            return PlainTextResponse("Only with the bearer token.\n", 401, headers)
        encode, media_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(registry), headers=headers, media_type=media_type)

    return [exclusive("/metrics", metrics)]


@contextmanager
def listening(registry: CollectorRegistry, address: tuple[str, int] | None) -> Iterator[None]:
    """Serve the metrics at an address and port of their own while the block lasts.

    Raises:
        OSError: if the address or port can't be had.
    """
    if address is None:
        yield
        return
    host, port = address
    server, thread = start_http_server(port, host, registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
