"""The targets of Canada's levels plans, and how many permanent residents were admitted.

``levels.parquet`` and ``admissions.parquet`` are the tables of the CSV files beside them for others
to read; ``python -m data rebuild`` writes them.
"""
