"""Every page opens on the data that comes with the program, whatever that is by now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.rounds import record
from data.vocabulary.languages import LANGUAGES
from pages import served
from pages.language import Words
from pages.menu import entries
from tests.pages.support.app_views import opened, plain
from tests.pages.support.replay import clock_at

PATHS = ["" if entry.path == "overview" else entry.path for entry in entries(Words())]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*PATHS, "status"])
def test_page_of_the_bundled_data_opens(
    path: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "_service", [])
    bundled = record.load()
    with clock_at(bundled.complete_through + timedelta(days=1)):
        app = opened(path, lang=language)
    assert not app.exception
    count = Words(language).rounds(len(bundled.draws))
    assert any(count in plain(caption.value) for caption in app.caption)
