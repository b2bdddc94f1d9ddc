"""What someone says about a round, read from text and compared with the data."""
