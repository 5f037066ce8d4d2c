"""Surveys: the journey of an answer from questionnaire to published finding."""
