"""Keeping the tables up to date."""
