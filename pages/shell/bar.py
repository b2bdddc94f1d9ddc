"""What a phone gets instead of the menu at the top: a bar in reach of the thumb."""

from __future__ import annotations

from urllib.parse import urlencode

from data.vocabulary.languages import query
from pages.menu import SCORE
from pages.plot.component import BAR, mount
from pages.shell.filters import UNFILTERED
from pages.ui.view import View


def render_bar(view: View) -> None:
    """Show the bar with the menu, the filters and how many are set, and My score.

    It also tells the button that closes the filters what it says.
    """
    _, n_ = view.words.gettext, view.words.ngettext
    count = len(view.filter.categories) + bool(view.filter.start or view.filter.end)
    filters = {
        "icon": "filter_alt",
        "text": _("Filters"),
        "count": count,
        "name": n_("Filters: {n} active", "Filters: {n} active", count).format(n=count),
    }
    bar = {
        "label": _("Menu, filters and My score"),
        "menu": {"icon": "menu", "text": _("Menu")},
        "filters": None if view.path in UNFILTERED else filters,
        "page": {
            "icon": "person",
            "text": _("My score"),
            "href": f"{SCORE}?{urlencode(query(view.words.language))}",
            "current": view.path == SCORE,
        },
    }
    mount(
        {"bar": bar, "close": _close(view)},
        key="bar",
        width="content",
        height="content",
        component=BAR,
    )


def render_close_button(view: View) -> None:
    """Show the button that closes the filters, with the number of rounds that they leave."""
    data = {"close": _close(view)}
    mount(data, key="close-filters", width="stretch", height="content", component=BAR)


def _close(view: View) -> str:
    n = len(view.draws)
    text = view.words.ngettext("Show {n} round", "Show {n} rounds", n)
    return text.format(n=view.words.number(n))
