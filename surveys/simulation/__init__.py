"""A synthetic population, its sample, and its answers, for demonstration and proof."""
