"""What a reader answers on My score, as the fields of the page or a link hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pages.ui.charts.choices import addressed


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
        "Has no effect here: it ticks a box on the page.",
        default=False,
    )
