"""Instrument: an XLSForm workbook becomes a `Questionnaire` whose logic can be evaluated.

workbook → `xlsform` (pyxform in a limited child process) → XForm → `questionnaire` (records)
→ `program` (compiled logic) → `state` (one interview) → `filling` (what a phone would send).
"""
