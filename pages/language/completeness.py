"""Checks of a catalogue: complete, nothing left over, and in the typography of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import Formatter

from babel.messages import Catalog, Message

# HTML, Markdown and code, which a translation keeps as they are.
_MARKUP = re.compile(r"<[^>]*>|\*\*|`[^`]*`")
_LABEL = re.compile(r"^[^:.;]+: ")  # of "Label: meaning"
_NOT_PROSE = re.compile(r"`[^`]*`|<[a-z/][^>]*>|\{[^}]*\}|:material/")
_SPACE = "\u00a0\u202f"  # no-break spaces, wide and narrow
_TYPOGRAPHY = {
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


def faults(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """Yield a sentence for each fault of a catalogue, given the template of the code."""
    for message in template:
        match = catalogue.get(message.id) if message.id else None
        if message.id and (match is None or not all(_forms(match.string))):
            yield f"not translated: {_first(message)!r}"
    for message in catalogue:
        if not message.id or not all(_forms(message.string)):
            continue
        if template.get(message.id) is None:
            yield f"no longer in the code: {_first(message)!r}"
        for fault in _message_faults(message, str(catalogue.locale)):
            yield f"{fault}: {_first(message)!r}"
    yield from (f"obsolete: {_first(message)!r}" for message in catalogue.obsolete.values())


def _message_faults(message: Message, language: str) -> Iterator[str]:
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
        prose, rules = _NOT_PROSE.sub("x", text), _TYPOGRAPHY.get(language, {})
        yield from (fault for fault, pattern in rules.items() if pattern.search(prose))


def _forms(text: str | Iterable[str] | None) -> list[str]:
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def _first(message: Message) -> str:
    return _forms(message.id)[0]


def _fields(text: str) -> set[str]:
    return {name for _before, name, _format, _how in Formatter().parse(text) if name is not None}


def _markup(text: str) -> list[str]:
    return sorted(_MARKUP.findall(text))
