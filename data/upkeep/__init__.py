"""Keeping the tables current: schedule, refresh, checks, recovery."""
