"""Limits on connections: how long a request may take to arrive, and how many messages may."""
