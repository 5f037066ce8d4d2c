"""A researcher's plans: read from documents, checked against a frame, and carried out on it.

What knows plans, names of columns and data frames stands here; the engine (`sampling`, `weighting`,
`estimation`, `numerics`) takes arrays and gives records.
"""
