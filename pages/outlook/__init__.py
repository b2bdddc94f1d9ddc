"""Outlook: forecasts, and how well earlier ones did."""
