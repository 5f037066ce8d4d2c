"""Frame → Weights."""
