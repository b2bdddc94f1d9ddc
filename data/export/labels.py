"""What a workbook calls what stands on its sheets, in the language of who reads it."""

from __future__ import annotations

from data.vocabulary.languages import Voice, later

# Of its two sheets, of what the second says of the first, and of the heads of its columns.
LABELS = {
    "data": later("Data"),
    "about": later("About"),
    "title": later("Title"),
    "source": later("Source"),
    "record_date": later("Data as of"),
    "filter": later("Filter"),
    "generated_on": later("Generated on"),
    "disclaimer": later("Disclaimer"),
    "column": later("Column"),
    "meaning": later("Meaning"),
}


def labels(voice: Voice) -> dict[str, str]:
    """Return the LABELS in a language."""
    return {name: voice.gettext(label) for name, label in LABELS.items()}
