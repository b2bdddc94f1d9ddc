"""The record of every Express Entry round: what is known, and how it came to be known.

``draws.parquet`` holds one row per round, oldest first (two rounds of a day in their order):

============== ================== ==============================================================
column         type               meaning
============== ================== ==============================================================
round_id       text               IRCC's number of the round: "437", "91a"
date           date               official date of the round
drawn_at       UTC instant, null  when the round took place; some fall on the next UTC day
tie_break_at   UTC instant, null  a candidate exactly at the cut-off was invited only if the
                                  profile was submitted before this
name           text               IRCC's own wording, verbatim
category       text               code of what the round selected on (``categories.py``)
version        integer, null      the version that the name carries
kind           text               general (all programs), program, or category
programs       list of text       eligible programs: fsw, cec, fst, pnp
invitations    integer            invitations to apply that were issued
cutoff         integer            CRS points (0 to 1200) of the lowest-ranked candidate invited
pool_as_of     date, null         snapshot of the pool published with the round
url            text               the round's page on https://www.canada.ca
============== ================== ==============================================================

``pool.parquet`` holds each published snapshot of the pool once, 15 rows each, ordered by date
and band: ``as_of`` (date of the snapshot), ``band_low`` and ``band_high`` (CRS points, both
included), ``candidates`` (people with a profile). Roll-ups and totals are left out: adding them
would count people twice.

``ledger.parquet`` holds one row per thing that had to be repaired, cannot be believed, was not
published, or was changed by the source: ``round_id``; ``field`` (a column of draws, or "pool" for
the figures); ``what`` (repaired, suspect, missing, revised); ``published`` (the source's text; of
a revision the earlier one; null: nothing); ``used`` (what the tables hold instead; null:
nothing); ``why`` (a sentence); ``seen_at`` (when the copy in which it first showed was retrieved).

A null always has its row in the ledger, save for a name that carries no version. Beside the
tables stand what they are made from: ``ee_rounds_123_en.json.gz`` (the official file, verbatim),
``superseded.json.gz`` (what earlier copies said differently, verbatim, and since when each round
reads as it does) and ``source.json`` (address, SHA-256, times). ``python -m data rebuild`` makes
the same tables from these three.
"""
