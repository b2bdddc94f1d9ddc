"""What every HTTP response shares: caching, problems, headers, limits, health."""
