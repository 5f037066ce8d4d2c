"""Rows → Frame: typed columns with a log of what changed."""
