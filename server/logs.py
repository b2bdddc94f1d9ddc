"""What the server writes about itself: one JSON object per line, with nobody's address in it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TextIO

import orjson

NAME = "express_entry"


class Lines(logging.Formatter):
    """Writes a record as one line of JSON: time (UTC), level, logger, message, its fields."""

    def format(self, record: logging.LogRecord) -> str:
        r"""Return the line; what a record brings as `extra={"fields": ...}` stands beside the rest.

        >>> record = logging.LogRecord("a", logging.INFO, "", 0, "b\nc", (), None)
        >>> Lines().format(record)[35:]
        '"level":"INFO","logger":"a","message":"b\\nc"}'
        """
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "time": at.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def configure(stream: TextIO) -> None:
    """Write what our modules log to a stream, and keep addresses and queries out of uvicorn's log.

    To be called when the server starts, as uvicorn sets its own loggers up before that.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    ours = logging.getLogger(NAME)
    ours.handlers, ours.propagate = [handler], False
    ours.setLevel(logging.INFO)
    # Says who asked, and for what with the whole query; server/access.py says it without.
    access = logging.getLogger("uvicorn.access")
    access.handlers, access.propagate = [], False
    logging.getLogger("uvicorn.error").addFilter(names_no_visitor)


def names_no_visitor(record: logging.LogRecord) -> bool:
    """Return whether a line of uvicorn's log is free of a visitor's address and query.

    It has both for each websocket that is opened: '%s - "WebSocket %s" [accepted]'.
    """
    return '"WebSocket %s"' not in str(record.msg)
