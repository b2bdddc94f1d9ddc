"""No label of any chart is cut or lies on another, for each kind of filter and width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import strict
from tests.browser.test_accessibility import PAGES, QUERIES, layout_faults, open_page, resize
from tests.support.serving import Server

WIDTHS = (1440, 390, 320)
# An active and an inactive category, and two; test_accessibility has the pages without a filter.
FILTERS = {
    "active": ("cec",),
    "inactive": ("stem",),
    "two": ("french", "healthcare"),
}


@pytest.mark.slow
@pytest.mark.parametrize("codes", FILTERS.values(), ids=FILTERS)
def test_labels_of_all_charts_have_room(
    server: Server, browser: Browser, codes: tuple[str, ...]
) -> None:
    faults = {}
    with strict(browser) as context:
        page = context.new_page()
        for path in ("", *PAGES[1:]):  # the first page has no path
            query = QUERIES.get(path, "")
            chosen = "&".join(f"category={code}" for code in codes)
            address = f"/{path}{query}{'&' if query else '?'}{chosen}"
            open_page(page, server, address, "fr", WIDTHS[0])  # its texts are longer
            for width in WIDTHS:
                resize(page, width)
                found = layout_faults(page)
                if found:
                    faults[path, width] = found
    assert faults == {}
