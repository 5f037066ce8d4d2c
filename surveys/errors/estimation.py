"""Messages of the estimation stage."""

from surveys.errors.problem import register

register({})
