"""Existing answers from files of other programs, turned into what Collect would have sent."""
