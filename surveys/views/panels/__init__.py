"""Panels in the admin: their members, lists, and waves."""
