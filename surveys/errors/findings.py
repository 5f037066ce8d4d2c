"""Messages of the findings stage."""

from surveys.errors.problem import register

register({})
