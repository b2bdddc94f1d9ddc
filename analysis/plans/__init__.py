"""The levels plans beside the invitations of each year."""
