"""When the next round of each category is likely, and at what cut-off."""
