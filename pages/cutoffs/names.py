"""The words of a chart of cut-offs: at the ends of lines, at triangles, and inside the plot."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pages.cutoffs.inside import Inside, Shift
from pages.cutoffs.marks import at_edge
from pages.cutoffs.subject import Subject
from pages.plot import axis, colours, gutter, style
from pages.plot.axis import Range
from pages.plot.gutter import EndLabel

OLD_DAYS = 60  # from which on a cut-off at the end of a line has its month
FEW = 3  # rounds of a category, up to which each has its number
_NEAR = 0.06  # of the axis: triangles that have one label
_BESIDE, _OVER = 9, 12  # pixels from a mark to a text beside it, and to the middle of one over it


def end_labels(subject: Subject, scale: Range, height: float, *, brief: bool) -> list[EndLabel]:
    """Return the labels at the ends of the lines that are in focus or active."""
    found = []
    for code in subject.codes:
        is_focus = code in subject.focus
        last = subject.of(code).iloc[-1]
        if is_focus or code not in subject.inactive:
            found.append(
                EndLabel(
                    f"{max(last['date'], pd.Timestamp(subject.span[0])):%Y-%m-%d}",
                    at_edge(float(last[subject.column]), scale, height),
                    _end_text(subject, code, last, brief=brief),
                    subject.colour(code),
                    is_focus,
                    has_line=code not in subject.inactive,
                    code=code,
                )
            )
    if subject.middle is not None and not brief:
        low, high = map(subject.words.number, subject.middle)
        text = subject.words.gettext("middle half {low}–{high}").format(low=low, high=high)
        middle = sum(subject.middle) / 2
        found.append(EndLabel(str(subject.span[1]), middle, text, colours.GHOST))
    return found


def _end_text(subject: Subject, code: str, last: Any, *, brief: bool) -> str:
    words, is_focus = subject.words, code in subject.focus
    name = style.escape((subject.briefs if brief else subject.names)[code])
    cutoff = words.number(last[subject.column])
    text = f"<b>{name} {cutoff}</b>" if is_focus else f"{name} {cutoff}"
    end = pd.Timestamp(subject.span[1])
    if (end - last["date"]).days > OLD_DAYS and not brief:
        is_this_year = last["date"].year == end.year
        return f"{text}, {words.day(last['date'], 'LLL' if is_this_year else 'LLL y')}"
    if is_focus and not brief and not pd.isna(last["change"]):
        return f"{text} {words.signed(last['change'])}"
    return text


def _around() -> list[Shift]:
    """Return the shifts of a text around a mark: over, below, and to both sides of it."""
    return [
        (0, -_OVER, "center"),
        (0, _OVER, "center"),
        (_BESIDE, 0, "left"),
        (-_BESIDE, 0, "right"),
        *(
            (right, down, anchor)
            for down in (-_OVER, _OVER, -2 * _OVER, 2 * _OVER, -3 * _OVER, 3 * _OVER)
            for right, anchor in ((0, "left"), (0, "right"), (30, "left"), (-30, "right"))
        ),
    ]


def add_score(inside: Inside) -> None:
    """Name the line of the reader's score at its left end."""
    subject = inside.subject
    if subject.score is not None:
        text = subject.words.gettext("you {score}").format(score=subject.score)
        start = (str(inside.side.span[0]), float(subject.score))
        shifts = [(2, -10, "left"), (2, 10, "left")]
        inside.add(text, [(start, shift) for shift in shifts], colours.INK)


def add_silences(inside: Inside) -> list[dict[str, Any]]:
    """Say how long inactive categories in focus had no round; return the dotted rules."""
    subject, rules = inside.subject, []
    for code in subject.focus:
        if code not in subject.inactive or not len(subject.of(code)):
            continue
        last, end = subject.of(code).iloc[-1], str(inside.side.span[1])
        start = max(last["date"], pd.Timestamp(inside.side.span[0]))
        y = at_edge(float(last[subject.column]), inside.scale, inside.height)
        rules.append(gutter.silence(f"{start:%Y-%m-%d}", end, y, axes=inside.side.axes))
        text = subject.inactive[code]
        for words in (text, "<br>".join(_halves(text))):
            high = 9 * words.count("<br>")
            shifts = [(-2.0, -11.0 - high, "right"), (-2.0, 11.0 + high, "right")]
            if inside.add(words, [((end, y), shift) for shift in shifts], colours.SOFT):
                break
    return rules


def _halves(text: str) -> tuple[str, str]:
    """Return a text broken at the space nearest to its middle."""
    spaces = [place for place, letter in enumerate(text) if letter == " "]
    middle = min(spaces, key=lambda place: abs(place - len(text) / 2), default=len(text))
    return text[:middle], text[middle + 1 :]


def add_numbers(inside: Inside) -> None:
    """Write the cut-offs of a category with few rounds, and the extremes of one alone."""
    subject = inside.subject
    for code in subject.focus:
        rounds = inside.side.has(subject.of(code))
        inner = rounds.loc[
            [not axis.beyond(value, inside.scale) for value in rounds[subject.column]]
        ]
        inner = inner[inner.index != subject.of(code).index[-1]] if len(rounds) else inner
        values = inner[subject.column]
        if len(subject.of(code)) <= FEW:
            chosen = list(inner.index)
        elif len(subject.codes) == 1 and len(values):
            chosen = list(dict.fromkeys([values.idxmax(), values.idxmin()]))
        else:
            chosen = []
        for index in chosen:
            row = inner.loc[index]
            text, value = subject.words.number(row[subject.column]), float(row[subject.column])
            is_low = value < float(subject.of(code)[subject.column].iloc[-1])
            shifts = _around()
            shifts[:2] = shifts[1::-1] if is_low else shifts[:2]
            places = [((row["date"], value), shift) for shift in shifts]
            inside.add(text, places, colours.hue(code))


def add_triangles(inside: Inside) -> None:
    """Write the cut-offs beyond the scale, several near each other together."""
    subject, side = inside.subject, inside.side
    points = side.has(subject.rounds).sort_values("date")
    for edge in (1, -1):
        far = points[[axis.beyond(v, inside.scale) == edge for v in points[subject.column]]]
        if far.empty:
            continue
        shares = pd.Series([side.share(day) for day in far["date"]], index=far.index)
        for _number, group in far.groupby((shares.diff() > _NEAR).cumsum()):
            hues = {subject.colour(code, is_past=side.is_past) for code in group["category"]}
            if hues != {colours.GHOST} and not _has_end_label(subject, group):
                _add_group(inside, group, edge, hues)


def _has_end_label(subject: Subject, group: pd.DataFrame) -> bool:
    """Return whether the only round of a group is the last of its category, named at the edge."""
    return len(group) == 1 and group.index[0] == subject.of(group["category"].iloc[0]).index[-1]


def _add_group(inside: Inside, group: pd.DataFrame, edge: int, hues: set[str]) -> None:
    subject, column = inside.subject, inside.subject.column
    _, number = subject.words.gettext, subject.words.number
    values = group[column].tolist()
    if len(values) == 1 and inside.side.is_past:
        text = _("{cutoff} in {year}").format(
            cutoff=number(values[0]), year=group["date"].iloc[0].year
        )
    elif len(values) == 1:
        text = number(values[0])
    elif len(values) == 2:
        text = _("{first}, then {second}").format(first=number(values[0]), second=number(values[1]))
    else:
        text = _("{rounds}, {low} to {high}").format(
            rounds=subject.words.rounds(len(values)),
            low=number(min(values)),
            high=number(max(values)),
        )
    colour = hues.pop() if len(hues) == 1 else colours.SOFT
    colour = colours.SOFT if colour in {colours.MID, colours.GHOST} else colour
    y = at_edge(float(values[0]), inside.scale, inside.height)
    first, last = group["date"].iloc[0], group["date"].iloc[-1]
    inward = 16 * edge
    places = [((first, y), (-_BESIDE, 0, "right")), ((last, y), (_BESIDE, 0, "left"))]
    places += [((last, y), (0, inward, "right")), ((last, y), (0, inward, "left"))]
    inside.add(text, places, colour)


def add_names(inside: Inside) -> None:
    """Name the lines without a label at their end: inactive ones, and those of the past."""
    subject, side = inside.subject, inside.side
    for code in reversed(subject.codes):
        rounds = side.has(subject.of(code))
        rounds = rounds[[not axis.beyond(v, inside.scale) for v in rounds[subject.column]]]
        is_named = code in subject.focus or code not in subject.inactive
        if len(rounds) < 2 or (is_named and not side.is_past):
            continue
        name = style.escape(subject.names[code])
        texts = [_with_end(subject, name, rounds["date"].iloc[-1]), name][side.is_past :]
        colour = colours.hue(code) if code in subject.focus else colours.SOFT
        if _add_name(inside, texts, rounds, colour):
            inside.annotations[-1]["name"] = code


def _with_end(subject: Subject, name: str, day: pd.Timestamp) -> str:
    text = subject.words.gettext("{category}, to {month}")
    return text.format(category=name, month=subject.words.day(day, "LLL y"))


def _add_name(inside: Inside, texts: list[str], rounds: pd.DataFrame, colour: str) -> bool:
    """Put the first of these names that lies on few lines near the end or an extreme of a line.

    Return whether it has room.
    """
    values, days = rounds[inside.subject.column], rounds["date"]
    ends = [rounds.index[-1], values.idxmax(), values.idxmin(), rounds.index[0]]
    points = [(days.loc[index], float(values.loc[index])) for index in dict.fromkeys(ends)]
    places = [(point, shift) for point in points for shift in _around()]
    text = min(texts, key=lambda text: inside.covers(text, places))
    return inside.add(text, places, colour)
