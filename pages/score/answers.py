"""What a reader answers on My score, as the fields of the page or a link hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pages.ui.charts.choices import addressed

DEFAULT_CATEGORY = "cec"  # what an address with a score alone has always meant


@dataclass(frozen=True)
class Answers:
    """The answers about the reader, and about another score to compare with."""

    score: int | None = addressed("score", "score", "Your CRS score.", example="519")
    eligible: tuple[str, ...] = addressed(
        "eligible", "codes", "Categories you are eligible for.", default=(), example="cec"
    )
    nomination: bool = addressed(
        "nomination", "flag", "Whether you have a provincial nomination.", default=False
    )
    profile: str = addressed(
        "profile",
        "text",
        "When you submitted your profile: a day, or an instant in UTC.",
        default="",
        pattern=r"^.{0,60}$",
        example="2026-05-03",
    )
    since: date | None = addressed(  # noqa: RUF009 - a field
        "since",
        "day",
        "The first day from which rounds count; without it, that of the profile, or else 28 June "
        "2023, when category-based rounds began.",
        example="2024-01-01",
    )
    then: int | None = addressed("then", "score", "Another score to compare with.", example="540")
    then_eligible: tuple[str, ...] = addressed(
        "then-eligible",
        "codes",
        "Categories you would then also be eligible for.",
        default=(),
        example="french",
    )
    then_nomination: bool = addressed(
        "then-nomination",
        "flag",
        "Whether you would then have a provincial nomination.",
        default=False,
    )
    link: bool = addressed(
        "link",
        "flag",
        "Whether these are all answers: without it, a score without categories is taken for CEC.",
        default=False,
    )

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that the reader is eligible for, as an address tells them."""
        is_alone = self.score is not None and not self.eligible and not self.link
        return (DEFAULT_CATEGORY,) if is_alone else self.eligible
