"""A survey that is open to respondents, an invitation to it, and people who come to answer."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from surveys.models import SampleUnit
from surveys.services.invitations import invite, token_of
from tests.nse import nse_questionnaire
from tests.surveys.instrument.respondents import ELIGIBLE, RandomRespondent
from tests.surveys.interviewing.visitors import Visitor


@pytest.fixture
def opened(survey):
    """The survey of the demonstration questionnaire, open to everybody, with a consent text."""
    cache.clear()
    survey.state, survey.open_link = "open", True
    survey.save()
    texts = {"en": "We ask about your work.", "zh-hans": "我们想了解您的工作。"}
    survey.consent_texts.create(number=1, texts=texts)
    return survey


@pytest.fixture
def unit(opened):
    attributes = {"city": "330100", "a_stratum": "2", "a_source": "1"}
    return SampleUnit.objects.create(
        survey=opened, case_id="HZ2-012-0345", stratum="2", psu="12", base_weight=1,
        attributes=attributes,
    )  # fmt: skip


@pytest.fixture
def invitation(unit):
    (made,) = invite(survey=unit.survey, units=[unit])
    return made


def link_of(invitation, language="en"):
    return f"/{language}/respond/i/{token_of(invitation)}/"


def come(client, address, seed=1, **fixed):
    born = str(timezone.localdate().year - 30)
    respondent = RandomRespondent(seed, **{**ELIGIBLE, "b_birth_year": born, **fixed})
    return Visitor(client, address, nse_questionnaire(), respondent)


def begin(client, opened, language="en", **fixed):
    visitor = come(client, f"/{language}/respond/{opened.public_id}/", **fixed)
    visitor.decide()
    return visitor


def answer_kinds(question, choices, known):
    """Something that fits each kind of question."""
    typed = {
        "date": "1990-05-06" if question.name == "d1" else "2019",
        "time": "09:30",
        "datetime": "2021-04-06T09:30",
        "integer": "7",
        "geopoint": "",
        "image": "",
        "select_multiple": "a c",
        "acknowledge": "OK",
        "select_one": choices[0].name if choices else "",
        "rank": "b a c",
    }
    return typed.get(question.kind, "text")
