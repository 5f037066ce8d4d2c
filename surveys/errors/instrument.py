"""Messages of the instrument stage."""

from surveys.errors.problem import register

register({})
