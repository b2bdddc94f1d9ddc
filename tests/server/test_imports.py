"""What a start imports before its port answers, and what the first page needs."""

from __future__ import annotations

import subprocess
import sys

from tests.support.serving import ROOT

# Each takes long to import, and nothing that answers a first request needs it.
LATE = ("pandas", "pandera", "pyarrow", "fastapi", "httpx", "icalendar", "xlsxwriter", "analysis")
SHARED = ("obstore", "valkey")  # only for several machines
# For downloads, open data and feeds, and pages that are not opened yet.
UNUSED = ("xlsxwriter", "fastapi", "icalendar", "server.api.routes", "pages.week.page")


def imported(code: str) -> set[str]:
    """Return the modules that a fresh interpreter has imported after some code."""
    command = [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.split())


def test_the_server_answers_before_it_imports_what_needs_the_data() -> None:
    modules = imported("import app")
    assert "server.site.page_html" in modules
    assert modules.isdisjoint(LATE)


def test_what_only_open_data_and_other_pages_need_is_not_loaded_for_the_first_page() -> None:
    modules = imported(
        "import app; app.load()\n"
        "from streamlit.testing.v1 import AppTest\n"
        "page = AppTest.from_file('pages/frame.py', default_timeout=60).run()\n"
        "assert page.title and not page.exception"
    )
    assert {"pages.overview.page", "pandas"} <= modules
    assert modules.isdisjoint(UNUSED)
    assert modules.isdisjoint(SHARED)


def test_errors_of_pages_go_to_the_log_and_are_not_drawn_on_the_terminal() -> None:
    imported("import app, streamlit; assert not streamlit.get_option('logger.enableRich')")
