"""Messages of the simulation stage."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "simulation_issued": Message(
            _("a number of persons from 1 to %(most)s"),
            _("Ask for fewer persons, or leave the number out to issue the whole sample."),
        ),
        "simulation_scenario": Message(
            _("one of the scenarios %(known)s"), _("Choose one of them.")
        ),
    }
)
