"""My score: which rounds would have invited a candidate, and how close they are."""
