"""IRCC's file of rounds: from its text to typed, checked tables."""
