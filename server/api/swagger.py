"""The page on which to try the API: Swagger UI from a package, without a foreign host."""

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
<title>Express Entry rounds: the data over HTTP</title>
<link rel="icon" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<noscript>This page needs JavaScript. The same is in <a href="openapi.json">openapi.json</a>.
</noscript>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
# The validator would be a foreign host.
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
        FileNotFoundError: if the package has no such file; then its version does not fit ours.
    """
    ours = _changed(Path(__file__))
    found = {
        "index.html": (PAGE.encode(), "text/html; charset=utf-8", ours),
        "start.js": (START.encode(), "text/javascript; charset=utf-8", ours),
    }
    for name, media_type in TYPES.items():
        with as_file(files("fastapi_swagger") / "resources" / name) as path:
            found[name] = (path.read_bytes(), media_type, _changed(path))
    return found


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
