"""Candidates in the pool, by CRS band and snapshot."""
