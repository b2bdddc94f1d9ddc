"""The events that explain the numbers, on pages: in charts, below them, and in sentences."""
