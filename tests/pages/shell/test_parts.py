"""A click on a category runs only what it changes, and costs few messages to the browser."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from pages.shell import parts
from pages.ui import tables as pages_tables
from pages.ui.view import NEXT_PAGE
from tests.pages.support.app_views import captions, opened, tables

# The most that a click sends on pages where readers compare categories, and what a visit sends:
# Streamlit adds eight that say that a run begins or ends.
MOST = {"overview": 25, "cut-offs": 17, "frequency": 17}
MOST_WITH_TABLE = 17
MOST_AT_FIRST = 50


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[ForwardMsg]:
    """The messages to the browser, in their order."""
    messages: list[ForwardMsg] = []
    enqueue = ForwardMsgQueue.enqueue

    def keep(queue: ForwardMsgQueue, message: ForwardMsg) -> None:
        messages.append(message)
        enqueue(queue, message)

    monkeypatch.setattr(ForwardMsgQueue, "enqueue", keep)
    return messages


def click(app: AppTest, *codes: str) -> AppTest:
    """Choose programs, as a click on their pills does."""
    return app.button_group(key="pills-program").set_value(list(codes)).run()


def kinds(messages: list[ForwardMsg]) -> list[Any]:
    """Return what each message brings."""
    return [message.WhichOneof("type") for message in messages]


@pytest.mark.parametrize("page", MOST)
def test_click_on_a_category_sends_few_messages(page: str, sent: list[ForwardMsg]) -> None:
    app = opened("" if page == "overview" else page)
    assert len(sent) <= MOST_AT_FIRST
    sent.clear()
    click(app, "cec")
    assert not app.exception
    assert any(caption.startswith(":material/filter_alt: CEC,") for caption in captions(app))
    assert len(sent) <= MOST[page]
    assert "navigation" not in kinds(sent)


def test_click_that_brings_a_table_with_files_sends_few_messages(sent: list[ForwardMsg]) -> None:
    app = opened("frequency", category="cec")
    sent.clear()
    click(app)
    assert tables(app)["busy-weeks"]["files"]
    assert len(sent) <= MOST_WITH_TABLE


@pytest.mark.parametrize("page", ["outlook", "pool", "invitations"])
def test_tables_that_stay_the_same_are_not_made_again(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(page)
    made: list[object] = []
    monkeypatch.setattr(pages_tables, "Styler", made.append)
    assert not app.run().exception
    assert made == []


def test_click_while_the_page_is_not_whole_runs_everything(sent: list[ForwardMsg]) -> None:
    app = opened("cut-offs")
    app.session_state[parts.COMPLETE] = None
    sent.clear()
    click(app, "cec")
    assert "navigation" in kinds(sent)
    assert app.multiselect(key="category").value == ["cec"]


def test_click_that_comes_together_with_a_change_of_page_opens_that_page_whole() -> None:
    app = opened("cut-offs")
    app._page_hash = calc_hash("frequency")  # as in opened()
    click(app, "cec")
    assert not app.exception
    assert app.title[0].value.startswith("How often are rounds held")
    assert any(caption.startswith(":material/filter_alt: CEC,") for caption in captions(app))


def test_pill_for_all_runs_everything_so_that_the_others_are_off(sent: list[ForwardMsg]) -> None:
    app = opened("cut-offs", category="cec")
    sent.clear()
    app.button_group(key="pills-all").set_value(["all"]).run()
    assert "navigation" in kinds(sent)
    assert app.button_group(key="pills-program").value == []


def test_chart_that_leads_to_a_round_leaves_the_page() -> None:
    app = opened("cut-offs")
    app.session_state[NEXT_PAGE] = "rounds"
    click(app, "cec")
    assert NEXT_PAGE not in app.session_state
    assert [title.value for title in app.title] == [
        "Look up a round, or check what someone says about it"
    ]
