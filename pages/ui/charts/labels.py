"""The texts around every chart, in a language: its buttons, its messages and its dialog."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import orjson

from pages.language import Words


@lru_cache(maxsize=8)
def labels(language: str, sites: tuple[str, ...]) -> orjson.Fragment:
    """Return the texts by name as JSON; `sites` are the other ones that may frame a chart."""
    words = Words(language)
    return orjson.Fragment(orjson.dumps({**_buttons(words), "dialog": _dialog(words, sites)}))


def _buttons(words: Words) -> dict[str, object]:
    _ = words.gettext
    return {
        "numbers": _("The numbers"),
        "loading": _("Loading the numbers …"),
        "failed": _("The numbers could not be loaded. Close this and open it again to retry."),
        "download": _("Download"),
        "share": _("Share"),
        "drawn": _("Drawn in charts"),
        "chart": _("chart"),
        "walk": _("Arrow keys move from mark to mark."),
        "opens": _("Enter opens the round."),
        "dates": _(
            "Shift with the left or right arrow chooses dates for all pages: Enter applies "
            "them, Escape drops them. With a mouse, drag across the chart to choose dates; a "
            "double click shows all dates."
        ),
        "days": _("{start} to {end}"),
        "modes": {"scale": _("CRS scale changes"), "all": _("All"), "none": _("None")},
    }


def _dialog(words: Words, sites: Sequence[str]) -> dict[str, object]:
    _ = words.gettext
    return {
        "title": _("Share this chart"),
        "close": _("Close"),
        "private": _(
            "Your answers are not in the page address, so there is no link to this chart. If "
            "you want one, tick “Include my answers in the link” on the page."
        ),
        "link": _("Link"),
        "opens": _("Opens exactly this view, with everything in the page address:"),
        "omits": _(
            "What is not in the address, such as a score you drew as a line, is not included."
        ),
        "embed": _("Embed"),
        **_embedding(words, sites),
        "cite": _("Cite"),
        "text": _("As text"),
        "bibtex": _("As BibTeX"),
        "hash": _(
            "The address shows the data as of the day it is opened. The hash identifies "
            "the data shown here."
        ),
        "copy": {
            "link": _("Copy link"),
            "frame": _("Copy code"),
            "text": _("Copy citation"),
            "bibtex": _("Copy BibTeX"),
        },
        "copied": _("Copied"),
        "refused": _(
            "Your browser doesn’t allow copying. The text is selected, so you can copy it yourself."
        ),
        "sheet": _("Share link"),
    }


def _embedding(words: Words, sites: Sequence[str]) -> dict[str, str]:
    """Return where a frame with the chart works and, where it doesn't, what does."""
    _ = words.gettext
    if sites:
        text = _(
            "This code shows the chart with the newest data we have, on {sites}. On any other site "
            "the frame stays empty. There, upload a picture of the chart instead."
        )
        return {"where": text.format(sites=words.join(sites)), "instead": ""}
    return {
        "where": _(
            "The following code would show the chart with the newest data we have. To make it "
            "work, whoever runs this server must add your site to the EE_FRAME_ANCESTORS setting."
        ),
        "instead": _(
            "Other sites can’t show this chart in a frame yet. Save it as a picture and upload the "
            "picture to your site:"
        ),
    }
