"""The copies of IRCC's file that we have had, and whether a further one is accepted.

A server may send again what it had stored before a newer copy: an older copy is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from data.rounds.document import RawRound, raw_rounds, read_document, sort_key
from data.rounds.record import RefusedError, Source

MOST_LOST = 1
# A reworded category changed 28 rounds at once in 2025.
MOST_CHANGED = 36
WITHDRAWN, CHANGED = "withdrawn", "changed"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Earlier:
    """A round as an earlier copy had it, verbatim, and when IRCC published it like that."""

    round: RawRound
    seen_from: datetime
    seen_until: datetime


@dataclass(frozen=True)
class Acceptance:
    """That a person looked at a copy and accepted what we refuse otherwise.

    ``kind`` is WITHDRAWN (it lacks the rounds) or CHANGED (it changes them), ``seen_at`` the time
    of the copy, ``on`` the day on which ``by`` (empty if not known) accepted it.
    """

    kind: str
    round_ids: tuple[str, ...]
    seen_at: datetime
    on: date
    by: str = ""


@dataclass(frozen=True)
class Said:
    """What a person who looked at a copy says of it.

    When it was downloaded, how many rounds it may lack or change, and who says so.
    """

    retrieved_at: datetime | None = None
    withdrawn: int = 0
    changed: int = 0
    by: str = ""

    def accept(
        self, kind: str, round_ids: Sequence[str], seen_at: datetime, on: date
    ) -> Acceptance | None:
        """Return the acceptance of these rounds, or None if that is more than they said."""
        most = self.withdrawn if kind == WITHDRAWN else self.changed
        is_within = len(round_ids) <= most
        return Acceptance(kind, tuple(round_ids), seen_at, on, self.by) if is_within else None


NOTHING_SAID = Said()


@dataclass(frozen=True)
class Copies:
    """Everything that the tables are built from: the newest copy, verbatim, and what preceded it.

    ``seen_from`` is the time, by round, from which IRCC published it as it is in the newest copy.
    ``second_hand`` are the times of copies that are not IRCC's own file but a public copy of it,
    ``accepted`` what people accepted.
    """

    content: bytes
    source: Source
    seen_from: Mapping[str, datetime]
    earlier: tuple[Earlier, ...] = ()
    second_hand: tuple[datetime, ...] = ()
    accepted: tuple[Acceptance, ...] = ()

    @property
    def rounds(self) -> dict[str, RawRound]:
        """The raw rounds of the newest copy, by number, in its order."""
        return {raw["drawNumber"]: raw for raw in raw_rounds(self.content)}


def begin(content: bytes, source: Source) -> Copies:
    """Return copies that begin with this one.

    Raises:
        FeedError: if the content is not IRCC's list.
    """
    at = source.retrieved_at
    source = replace(source, sha256=hashlib.sha256(content).hexdigest())
    seen_from = {raw["drawNumber"]: at for raw in raw_rounds(content)}
    return Copies(content, source, seen_from, second_hand=() if source.is_official else (at,))


def add_copy(
    copies: Copies,
    content: bytes,
    source: Source,
    *,
    withdrawn: Collection[str] = (),
    said: Said = NOTHING_SAID,
    on: date | None = None,
) -> Copies:
    """Return the copies with a newer one added; what it changes or lacks is kept as earlier.

    A round that we only had at second hand counts as seen from the day on which IRCC's own file
    has it. That ``withdrawn`` rounds are missing is known; what a person ``said`` ``on`` a day
    lets in a copy that lacks more.

    Raises:
        FeedError: if the content is not IRCC's list.
        RefusedError: if it is older than the newest copy, or lacks more than one of its rounds.
    """
    newer = begin(content, source)
    at, now, before = source.retrieved_at, newer.rounds, copies.rounds
    _refuse_older(copies, newer)
    lost = [round_id for round_id in before if round_id not in now and round_id not in withdrawn]
    accepted = copies.accepted
    if len(lost) > MOST_LOST:
        accepted += (_accept_lost(lost, at, said, on or at.date()),)
    replaced = [
        Earlier(raw, copies.seen_from[round_id], at)
        for round_id, raw in before.items()
        if now.get(round_id) != raw
    ]
    confirmed = copies.second_hand if source.is_official else ()
    unchanged = {
        round_id: copies.seen_from[round_id]
        for round_id in now
        if now[round_id] == before.get(round_id) and copies.seen_from[round_id] not in confirmed
    }
    return replace(
        newer,
        seen_from={**newer.seen_from, **unchanged},
        earlier=copies.earlier + tuple(replaced),
        second_hand=copies.second_hand + newer.second_hand,
        accepted=accepted,
    )


def _accept_lost(lost: Sequence[str], at: datetime, said: Said, on: date) -> Acceptance:
    acceptance = said.accept(WITHDRAWN, lost, at, on)
    if acceptance is None:
        raise RefusedError(
            f"This copy is missing {name_rounds(lost)} that were there before. It was probably"
            " cut off. The data has not changed. If IRCC has withdrawn them for good, run"
            f" `python -m data refresh --accept-withdrawn {len(lost)} --by NAME`.",
            "lost-rounds",
        )
    return acceptance


def name_rounds(round_ids: Sequence[str]) -> str:
    """Return how many rounds these are, and the first five.

    >>> name_rounds(["432", "430"])
    '2 rounds (#432, #430)'
    """
    some = ", ".join(f"#{round_id}" for round_id in round_ids[:5])
    return f"{len(round_ids):,} rounds ({some}{', ...' if len(round_ids) > 5 else ''})"


def mend_times(copies: Copies, at: datetime, now: datetime) -> Copies:
    """Return the copies with every time after ``now`` set to just before ``at``.

    Only a clock that was wrong can have written such a time, which would make all later copies
    look older. The same copies are returned if there is none.
    """
    before = at - timedelta(seconds=1)

    def mend(time: datetime) -> datetime:
        return before if time > now else time

    source = copies.source
    mended = replace(
        copies,
        source=replace(
            source,
            retrieved_at=mend(source.retrieved_at),
            confirmed_at=mend(source.confirmed_at),
        ),
        seen_from={round_id: mend(time) for round_id, time in copies.seen_from.items()},
        earlier=tuple(
            replace(past, seen_from=mend(past.seen_from), seen_until=mend(past.seen_until))
            for past in copies.earlier
        ),
        second_hand=tuple(map(mend, copies.second_hand)),
        accepted=tuple(replace(each, seen_at=mend(each.seen_at)) for each in copies.accepted),
    )
    return copies if mended == copies else mended


def _refuse_older(copies: Copies, newer: Copies) -> None:
    """Raise a RefusedError that says why the newer copies are older after all, if they are."""
    at, our_time = newer.source.retrieved_at, copies.source.retrieved_at
    if at < our_time:
        why: str | None = (
            f"it is from {at:%Y-%m-%d %H:%M}, but we have a newer one,"
            f" from {our_time:%Y-%m-%d %H:%M}"
        )
    elif newer.rounds == copies.rounds:
        why = None
    else:
        why = _why_stamped_older(newer.source, copies.source) or _why_older(copies, newer)
    if why:
        raise RefusedError(f"This is an older copy: {why}. The data has not changed.", "older")


def _why_older(copies: Copies, newer: Copies) -> str | None:
    new, held = newer.rounds, copies.rounds
    known = set(held)
    for rounds in superseded(copies):
        # A list is not older if it has a round again that was missing.
        if rounds == new and new.keys() <= held.keys():
            return "it is the same as a copy that has been replaced since"
        known |= rounds.keys()
    lost = sorted(held.keys() - new.keys(), key=sort_key)
    if read_document(newer.content).unnumbered:
        return None  # which may be those rounds
    if lost and sort_key(lost[0]) > max(map(sort_key, new)) and new.keys() <= known:
        names = ", ".join(f"#{round_id}" for round_id in lost)
        return f"it lacks {names} and has no round that we do not know"
    return None


def superseded(copies: Copies) -> Iterator[dict[str, RawRound]]:
    """Yield the raw rounds of every copy before the newest, by number."""
    held = copies.rounds
    spans: list[tuple[RawRound, datetime, datetime | None]]
    spans = [(raw, copies.seen_from[round_id], None) for round_id, raw in held.items()]
    spans += [(past.round, past.seen_from, past.seen_until) for past in copies.earlier]
    for at in sorted({time for span in spans for time in span[1:] if time}):
        rounds = {
            raw["drawNumber"]: raw
            for raw, start, end in spans
            if start <= at and (end is None or at < end)
        }
        if rounds != held:
            yield rounds


def _why_stamped_older(new: Source, held: Source) -> str | None:
    # Headers from different addresses do not compare, and a time that is still to come is wrong.
    if new.url != held.url:
        return None
    for header, theirs, ours in (
        ("Last-Modified", new.last_modified, held.last_modified),
        ("Date", new.served, held.served),
    ):
        their_time, our_time = http_date(theirs), http_date(ours)
        if their_time and our_time and their_time < our_time <= new.retrieved_at + ONE_DAY:
            return f"its header {header} is {theirs}, and that of our copy is {ours}"
    return None


def http_date(text: str | None) -> datetime | None:
    """Return the time in an HTTP header, or None if there is none or it cannot be read.

    >>> http_date("Fri, 15 Nov 2024 15:00:00 GMT"), http_date("yesterday")
    (datetime.datetime(2024, 11, 15, 15, 0, tzinfo=datetime.timezone.utc), None)
    """
    try:
        time = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
