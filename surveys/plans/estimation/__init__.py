"""Estimation plans: read, checked against a frame, and estimated on it."""
