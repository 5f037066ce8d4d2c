"""Interviewing: a questionnaire is asked page by page, and what was answered is kept meanwhile.

roles       who answers a question: the respondent, an interviewer, or the sample
pages       the questionnaire cut into pages, the same ones for everybody who answers alike
running     an interview made of the answers kept so far: relevance, choices, faults, repeats
acting      what a change of an answer, a new instance or the beginning sets off
fields      what stands on a page, as finished values for the templates
showing     its words in one language, and what stands in its controls
reading     what a browser sends for a field → the answer as Collect would write it
closing     how the interview ended, and the XML that Collect would send
"""
