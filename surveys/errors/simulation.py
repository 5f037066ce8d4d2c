"""Messages of the simulation stage."""

from surveys.errors.problem import register

register({})
