"""The button that has the server ask IRCC: offered where it can, and what came of it is shown."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.rounds.record import Record
from pages import served
from tests.pages.support.app_views import opened, plain
from tests.pages.support.shelf import check, serve

BUTTON = "check-now-status"


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def captions(app: AppTest) -> list[str]:
    return [plain(caption.value) for caption in app.caption]


@pytest.mark.parametrize("options", [{}, {"refresh_minutes": 30}, {"ask": lambda: True}])
def test_button_is_offered_only_where_the_server_asks_ircc(
    record: Record, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    serve(monkeypatch, record, **options)
    assert "Check now" not in labels(opened("status"))


def test_check_is_waited_for_and_its_result_is_shown_without_a_reload(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def ask() -> bool:
        asked.append(True)
        return True

    serve(monkeypatch, record, checks=[check(hours=2)], refresh_minutes=30, ask=ask)
    app = opened("status")
    app.button(key=BUTTON).click().run()
    assert asked == [True]
    assert "Asking IRCC …" in captions(app)
    served.service().checks._unsaved.append(check(seconds=1))
    app.run()
    assert "Asking IRCC …" not in captions(app)
    assert any(text.startswith("Just now") and "nothing new" in text for text in captions(app))
    assert "Check now" in labels(app)


def test_within_a_minute_of_a_check_its_result_is_shown_at_once(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [check("failed", "unreachable", seconds=30)]
    serve(monkeypatch, record, checks=checks, refresh_minutes=30, ask=lambda: False)
    app = opened("status")
    app.button(key=BUTTON).click().run()
    assert any("could not be reached" in text for text in captions(app))
