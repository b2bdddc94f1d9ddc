"""The data of every Express Entry round, and how it is built and kept up to date.

There are four tables: ``draws.parquet`` (a row per round), ``pool.parquet`` (the published
snapshots of the pool), ``ledger.parquet`` (what was corrected, is doubtful, is not understood, was
not published, is second-hand or was revised) and ``events.parquet`` (what changed and when). Their
columns are declared in ``data/vocabulary/columns.py``. Except for a name without a version, the
ledger explains every null of a round.

Two more data sets are kept by hand from other people's copies of IRCC's pages: the occupations and
rules of the categories (``data/occupations``) and the targets of the levels plans
(``data/levels``).

``python -m data rebuild`` builds the first three from ``ee_rounds_123_en.json.gz`` (IRCC's file,
verbatim), ``superseded.json.gz`` (what its earlier versions said differently, and since when each
round is published as it is) and ``source.json`` (address, SHA-256 and times), and the last from
``events.csv``.
"""
