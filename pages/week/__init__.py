"""Week: what happened in one week, on one sheet."""
