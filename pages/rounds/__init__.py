"""Rounds: every round, a search, one round in detail, and the claim check."""
