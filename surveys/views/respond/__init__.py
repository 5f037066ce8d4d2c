"""Questionnaires as respondents meet them: doors, pages, and what stands where neither is open."""
