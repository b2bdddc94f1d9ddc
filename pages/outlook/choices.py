"""What a reader chooses on the Outlook page, which stays in the browser tab."""

from __future__ import annotations

from dataclasses import dataclass

from pages.ui.charts.choices import addressed


@dataclass(frozen=True)
class Choices:
    """The category of the fan and the forecast of the track record; None is the first of them."""

    category: str | None = None
    target: str | None = None


@dataclass(frozen=True)
class CardChoices:
    """Which forecasts are compared with simple guesses; files have it in their address."""

    since: str = addressed(
        "days",
        "text",
        "The first of the days whose forecasts are compared; without it, the earliest.",
        default="",
        pattern=r"^\d{4}-\d{2}-\d{2}$",
        example="2023-07-01",
    )
    by_category: bool = addressed(
        "by-category", "flag", "Whether each category has a row of its own.", default=False
    )
