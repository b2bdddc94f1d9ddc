"""The server's log: one JSON object per line, without visitors' addresses."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

import orjson

NAME = "express_entry"
ERRORS = ("uvicorn.error", "streamlit.error_util")  # what goes wrong in a request, or in a page
REQUEST_ID = "X-Request-ID"
# The id of the request that is being answered, or by which the session of a run was opened.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonFormatter(logging.Formatter):
    """Formats a log record as one line of JSON: time (UTC), level, logger, message, fields.

    While a request is answered, the line also has its id.
    """

    def format(self, record: logging.LogRecord) -> str:
        r"""Return the line, including what the record has as `extra={"fields": ...}`.

        >>> record = logging.LogRecord("a", logging.INFO, "", 0, "b\nc", (), None)
        >>> JsonFormatter().format(record)[35:]
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
        if name := request_id.get():
            line["request"] = name
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def configure(stream: TextIO) -> None:
    """Write what our modules log to a stream, and keep addresses and queries out of uvicorn's log.

    Call it when the server starts, because uvicorn sets up its own loggers before that.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    log = logging.getLogger(NAME)
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)
    # It has addresses and queries; server/http/access.py logs requests without them.
    access = logging.getLogger("uvicorn.access")
    access.handlers, access.propagate = [], False
    logging.getLogger("uvicorn.error").addFilter(_is_anonymous)
    for name in ERRORS:
        errors = logging.getLogger(name)
        errors.handlers, errors.propagate = [handler], False


def _is_anonymous(record: logging.LogRecord) -> bool:
    """Return whether a line of uvicorn's log is free of a visitor's address and query.

    It has both for each websocket that is opened: '%s - "WebSocket %s" [accepted]'.
    """
    return '"WebSocket %s"' not in str(record.msg)
