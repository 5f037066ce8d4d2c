"""A full hard quota ends a web questionnaire, but not before weighting has what it needs."""

import pytest
from django.core.cache import cache

from surveys.models import Draft
from surveys.queries import questionnaire_of
from surveys.queries.quotas import kept_counts, quota_counts
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.quotas import keep_quota
from surveys.services.samples import store_control_totals
from tests.surveys.interviewing.visitors import Visitor
from tests.surveys.makers_answers import ORIGIN
from tests.surveys.makers_respondents import begin, opened

__all__ = ["opened"]
CITY = "330100"


@pytest.fixture
def full(opened):
    """A hard quota over the consent is full; weighting needs the person's schooling."""
    keep_quota(survey=opened, name="all", conditions={"a_consent": ["1"]}, target=1, kind="hard")
    opened.submissions.create(instance_id="first", sha256="1", row={"a_consent": "1"})
    cache.clear()
    return opened


def answer_until_it_ends(visitor):
    """How many pages were answered before the questionnaire thanked."""
    for step in range(80):
        if visitor.page.xpath("//button[@value='send']"):
            return None
        if "shown" not in visitor.fields:
            return step
        visitor.answer_page()
    raise AssertionError("no end")


def totals(survey, variable):
    document = {"variables": [variable], "totals": {"1": 1, "2": 1}, **ORIGIN}
    store_control_totals(survey=survey, documents={"t": document})


def test_the_interview_ends_and_the_case_is_kept(client, full):
    visitor = begin(client, full)
    early = answer_until_it_ends(visitor)
    assert early is not None
    assert "Enough people in your situation" in visitor.answer.content.decode()
    draft = Draft.objects.get()
    assert draft.outcome == "43"
    kept = full.submissions.exclude(instance_id="first").get()
    assert kept.row["j_outcome"] == "43"


def test_who_comes_right_after_the_last_one_is_stopped_too(client, opened):
    keep_quota(survey=opened, name="all", conditions={"a_consent": ["1"]}, target=1, kind="hard")
    visitor = begin(client, opened)
    visitor.answer_page()  # nobody is counted, and the counts are kept for a while
    kept_counts(opened, list(opened.quotas.all()))
    opened.submissions.create(instance_id="first", sha256="1", row={"a_consent": "1"})
    assert answer_until_it_ends(visitor) is not None
    assert "Enough people in your situation" in visitor.answer.content.decode()


def test_who_is_sent_away_is_no_interview_of_a_questionnaire_without_a_question_for_that(
    client, full
):
    table = b"""| survey |
    | | type | name | label |
    | | text | a_consent | Yes? |
    | | begin group | g | G |
    | | text | b | B |
    | | end group | | |"""
    full.submissions.update(state="approved")
    version = import_instrument(survey=full, content=table, filename="own.md")
    publish_instrument(version=version)
    visitor = Visitor(
        client, f"/en/respond/{full.public_id}/", questionnaire_of(version), lambda *_: "1"
    )
    visitor.decide()
    assert answer_until_it_ends(visitor) is not None

    kept = full.submissions.exclude(instance_id="first").get()
    assert kept.row["j_outcome"] == "43"
    assert list(quota_counts(full, full.quotas.all()).values()) == [1]


def test_what_weighting_needs_is_asked_first(client, full):
    early = answer_until_it_ends(begin(client, full))
    totals(full, "b_educ")
    late = answer_until_it_ends(begin(client, full))
    assert late > early
    first, second = Draft.objects.order_by("pk")
    assert not any(key.endswith("b_educ") for key in first.answers)
    assert any(key.endswith("b_educ") for key in second.answers)


def test_a_soft_quota_ends_nothing(client, full):
    full.quotas.update(kind="soft")
    assert answer_until_it_ends(begin(client, full)) is None
