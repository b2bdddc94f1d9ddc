"""llms.txt leads to what there is, at the address of the server."""

from __future__ import annotations

import re

from data.vocabulary.tables import TABLES
from pages.menu import MENU
from server.assistants.llms import text

BASE = "https://rounds.example"


def test_it_begins_with_a_title_and_leads_to_tables_and_pages_that_there_are() -> None:
    content = text(BASE)
    assert content.startswith("# Express Entry rounds\n\n> ")
    paths = re.findall(rf"{BASE}(/[^)?\s:,]*)", content)
    tables = {f"/api/v1/{name}.json" for name in TABLES}
    documents = {
        f"/api/v1/{name}" for name in ("rounds/latest", "openapi.json", "datapackage.json")
    }
    pages = {f"/{entry.path}" for entry in MENU}
    assert set(paths) <= tables | documents | pages | {"/mcp", "/feeds/rounds.atom"}
