"""Invitations beside targets: two halves that say whom they count, and no share of a target."""

from __future__ import annotations

import pytest

from tests.pages.support.app_views import figures, headings, opened, plain


@pytest.mark.parametrize(
    ("language", "applicants", "families"),
    [
        ("en", "to applicants alone", "people with their families"),
        ("fr", "aux candidats, sans leur famille", "des personnes avec leur famille"),
    ],
)
def test_the_picture_says_that_its_halves_count_other_people(
    language: str, applicants: str, families: str
) -> None:
    app = opened("invitations", lang=language)
    assert not app.exception
    (figure,) = [found for found in figures(app) if found.key == "plan"]
    texts = " ".join(note["text"] for note in figure.spec["layout"]["annotations"])
    assert applicants in texts
    assert families in texts
    assert "%" not in figure.alt
    by_name = {trace["name"]: trace for trace in figure.spec["data"]}
    assert len(by_name) == 5
    targets = list(by_name.values())[2]
    assert (targets["x"][-1], targets["y"][-1]) == ("2026", 380_000)
    assert targets["error_y"]["arrayminus"][-1] == 30_000


@pytest.mark.parametrize(("end", "label"), [("2026-08-20", "to 20 Aug"), ("2025-12-31", None)])
def test_a_year_that_was_not_over_has_a_pale_bar_that_says_to_when(
    end: str, label: str | None
) -> None:
    (figure,) = [found for found in figures(opened("invitations", to=end)) if found.key == "plan"]
    at = {note["text"]: note["x"] for note in figure.spec["layout"]["annotations"]}
    assert at.get("to 20 Aug") == (1 if label else None)  # at the right edge
    assert figure.spec["data"][0]["marker"]["opacity"][-2:] == [1, 0.5 if label else 1]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (
            "en",
            "Admissions were within the planned range in 4 of 5 years; "
            "119,865 invitations by 20 August 2026",
        ),
        (
            "fr",
            "Admissions dans la fourchette prévue 4 années sur 5; "
            "119 865 invitations au 20 août 2026",
        ),
    ],
)
def test_title_says_what_both_halves_show(language: str, title: str) -> None:
    # Of 2021 to 2025, only 2022 was beyond its range: 437,590 of at most 420,000. The invitations
    # are as on the overview.
    found = [plain(heading) for heading in headings(opened("invitations", lang=language))]
    assert title in [heading.replace("\N{NO-BREAK SPACE}", " ") for heading in found]


def test_sources_are_a_click_away() -> None:
    app = opened("invitations")
    texts = [element.value for element in app.markdown]
    (admitted,) = (text for text in texts if text.startswith("Admissions in 2024"))
    assert "](https://oba.org/" in admitted
    (planned,) = (text for text in texts if "plan for 2024\\-2026, announced on 1 November" in text)
    assert "](https://eiglaw.com/" in planned
    captions = " ".join(caption.value for caption in app.caption)
    assert "corporate-initiatives/levels.html" in captions
