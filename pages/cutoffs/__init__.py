"""Cut-offs: how high a score was needed, by category over time."""
