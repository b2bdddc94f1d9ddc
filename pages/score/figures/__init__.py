"""The figures of My score: its rounds by category, two scores compared, and ages at a tie-break."""
