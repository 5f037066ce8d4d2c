"""Weights → Estimates."""
