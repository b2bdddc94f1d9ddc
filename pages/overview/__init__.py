"""Overview: the latest round, and where each category stands."""
