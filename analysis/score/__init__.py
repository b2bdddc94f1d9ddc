"""What past rounds would have meant for a candidate."""
