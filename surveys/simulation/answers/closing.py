"""Section J: closing questions and the interviewer's record."""

from __future__ import annotations

from numpy.random import Generator

from surveys.simulation.answers.rules import Answers, Rules
from surveys.simulation.interviewee import Interviewee

RULES = Rules()
RULES.shares(
    j_recontact={"1": 0.72, "0": 0.28},
    j_gpsok={"1": 0.64, "0": 0.36},
    j_others={"1": 0.07, "0": 0.93},
    j_underst={"1": 0.78, "2": 0.19, "3": 0.03},
    j_coop={"1": 0.74, "2": 0.22, "3": 0.04},
    j_attempts={"1": 0.58, "2": 0.24, "3": 0.11, "4": 0.05, "5": 0.02},
    j_outcome={"11": 1},
    j_note={"": 0.94, "Interrupted by an order, continued later.": 0.04, "Noisy place.": 0.02},
)

CENTRES = ((30.25, 120.17), (30.66, 104.06), (23.13, 113.26), (23.02, 113.75), (22.54, 114.06))
"""Latitude and longitude of the cities, degrees."""
CITY_SPREAD = 0.06
"""Standard deviation of interview places around the centre, degrees."""


@RULES.rule
def j_gps(person: Interviewee, answers: Answers, random: Generator) -> str:
    latitude, longitude = CENTRES[person.city] + random.normal(0, CITY_SPREAD, 2)
    return f"{latitude:.4f} {longitude:.4f} 0 {random.uniform(4, 30):.1f}"


@RULES.rule
def j_int(person: Interviewee, answers: Answers, random: Generator) -> str:
    return person.interviewer
