"""Instrument: an XLSForm workbook becomes a `Questionnaire` whose logic can be evaluated.

xlsform         file → XForm, in a child process with limits (`conversion`): `sheets` reads it,
                `checking` gathers what is wrong (`sheet_lints`, `xform_lints`, `lints`, `media`)
                and what is unwise (`house_rules`, `quotas`); `labels` puts back its own quotes
questionnaire   XForm (`xform`) → frozen records (`nodes`)
expressions     XPath text → tree; `compiler` (`paths`, `functions`, `special_forms`) → closures
                with the meaning JavaRosa gives them (`values`, `dates`, `patterns`)
program         the compiled questionnaire; `scope` holds the answers of one interview
outline         what stands on paper, with skip rules that have words (`conditions`);
                `codebook`, `differences` between versions
filling         a respondent is asked → the XML that ODK Collect would send; `answering` judges
"""
