"""Estimates → what may be shown, and the report that shows it."""
