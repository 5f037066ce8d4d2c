"""Messages of the collection stage."""

from surveys.errors.problem import register

register({})
