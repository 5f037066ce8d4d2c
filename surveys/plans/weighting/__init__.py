"""Weighting plans: read, checked against a frame, and done on it step by step."""
