"""Estimates from volunteers, with a probability sample as their reference."""
