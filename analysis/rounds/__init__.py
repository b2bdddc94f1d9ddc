"""Cut-offs, invitations, frequency and gaps of rounds, and what is unusual about one."""
