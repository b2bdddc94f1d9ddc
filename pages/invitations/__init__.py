"""Invitations: how many were issued, when, and in which category."""
