"""A whole simulated survey: issued units, submissions as a phone would send them, the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from surveys.collection.audit import AUDIT_FILE
from surveys.instrument.filling import fill
from surveys.instrument.questionnaire import Questionnaire
from surveys.simulation.answers import copying_respondent, respondent
from surveys.simulation.fieldwork import (
    Interview,
    Ints,
    Unit,
    assign_interviewers,
    interviewer_code,
    interviewer_effects,
    list_units,
    schedule,
)
from surveys.simulation.incidents import AUDITED
from surveys.simulation.interviewee import AnswerOptions, Interviewee, copied, meet
from surveys.simulation.population import SEED, Floats, Population, simulated_population
from surveys.simulation.selection import SCENARIOS, Sample, draw_sample, list_frame, thin
from surveys.simulation.truth import control_totals, true_values

# Streams of random numbers that do not disturb each other; persons have their own.
OUTCOMES, EFFECTS, SCHEDULE, COPIES, PERSONS, INSTANCES, ARRIVALS, RECORDS, SECOND = range(9)


@dataclass(frozen=True, eq=False)
class SimulatedSurvey:
    """One draw from the population, and the answers that people of it give.

    `units` are all issued persons in the order of `sample`, `interviews` the completed ones.
    `interviewers` are their numbers by row. `control_totals` is that part of a weighting plan; `truth` maps indicator to true value.
    """

    questionnaire: Questionnaire
    population: Population
    sample: Sample
    units: tuple[Unit, ...]
    interviews: tuple[Interview, ...]
    interviewers: Ints
    effects: Floats
    options: AnswerOptions
    control_totals: Mapping[str, Any]
    truth: Mapping[str, float]
    seed: int

    def submissions(self) -> Iterator[bytes]:
        """The XML of each completed interview, made one at a time; the same on every run."""
        for interview in self.interviews:
            yield self.submission(interview)

    def submission(self, interview: Interview) -> bytes:
        """The XML of one interview."""
        person, random = self._meet(interview.row, interview.interviewer)
        answer = respondent(person, random)
        if interview.copied_from is not None:
            template, _ = self._meet(interview.copied_from, interview.interviewer)
            person = copied(template, person, random)
            answer = copying_respondent(person, [self.seed, COPIES, interview.interviewer])
        own = self.random(INSTANCES, interview.row)
        return fill(
            self.questionnaire,
            answer,
            instance_id=f"uuid:{UUID(bytes=own.bytes(16), version=4)}",
            started=interview.started,
            ended=interview.ended,
            random=random,
            device_id=f"tablet:{person.interviewer}",
            audit=AUDIT_FILE if interview.interviewer % AUDITED == 0 else "",
        )

    def _meet(self, row: int, interviewer: int) -> tuple[Interviewee, np.random.Generator]:
        random = self.random(PERSONS, row)
        person = meet(
            self.population,
            int(self.sample.person[row]),
            case_id=self.units[row].case_id,
            interviewer=interviewer_code(interviewer),
            interviewer_effect=float(self.effects[interviewer]),
            options=self.options,
            random=random,
        )
        return person, random

    def random(self, *stream: int) -> np.random.Generator:
        """A stream of random numbers of its own, the same on every run."""
        return np.random.default_rng([self.seed, *stream])


def simulate_survey(
    questionnaire: Questionnaire,
    *,
    seed: int = SEED,
    options: AnswerOptions | None = None,
    issued: int | None = None,
    population: Population | None = None,
) -> SimulatedSurvey:
    """Draw a sample under scenario S1 and prepare its interviews.

    `seed` governs sample, fieldwork and answers; the population is the standard one unless
    given, so that the truth stays the same. `issued` thins the sample to that many persons;
    `SurveyError` if it has fewer.
    """
    population = simulated_population() if population is None else population
    options = options or AnswerOptions()
    roster = list_frame(population, SCENARIOS["S1"])
    sample = draw_sample(population, roster, np.random.default_rng(seed))
    if issued is not None:
        sample = thin(sample, issued)
    interviewers = assign_interviewers(population, sample)
    return SimulatedSurvey(
        questionnaire=questionnaire,
        population=population,
        sample=sample,
        units=list_units(population, sample, np.random.default_rng([seed, OUTCOMES])),
        interviews=schedule(
            sample, interviewers, options.fabricated, np.random.default_rng([seed, SCHEDULE])
        ),
        interviewers=interviewers,
        effects=interviewer_effects(np.random.default_rng([seed, EFFECTS])),
        options=options,
        control_totals=control_totals(population),
        truth=true_values(population),
        seed=seed,
    )
