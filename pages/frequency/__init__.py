"""Frequency: how often rounds are held, and how long the gaps are."""
