"""Pool: how many candidates are at each score, and how that changes."""
