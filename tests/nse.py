"""The demonstration questionnaire and interviews that fit it, made once for all tests."""

import hashlib
from functools import lru_cache
from pathlib import Path

import pytest

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


@pytest.fixture
def interviews():
    """Six interviews of synthetic people, as a phone would send them."""
    return nse_interviews()


@pytest.fixture
def survey(db):
    """A survey whose questionnaire is published; the workbook is converted once for all tests."""
    return make_survey()


def make_survey(slug="work", **fields):
    """Stores a survey, by default "work", and publishes its questionnaire."""
    from surveys.models import Survey
    from surveys.services.instruments import publish_instrument

    titles = {"en": "Work", "zh-hans": "工作"}
    made = Survey.objects.create(slug=slug, **{"titles": titles, **fields})
    questionnaire = nse_questionnaire()
    version = made.instrument_versions.create(
        form_id=questionnaire.form_id,
        version=questionnaire.version,
        title=questionnaire.title,
        filename=WORKBOOK.name,
        workbook=nse_workbook(),
        workbook_sha256=hashlib.sha256(nse_workbook()).hexdigest(),
        xform=nse_xform(),
        xform_sha256=hashlib.sha256(nse_xform()).hexdigest(),
        xform_md5=hashlib.md5(nse_xform(), usedforsecurity=False).hexdigest(),
    )
    publish_instrument(version=version)
    return made
