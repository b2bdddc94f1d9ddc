"""What a reader chooses on the Outlook page, which stays in the browser tab."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choices:
    """The category of the fan and the forecast of the track record; None is the first of them."""

    category: str | None = None
    target: str | None = None
