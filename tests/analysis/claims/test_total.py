"""The total of a year is told from a claim about one round."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.claims.claim import parse
from analysis.claims.total import TotalClaim, read_total

LARGEST = 27332
TODAY = date(2026, 8, 20)


def total(text: str) -> TotalClaim | None:
    return read_total(parse(text, {}), text, LARGEST, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "IRCC has invited 119,865 this year",
        "119,865 invitations in 2026 so far",
        "In total, 119,865 people were invited in 2026",
        "119,865 ITAs issued year to date",
        "119,865 invitations since January",
        "IRCC a invité 119 865 candidats cette année",
        "119 865 invitations en 2026 jusqu’à maintenant",
        "IRCC a lancé 119 865 invitations depuis le début de l’année",
        "119 865 invitations depuis janvier 2026",
    ],
)
def test_total_of_a_year_is_read_in_its_usual_wordings(text: str) -> None:
    assert total(text) == TotalClaim(2026, 119865)


def test_total_may_be_of_a_category_and_of_another_year() -> None:
    assert total("98,903 invitations last year") == TotalClaim(2025, 98903)
    assert total("5,000 French invitations this year") == TotalClaim(2026, 5000, "french")


def test_rest_of_a_claim_about_a_year_is_unread() -> None:
    read = total("more than 100,000 invitations in 2026 so far, a record")
    assert read == TotalClaim(2026, 100000, None, ("more than", "record"))


@pytest.mark.parametrize(
    "text",
    [
        "CEC in 2025",
        "1,000 CEC invitations in 2025",
        "STEM draw, 5,000 invitations this year",
        "5,900 invitations, CRS 481, for a record total",
        "5,900 invitations on 8 December 2023, so far",
        "30,000 invitations",
    ],
)
def test_claim_about_a_round_is_no_total(text: str) -> None:
    assert total(text) is None
