"""Surveys beyond memory: two verbs touch the rows, everything between works on their cells."""
