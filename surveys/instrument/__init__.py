"""XLSForm → Questionnaire, and the evaluator of its logic."""
