"""Messages of the weighting stage."""

from surveys.errors.problem import register

register({})
