"""Whether a catalogue says all that the code says, nothing else, and as its language is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import Formatter

from babel.messages import Catalog, Message

# What a translation keeps as it is: HTML, Markdown and code.
_MARKUP = re.compile(r"<[^>]*>|\*\*|`[^`]*`")
_LABEL = re.compile(r"^[^:.;]+: ")  # of "Label: meaning"
_ASIDE = re.compile(r"`[^`]*`|<[a-z/][^>]*>|\{[^}]*\}|:material/")
_SPACE = "\u00a0\u202f"  # which keep together what they stand between
_SLIPS = {
    "fr": {
        "a quotation mark or apostrophe as on a typewriter": re.compile("['\"]"),
        "English quotation marks": re.compile("[“”]"),
        # As in Canada: none before ; ? and !, which France would have there.
        "no no-break space before a sign": re.compile(rf"[^{_SPACE}\d][:%»]|\d[%»]"),
        "no no-break space after «": re.compile(f"«[^{_SPACE}]"),
        "a space before a sign": re.compile(r"\s[;?!,.]"),
        "three full stops for …": re.compile(r"\.\.\."),
        "two spaces": re.compile("  "),
    }
}


def faults(found: Catalog, wanted: Catalog) -> Iterator[str]:
    """Yield a sentence for each fault of a language's catalogue, given what the code says."""
    for message in wanted:
        held = found.get(message.id) if message.id else None
        if message.id and (held is None or not all(_forms(held.string))):
            yield f"not translated: {_first(message)!r}"
    for message in found:
        if not message.id or not all(_forms(message.string)):
            continue
        if wanted.get(message.id) is None:
            yield f"no longer in the code: {_first(message)!r}"
        for fault in _of(message, str(found.locale)):
            yield f"{fault}: {_first(message)!r}"
    yield from (f"obsolete: {_first(message)!r}" for message in found.obsolete.values())


def _of(message: Message, language: str) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    if message.fuzzy:
        yield "fuzzy"
    sources = _forms(message.id)
    for text in _forms(message.string):
        if all(_fields(text) != _fields(source) for source in sources):
            yield "not the same placeholders"
        if all(_markup(text) != _markup(source) for source in sources):
            yield "not the same markup"
        if _LABEL.match(sources[0]) and ":" not in text:
            yield "no colon after the label"
        if text != text.strip():
            yield "spaces around it"
        said = _ASIDE.sub("x", text)
        yield from (slip for slip, sign in _SLIPS.get(language, {}).items() if sign.search(said))


def _forms(text: str | Iterable[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def _first(message: Message) -> str:
    return _forms(message.id)[0]


def _fields(text: str) -> set[str]:
    return {name for _before, name, _format, _how in Formatter().parse(text) if name is not None}


def _markup(text: str) -> list[str]:
    return sorted(_MARKUP.findall(text))
