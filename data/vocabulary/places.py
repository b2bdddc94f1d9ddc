"""Where things are: the bundled data, IRCC's file, and the paths of this server."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1]
SOURCE_URL = "https://www.canada.ca/content/dam/ircc/documents/json/ee_rounds_123_en.json"
API, FEEDS = "/api/v1", "/feeds"
STATUS, OUTLOOK, ROUNDS = "status", "outlook", "rounds"  # pages that others link to
