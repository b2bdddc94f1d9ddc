"""The button that has the server ask IRCC: offered where it can, and what came of it is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.rounds.record import Record
from pages import served
from tests.pages.support.app_views import notice, opened, plain
from tests.pages.support.replay import clock_at, day_of
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
    assert "Check now" in labels(app)  # else a keyboard would lose its place
    app.button(key=BUTTON).click().run()
    assert asked == [True]
    served.service().checks._unsaved.append(check(seconds=1))
    app.run()
    assert "Asking IRCC …" not in captions(app)
    assert any(text.startswith("Just now") and "nothing new" in text for text in captions(app))
    assert "Check now" in labels(app)


def test_within_a_minute_of_a_check_asking_is_refused_in_words_with_its_result(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [check("failed", "unreachable", seconds=30)]
    serve(monkeypatch, record, checks=checks, refresh_minutes=30, ask=lambda: False)
    app = opened("status")
    app.button(key=BUTTON).click().run()
    refused = (
        "IRCC was asked less than a minute ago, and is asked once a minute at most. Just now ("
    )
    (told,) = (text for text in captions(app) if text.startswith(refused))
    assert told.endswith("UTC), failed: IRCC’s website did not answer properly.")


def test_answer_stays_on_the_page_when_the_notice_with_the_button_goes(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock_at(day_of(9)):
        shelf = serve(monkeypatch, record, refresh_minutes=30, ask=lambda: True)
        app = opened("pool")
        assert notice(app, "age").startswith("Data to 20 August 2026, 9 days ago")
        app.button(key="check-now-notice").click().run()
        served.service().checks._unsaved.append(check(seconds=1))
        confirmed = replace(record.source, confirmed_at=served.now())
        shelf.put(replace(record, source=confirmed), "b")
        app.run()
    assert not notice(app, "age")
    assert any(text.startswith(":material/update: Just now") for text in captions(app))
