"""What can be wrong with what people give us, and how it is said.

A stage never prints or logs: it collects `Problem` records and raises one `SurveyError` that holds
all of them. A problem names its place and what was found; what was expected and what to do next
come from the catalogue modules of this package, so that the web edge can translate them.
"""

from surveys.errors import (
    cleaning,
    collection,
    estimation,
    exports,
    fieldwork,
    findings,
    imports,
    instrument,
    life,
    sampling,
    simulation,
    weighting,
)
from surveys.errors.problem import MESSAGES, Message, Problem, SurveyError, raise_if_any, register

__all__ = [
    "MESSAGES",
    "Message",
    "Problem",
    "SurveyError",
    "cleaning",
    "collection",
    "estimation",
    "exports",
    "fieldwork",
    "findings",
    "imports",
    "instrument",
    "life",
    "raise_if_any",
    "register",
    "sampling",
    "simulation",
    "weighting",
]
