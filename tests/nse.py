"""The demonstration questionnaire and interviews that fit it, made once for all tests."""

from functools import lru_cache
from pathlib import Path

WORKBOOK = Path(__file__).parents[1] / "surveys" / "fixtures" / "nse" / "questionnaire.xlsx"


@lru_cache
def nse_workbook():
    return WORKBOOK.read_bytes()


@lru_cache
def nse_xform():
    from surveys.instrument.xlsform import convert_workbook

    return convert_workbook(nse_workbook(), WORKBOOK.name)


@lru_cache
def nse_questionnaire():
    from surveys.instrument.questionnaire import read_questionnaire

    return read_questionnaire(nse_xform())


@lru_cache
def nse_interviews():
    """Six interviews of synthetic people, as a phone would send them."""
    from surveys.simulation.survey import simulate_survey

    simulated = simulate_survey(nse_questionnaire(), issued=500)
    return tuple(simulated.submission(interview) for interview in simulated.interviews[:6])
