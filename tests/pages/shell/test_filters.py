"""The shared filters: the address selects the rounds, and invalid values get a warning."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from streamlit.util import calc_hash

from data.vocabulary.filter import Filter, categories
from pages.language import Words
from pages.menu import MENU
from pages.ui.address import CHOICES, OURS, unknown_category_notices
from pages.ui.view import preset
from tests.pages.support.app_views import notice, opened

HIDDEN = "<style>.st-key-filters{display:none}</style>"


def test_filter_keeps_chosen_categories_including_both_end_dates(
    draws: pd.DataFrame,
) -> None:
    selection = Filter(("stem", "french"), date(2023, 12, 7), date(2024, 2, 1)).apply(draws)
    assert selection["round_id"].tolist() == ["273", "274", "282"]


def test_filter_without_categories_keeps_all_rounds(draws: pd.DataFrame) -> None:
    assert len(Filter().apply(draws)) == 14


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("everything", None),
        ("category-based", date(2023, 6, 28)),
        ("12-months", date(2025, 8, 21)),
        ("year", date(2026, 1, 1)),
    ],
)
def test_preset_counts_back_from_the_date_of_the_data(name: str, start: date | None) -> None:
    assert preset(name, date(2026, 8, 20)) == (start, None)


def test_twelve_months_to_a_leap_day_start_on_1_march() -> None:
    assert preset("12-months", date(2024, 2, 29)) == (date(2023, 3, 1), None)


def test_unknown_category_is_listed_last_by_the_official_name(
    draws: pd.DataFrame,
) -> None:
    options = categories(draws)
    assert [category.code for category in options] == [
        "general",
        "pnp",
        "fst",
        "french",
        "stem",
        "beekeepers",
    ]
    assert options[-1].names["en"] == "Beekeepers"


def test_every_unknown_category_in_the_address_is_named() -> None:
    (sentence,) = unknown_category_notices("category", ["cec", "<b>x"], ["cec", "pnp"], Words())
    assert sentence == "“category=<b>x” in the address was ignored. Possible: cec, pnp."


def test_link_sets_categories_and_dates() -> None:
    app = opened(category=["cec", "french"], from_="2023-06-28", to="2024-01-31")
    assert not app.exception
    assert app.multiselect(key="category").value == ["cec", "french"]
    assert app.date_input(key="from").value == date(2023, 6, 28)
    assert not notice(app, "ignored")
    # Counted by hand: no CEC round and five French rounds in these dates.
    assert any(
        "CEC and French, 28 June 2023 to 31 January 2024" in c.value.replace("\\", "")
        for c in app.caption
    )


@pytest.mark.parametrize(
    "query",
    [
        {"category": "bogus"},
        {"from_": "yesterday"},
        {"to": "0001-01-01"},
        {"from_": "9999-01-01"},
        {"from_": "2026-13-01"},
        # Dates to some readers, but not to the API.
        {"from_": "20230628"},
        {"from_": "2023-W26-3"},
        {"from_": "2023-6-28"},
        {"from_": "2023/06/28"},
        {"to": " 2023-06-28"},
    ],
)
def test_invalid_link_shows_all_rounds_and_names_the_ignored_value(query: dict[str, str]) -> None:
    app = opened(**query)
    assert not app.exception
    summary, *sentences = notice(app, "ignored").splitlines()
    assert summary == "1 setting was changed or ignored"
    assert len(sentences) == 1
    assert next(iter(query.values())) in sentences[0]
    assert any("All categories" in caption.value for caption in app.caption)
    # Nothing filters: the end is that of the data, the beginning that of the first round.
    assert app.date_input(key="from").value is None
    assert app.date_input(key="to").value is None
    assert not {"from", "to"} & set(app.query_params)


@pytest.mark.parametrize("name", ["from", "to"])
def test_date_given_twice_is_named_and_neither_is_used(name: str) -> None:
    app = opened(**{name: ["2023-06-28", "2024-01-31"]})
    assert not app.exception
    sentence = f"“{name}” is in the address more than once: “2023-06-28” and “2024-01-31”"
    assert sentence in notice(app, "ignored")
    assert app.date_input(key=name).value is None
    assert name not in app.query_params


def test_every_single_valued_parameter_given_twice_is_named() -> None:
    app = opened(lang=["fr", "en"], events=["all", "none"])
    assert not app.exception
    told = notice(app, "ignored")
    assert "2 settings" in told
    assert "“lang”" in told
    assert "“events”" in told
    assert app.selectbox(key="events").value == "scale"


def test_day_on_the_pool_and_for_my_score_is_read_like_every_other() -> None:
    pool = opened("pool", on="2025-2-1")
    assert "“on=2025-2-1” in the address was ignored. Possible: a date like" in notice(
        pool, "ignored"
    )
    assert pool.date_input(key="on").value is None
    score = opened("my-score", score="500", since="20240101", link="true")
    assert "“since=20240101” in the address was ignored" in notice(score, "ignored")
    assert score.date_input(key="since").value is None


@pytest.mark.parametrize(
    ("path", "name", "value", "possible"),
    [
        ("", "lang", "xx", "en, fr"),
        ("", "events", "foo", "scale, all, none"),
        ("cut-offs", "with-pnp", "yes", "true, false"),
        ("invitations", "by", "bogus", "auto, week, month, quarter, year"),
        ("invitations", "show", "percent", "numbers, shares"),
        ("my-score", "nomination", "maybe", "true, false"),
        ("my-score", "score", "1201", "a whole number from 0 to 1200"),
        ("my-score", "then", "-1", "a whole number from 0 to 1200"),
        ("about", "missing", "1", "true, false"),
    ],
)
def test_unknown_value_of_a_choice_is_named_with_what_is_possible(
    path: str, name: str, value: str, possible: str
) -> None:
    app = opened(path, **{name: value})
    assert not app.exception
    sentence = f"“{name}={value}” in the address was ignored. Possible: {possible}."
    assert notice(app, "ignored").splitlines()[1:] == [f"- {sentence}"]
    assert name not in app.query_params


def test_long_or_marked_up_value_is_cut_and_shown_as_it_is() -> None:
    app = opened("invitations", by="**bold**" + "x" * 100)
    assert f"“by=**bold**{'x' * 52}…” in the address" in notice(app, "ignored")


def test_names_of_choices_in_old_links_still_work() -> None:
    app = opened("invitations", by="Quarter", show="Shares")
    assert not notice(app, "ignored")
    assert (app.selectbox(key="by").value, app.selectbox(key="show").value) == ("quarter", "shares")


def test_every_choice_of_a_page_is_read_with_the_options_it_has() -> None:
    boxes = {box.key: box.options for box in opened("invitations").selectbox if box.key in CHOICES}
    assert len(boxes) > 2
    assert boxes == {key: list(CHOICES[key]) for key in boxes}


@pytest.mark.parametrize("path", [entry.path for entry in MENU])
def test_every_parameter_that_a_page_writes_is_known_as_ours(path: str) -> None:
    app = opened(path, **({"score": "500", "link": "true"} if path == "my-score" else {}))
    bound = {
        element.proto.query_param_key
        for element in app
        if getattr(getattr(element, "proto", None), "query_param_key", "")
    }
    assert bound >= {"from", "to", "lang"}
    assert bound <= set(OURS)


def test_reversed_dates_are_swapped_with_a_warning() -> None:
    app = opened(from_="2024-01-31", to="2023-06-28")
    assert not app.exception
    assert "so we swapped them" in notice(app, "ignored")
    assert any("28 June 2023 to 31 January 2024" in caption.value for caption in app.caption)


def test_pills_select_categories_and_all_clears_the_selection() -> None:
    app = opened()
    app.button_group(key="pills-program").set_value(["cec"]).run()
    assert app.multiselect(key="category").value == ["cec"]
    app.button_group(key="pills-all").set_value(["all"]).run()
    assert app.multiselect(key="category").value == []


@pytest.mark.parametrize("page", ["my-score", "week", "status"])
def test_filters_are_hidden_where_they_do_not_apply_and_stay_in_the_address(page: str) -> None:
    app = opened(page, category="cec", from_="2023-06-28", to="yesterday")
    assert not app.exception
    assert app.multiselect(key="category").value == ["cec"]
    assert app.query_params["category"] == "cec"
    assert app.query_params["from"] == "2023-06-28"
    assert HIDDEN in [element.proto.body for element in app.get("html")]
    assert not notice(app, "ignored")
    assert not any("filters" in caption.value for caption in app.caption)


def test_link_from_another_page_brings_its_categories_instead_of_the_earlier_choice() -> None:
    app = opened("cut-offs", category="pnp")
    assert app.multiselect(key="category").value == ["pnp"]
    app.query_params["category"] = ["french", "healthcare", "bees"]
    app._page_hash = calc_hash("outlook")
    app.run()
    assert app.multiselect(key="category").value == ["french", "healthcare"]


def test_filters_are_shown_where_they_apply() -> None:
    assert HIDDEN not in [element.proto.body for element in opened("cut-offs").get("html")]
