"""The page for trying the API: Swagger UI from a package, not from another host."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

# Relative addresses, so that the API may be mounted anywhere. Nothing is inline: a strict
# Content-Security-Policy forbids that.
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Express Entry rounds: open-data API</title>
<link rel="icon" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<noscript>This page needs JavaScript. The API is also described in
<a href="openapi.json">openapi.json</a>.</noscript>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
# The validator would be on another host.
START = """SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#api",
  deepLinking: true,
  displayRequestDuration: true,
  supportedSubmitMethods: ["get", "head"],
  validatorUrl: null,
});
"""
TYPES = {
    "swagger-ui.css": "text/css; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "favicon-32x32.png": "image/png",
}


def assets() -> dict[str, tuple[bytes, str, datetime]]:
    """Return the files of the page by name: bytes, media type, and when they last changed.

    Raises:
        FileNotFoundError: if the package lacks a file, so that its version does not fit.
    """
    modified = _modified(Path(__file__))
    assets = {
        "index.html": (PAGE.encode(), "text/html; charset=utf-8", modified),
        "start.js": (START.encode(), "text/javascript; charset=utf-8", modified),
    }
    for name, media_type in TYPES.items():
        with as_file(files("fastapi_swagger") / "resources" / name) as path:
            assets[name] = (path.read_bytes(), media_type, _modified(path))
    return assets


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
