"""Instrument: an XLSForm workbook becomes a `Questionnaire` whose logic can be evaluated.

xlsform         workbook → XForm: limits, pyxform in a child process (`conversion`), house rules
                (`lints`), the workbook's own quotation marks (`labels`)
questionnaire   XForm (`xform`) → frozen records (`nodes`)
expressions     XPath text → tree; `compiler` (`paths`, `functions`, `special_forms`) → closures
                with the meaning JavaRosa gives them (`values`, `dates`, `patterns`)
program         the compiled questionnaire; `scope` holds the answers of one interview
filling         a respondent is asked → the XML that ODK Collect would send; `answering` judges
"""
