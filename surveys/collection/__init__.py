"""Answers → rows: parse, check, flag."""
