"""The occupations and rules of the categories, by the lists in which IRCC published them.

A list is a file named after its first day, such as ``2026-02-18.csv``, and its rows in
``rules.csv``. It ends on the day before the next one begins. ``occupations.parquet`` and
``rules.parquet`` are the same tables for others to read; ``python -m data rebuild`` writes them.
"""
