"""A copy that a server had stored before a newer one is refused, and real copies in order are not.

The two excerpts of November 2024 are of copies that were served one after the other: #324 is only
in the second.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from data.rounds import history, merge
from data.rounds.document import raw_rounds
from data.rounds.record import RefusedError
from tests.data.conftest import FIXTURES, source_of

BEFORE, AFTER = ((FIXTURES / f"2024-11-{day}.json").read_bytes() for day in (13, 15))


def with_changes(content: bytes, round_id: str, **changes: str) -> bytes:
    document = json.loads(content)
    for raw in document["rounds"]:
        raw.update(changes if raw["drawNumber"] == round_id else {})
    return json.dumps(document).encode()


def merged(*contents: bytes) -> history.Copies:
    """Merge copies of consecutive days."""
    copies = history.begin(contents[0], source_of("2024-11-15"))
    for day, content in enumerate(contents[1:], start=16):
        copies = history.add_copy(copies, content, source_of(f"2024-11-{day}"))
    return copies


def refusal(*contents: bytes) -> str:
    """Return why the last of these copies is refused as an older one."""
    with pytest.raises(RefusedError) as caught:
        merged(*contents)
    assert caught.value.reason == "older"
    return str(caught.value)


def test_copies_in_the_order_of_their_publication_are_merged() -> None:
    copies = merged(BEFORE, AFTER)
    assert [raw["drawNumber"] for raw in raw_rounds(copies.content)][:2] == ["324", "323"]
    assert merge.build_record(copies).draws["round_id"].iloc[-1] == "324"


def test_copy_served_again_after_a_newer_one_is_refused() -> None:
    assert refusal(BEFORE, AFTER, BEFORE) == (
        "This is an older copy: it is the same as a copy that has been replaced since."
        " The data has not changed."
    )


def test_older_copy_that_we_never_had_is_refused_because_it_lacks_the_newest_round() -> None:
    assert "it lacks #324 and has no round that we do not know" in refusal(AFTER, BEFORE)


def test_older_copy_does_not_undo_a_correction() -> None:
    # #323 had 547 points in both copies; say that IRCC had corrected it to 540 in the second.
    corrected = with_changes(AFTER, "323", drawCRS="540")
    for first in ([BEFORE, corrected], [corrected]):
        assert refusal(*first, BEFORE)
        draws = merge.build_record(merged(*first)).draws
        assert draws.loc[draws["round_id"] == "323", "cutoff"].tolist() == [540]


def test_older_copy_that_lacks_several_rounds_is_called_older_rather_than_cut_off() -> None:
    document = json.loads(AFTER)
    document["rounds"] = document["rounds"][2:]
    assert "it lacks #323, #324" in refusal(AFTER, json.dumps(document).encode())


def test_every_superseded_copy_is_recognized_however_many_came_since() -> None:
    one, two, three = (with_changes(AFTER, "324", drawCRS=points) for points in ("1", "2", "3"))
    for again in (one, two):
        assert "the same as a copy that has been replaced" in refusal(one, two, three, again)
    # A mixture of both that was never published before is news.
    assert merged(one, two, three, with_changes(one, "323", drawCRS="4"))


def test_copy_without_an_older_round_is_not_an_older_copy() -> None:
    document = json.loads(AFTER)
    without = [raw for raw in document["rounds"] if raw["drawNumber"] != "321"]
    copies = merged(AFTER, json.dumps({"rounds": without}).encode())
    assert len(merge.build_record(copies).draws) == 6


@pytest.mark.parametrize(
    ("ours", "theirs", "is_older"),
    [
        ({"last_modified": "Fri, 15 Nov 2024 15:00:00 GMT"}, "Fri, 15 Nov 2024 14:59:59 GMT", True),
        (
            {"last_modified": "Fri, 15 Nov 2024 15:00:00 GMT"},
            "Fri, 15 Nov 2024 15:00:00 GMT",
            False,
        ),
        ({"last_modified": "Fri, 15 Nov 2024 15:00:00 GMT"}, "yesterday", False),
        ({"last_modified": "Fri, 15 Nov 2024 15:00:00 GMT"}, None, False),
        ({"last_modified": "soon"}, "Fri, 15 Nov 2024 14:59:59 GMT", False),
        ({"last_modified": None}, "Fri, 15 Nov 2024 14:59:59 GMT", False),
        # A clock that was wrong must not block all later copies.
        (
            {"last_modified": "Sat, 15 Nov 2064 15:00:00 GMT"},
            "Fri, 15 Nov 2024 15:00:00 GMT",
            False,
        ),
        ({"served": "Fri, 15 Nov 2024 15:00:00 GMT"}, "Fri, 15 Nov 2024 14:59:59 GMT", True),
        ({"served": "Fri, 15 Nov 2024 15:00:00 GMT"}, "Fri, 15 Nov 2024 15:30:00 GMT", False),
    ],
)
def test_header_before_that_of_our_copy_tells_an_older_copy(
    ours: dict[str, str | None], theirs: str | None, is_older: bool
) -> None:
    (header,) = ours
    held = replace(source_of("2024-11-15"), **ours)  # type: ignore[arg-type]
    new = replace(source_of("2024-11-16"), **{header: theirs})  # type: ignore[arg-type]
    assert (history._why_stamped_older(new, held) is not None) is is_older
    assert history._why_stamped_older(replace(new, url="http://127.0.0.1/"), held) is None


def test_new_round_in_a_copy_with_an_earlier_last_modified_is_refused_too() -> None:
    held = replace(source_of("2024-11-13"), last_modified="Wed, 13 Nov 2024 15:00:00 GMT")
    new = replace(source_of("2024-11-15"), last_modified="Wed, 13 Nov 2024 14:00:00 GMT")
    with pytest.raises(RefusedError, match="its header Last-Modified is Wed, 13 Nov 2024 14"):
        history.add_copy(history.begin(BEFORE, held), AFTER, new)
    same: Any = history.add_copy(history.begin(BEFORE, held), BEFORE + b"\n", new)
    assert same.seen_from == {raw["drawNumber"]: held.retrieved_at for raw in raw_rounds(BEFORE)}
