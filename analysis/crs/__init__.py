"""Points of the Comprehensive Ranking System (CRS)."""
