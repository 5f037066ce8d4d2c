"""What becomes of interviews on web pages that nobody finishes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from surveys.models import Draft, SampleUnit, Submission
from surveys.services import drafts
from surveys.services.drafts import (
    begin_draft,
    close_draft,
    close_idle_drafts,
    keep_draft,
    run_draft,
)
from surveys.services.invitations import invite
from tests.surveys.instrument.respondents import ELIGIBLE, RandomRespondent
from tests.surveys.interviewing.people import answer_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(survey):
    survey.state = "open"
    survey.save()
    survey.consent_texts.create(number=1, texts={"en": "We ask about your work."})
    return survey


@pytest.fixture
def unit(survey):
    return SampleUnit.objects.create(
        survey=survey, case_id="HZ2-012-0345", stratum="2", psu="12", base_weight=1
    )


def begin(survey, *, pages=0, unit=None, consent=True):
    """A draft with so many pages answered."""
    invitation = invite(survey=survey, units=[unit])[0] if unit else None
    draft, _token = begin_draft(
        survey=survey,
        version=survey.instrument_versions.get(),
        language="en",
        consent=survey.consent_texts.first() if consent else None,
        invitation=invitation,
    )
    born = str(timezone.localdate().year - 30)
    respondent = RandomRespondent(1, **ELIGIBLE, b_birth_year=born)
    running = run_draft(draft)
    for number in range(pages):
        running = answer_page(running, number, respondent)
        event = {"do": "next", "changed": ["something"]}
        keep_draft(draft=draft, running=running, page=number, event=event)
    return draft


def forget(days=31):
    Draft.objects.update(updated_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(("pages", "outcome"), [(3, "212"), (16, "12")])
def test_a_forgotten_interview_is_handed_in_as_it_stands(survey, unit, pages, outcome):
    begin(survey, pages=pages, unit=unit)
    close_idle_drafts()
    assert not Submission.objects.exists()
    forget()
    close_idle_drafts()
    submission = Submission.objects.get()
    assert submission.row["j_outcome"] == outcome
    assert submission.row["a_age"] == "30"
    unit.refresh_from_db()
    assert unit.disposition == ("212" if outcome == "212" else "")
    close_idle_drafts()
    assert Submission.objects.count() == 1


def test_the_end_of_fieldwork_closes_them_at_once(survey):
    begin(survey, pages=2)
    survey.state = "closed"
    survey.save()
    close_idle_drafts()
    assert Submission.objects.get().row["j_outcome"] == "212"
    assert Draft.objects.get().closed_at is not None


def test_one_that_fails_keeps_no_other_waiting(survey, monkeypatch):
    faulty, sound = begin(survey, pages=2), begin(survey, pages=2)
    forget()
    really = drafts.run_draft

    def run_or_fail(draft, *others):
        if draft == faulty:
            raise ZeroDivisionError
        return really(draft, *others)

    monkeypatch.setattr(drafts, "run_draft", run_or_fail)
    close_idle_drafts()
    assert Submission.objects.get() == Draft.objects.get(pk=sound.pk).submission
    assert Draft.objects.get(pk=faulty.pk).closed_at is None


def test_the_day_of_an_interview_is_that_of_the_place_where_it_is_held(survey):
    survey.time_zone = "America/Los_Angeles"
    survey.save()
    draft = begin(survey)
    draft.started_at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    assert run_draft(draft).circumstances.recorded["today"] == "2026-03-01"
    assert run_draft(draft).circumstances.recorded["start"] == "2026-03-01T18:00:00.000-08:00"


def test_what_nobody_answered_is_dropped(survey):
    begin(survey)
    forget()
    close_idle_drafts()
    assert not Draft.objects.exists()
    assert not Submission.objects.exists()


def test_who_was_invited_agreed_and_stopped_is_a_break_off(survey, unit):
    begin(survey, unit=unit)
    forget()
    close_idle_drafts()
    assert Submission.objects.get().row["j_outcome"] == "212"


def test_what_is_not_agreed_to_is_dropped(survey):
    begin(survey, pages=1, consent=False)
    Draft.objects.update(answers={"grp_a/a_age": "30"})
    forget()
    close_idle_drafts()
    assert not Submission.objects.exists()


def test_a_fall_between_closing_and_handing_in_loses_nothing(survey, monkeypatch):
    draft = begin(survey, pages=3)

    def fall(**_arguments):
        raise OSError("fallen")

    with monkeypatch.context() as patch:
        patch.setattr(drafts, "receive_submission", fall)
        with pytest.raises(OSError, match="fallen"):
            close_draft(draft=draft, outcome="212")
    assert not close_draft(draft=draft, outcome="11")
    close_idle_drafts()
    draft.refresh_from_db()
    assert draft.submission == Submission.objects.get()
    assert draft.submission.ended_at == draft.closed_at.replace(
        microsecond=draft.closed_at.microsecond // 1000 * 1000
    )
