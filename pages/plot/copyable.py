"""Text with a button that copies it, which is also there where nothing can hover."""

from __future__ import annotations

from pages.language import Words
from pages.plot.component import COPY, mount


def copyable(words: Words, text: str, *, key: str, copy: str, share: bool = False) -> None:
    """Show text with a button labelled `copy`.

    With `share`, the text is an address, and on a phone a second button opens its share sheet.
    """
    _ = words.gettext
    data = {
        "text": text,
        "copy": copy,
        "share": _("Share link") if share else "",
        "copied": _("Copied"),
        "refused": _(
            "Your browser doesn’t allow copying. The text is selected, so you can copy it yourself."
        ),
    }
    mount(data, key=f"copy-{key}", width="stretch", height="content", component=COPY)
