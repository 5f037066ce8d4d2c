"""Answers as files of other programs: one layout of tables, one writer per format."""
