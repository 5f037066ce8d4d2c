"""A survey goes from state to state; what is missing is told, and a team runs it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from surveys.errors import SurveyError
from surveys.models import Survey
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.keys import new_collector_key
from surveys.services.life import FOLLOWING, change_state, keep_consent
from surveys.services.readiness import checklist
from surveys.services.teams import set_role
from surveys.templatetags.survey_life import ACTIONS, REMEDIES, TITLES
from tests.factories import make_unit, make_user

OPENING = "/admin/surveys/work/opening/"
TEAM = "/admin/surveys/work/team/"
TEXTS = {"en": "We ask about your work.", "zh-hans": "我们询问您的工作情况。"}


@pytest.fixture
def lead(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def missing(survey, *weights):
    return {check.code for check in checklist(survey) if check.weight in weights and not check.done}


def codes(error):
    return {problem.code for problem in error.value.problems}


def test_a_new_survey_lacks_what_the_checklist_names(db):
    survey = Survey.objects.create(slug="new", titles={"en": "New"})
    assert missing(survey, "needed") == {"questionnaire"}
    assert missing(survey, "important") == {"consent", "people", "lead"}
    with pytest.raises(SurveyError) as error:
        change_state(survey=survey, state="open", actor=None)
    expected = {"lacks_questionnaire", "lacks_consent", "lacks_people", "lacks_lead"}
    assert codes(error) == expected


def test_nobody_can_do_without_a_questionnaire(db):
    survey = Survey.objects.create(slug="new", titles={"en": "New"})
    with pytest.raises(SurveyError) as error:
        change_state(survey=survey, state="open", actor=None, anyway=True)
    assert codes(error) == {"lacks_questionnaire"}
    survey.refresh_from_db()
    assert survey.state == "draft"


def test_what_is_done_leaves_the_list(survey, lead):
    assert missing(survey, "important") == {"consent", "people"}
    keep_consent(survey=survey, texts=TEXTS, actor=lead)
    make_unit(survey, stratum="a", psu="1", base_weight=1.0)
    assert missing(survey, "important") == set()
    change_state(survey=survey, state="pilot", actor=lead)
    assert survey.state_changes.get().actor == lead


def test_consent_is_wanted_in_each_language_of_the_questionnaire(survey, lead):
    keep_consent(survey=survey, texts={"en": "Only English"}, actor=lead)
    assert next(check for check in checklist(survey) if check.code == "consent").found == "zh-hans"


def test_interviews_of_a_sample_want_a_question_for_the_case(survey):
    make_unit(survey, stratum="a", psu="1", base_weight=1.0)
    assert "case" not in missing(survey, "advice")

    table = b"| survey |\n| | type | name | label |\n| | text | who | Who? |"
    newer = import_instrument(survey=survey, content=table, filename="newer.md")
    publish_instrument(version=newer)
    assert "case" in missing(survey, "advice")


@pytest.mark.parametrize("state", Survey.State.values)
def test_each_state_is_left_only_for_those_that_follow(survey, lead, state):
    for wanted in Survey.State.values:
        survey.state = state
        survey.save()
        follows = wanted in FOLLOWING[state]
        if follows:
            change_state(survey=survey, state=wanted, actor=lead, anyway=True)
            assert survey.state == wanted
        else:
            with pytest.raises(SurveyError) as error:
                change_state(survey=survey, state=wanted, actor=lead, anyway=True)
            assert codes(error) == {"state_does_not_follow"}


def test_a_changed_consent_text_is_a_new_version(survey, lead):
    first = keep_consent(survey=survey, texts=TEXTS, actor=lead)
    assert keep_consent(survey=survey, texts=TEXTS, actor=lead) == first
    assert keep_consent(survey=survey, texts={**TEXTS, "en": "New"}, actor=lead).number == 2


def test_a_page_that_is_out_of_date_changes_no_state(survey, lead):
    seen = Survey.objects.get(pk=survey.pk)
    change_state(survey=survey, state="open", actor=lead, anyway=True)
    change_state(survey=survey, state="closed", actor=lead)
    with pytest.raises(SurveyError) as error:
        change_state(survey=seen, state="pilot", actor=lead, anyway=True)
    assert codes(error) == {"state_does_not_follow"}


@pytest.mark.parametrize(
    ("state", "hours", "taken"),
    [("open", (-1, 1), True), ("pilot", (-1, 1), True), ("open", (1, 2), False)]
    + [("open", (-2, -1), False), ("paused", (-1, 1), False), ("draft", (-1, 1), False)],
)
def test_answers_begin_in_the_right_state_and_between_the_dates(survey, state, hours, taken):
    now = timezone.now()
    survey.state = state
    survey.opens_at, survey.closes_at = (now + timedelta(hours=each) for each in hours)
    assert survey.takes_answers(now) is taken


class TestTheOpeningPage:
    def test_it_says_what_is_missing_and_opens_the_survey(self, client, lead, survey):
        page = client.get(OPENING).content.decode()
        assert "Write below what people are told." in page
        refused = client.post(f"{OPENING}state/", {"state": "open"}, follow=True)
        assert "a consent text in every language" in refused.content.decode()
        client.post(f"{OPENING}state/", {"state": "open", "anyway": "on"})
        survey.refresh_from_db()
        assert survey.state == "open"

    def test_dates_are_kept_and_a_wrong_order_is_told(self, client, lead, survey):
        data = {"opens_at": "2026-03-02T08:00", "closes_at": "2026-03-01T08:00", "open_link": "on"}
        refused = client.post(f"{OPENING}dates/", data)
        assert refused.status_code == 422
        assert "closes before it opens" in refused.content.decode()
        client.post(f"{OPENING}dates/", {**data, "closes_at": "2026-03-20T08:00"})
        survey.refresh_from_db()
        assert survey.open_link
        for language in ("en", "zh-hans"):
            address = f"http://testserver/{language}/respond/{survey.public_id}/"
            assert address in client.get(OPENING).content.decode()
        assert survey.closes_at > survey.opens_at

    def test_the_consent_text_is_kept_per_language(self, client, lead, survey):
        client.post(f"{OPENING}consent/", TEXTS)
        assert survey.consent_texts.get().texts == TEXTS
        assert "version 1" in client.get(OPENING).content.decode()

    def test_an_empty_text_is_refused(self, client, lead):
        assert client.post(f"{OPENING}consent/", {"en": ""}).status_code == 422

    def test_who_does_not_lead_only_reads(self, client, survey):
        analyst = make_user("researcher")
        set_role(survey=survey, user=analyst, role="analyst")
        client.force_login(analyst)
        assert "Keep the text" not in client.get(OPENING).content.decode()
        assert client.post(f"{OPENING}state/", {"state": "open"}).status_code == 404

    def test_every_check_and_state_has_words(self, survey):
        assert {check.code for check in checklist(survey)} == set(TITLES) == set(REMEDIES)
        assert set(Survey.State.values) == set(ACTIONS)


class TestTheTeam:
    def test_a_person_joins_changes_their_role_and_leaves(self, client, lead, survey):
        someone = make_user("interviewer")
        for role in ("viewer", "interviewer"):
            client.post(TEAM, {"email": someone.email.upper(), "role": role})
            assert survey.members.get(user=someone).role == role
        unit = make_unit(survey, stratum="a", psu="1", base_weight=1.0, interviewer=someone)
        key = survey.collector_keys.create(token_sha256="0" * 64, interviewer=someone)
        client.post(f"{TEAM}{survey.members.get(user=someone).pk}/leave/")
        for row in (unit, key):
            row.refresh_from_db()
        assert not survey.members.filter(user=someone).exists()
        assert unit.interviewer is None
        assert key.revoked_at is not None

    def test_who_only_looks_on_has_neither_cases_nor_devices(self, client, lead, survey):
        someone = make_user("interviewer")
        set_role(survey=survey, user=someone, role="interviewer")
        unit = make_unit(survey, interviewer=someone)
        key = new_collector_key(survey=survey, interviewer=someone).key
        client.post(TEAM, {"email": someone.email, "role": "viewer"})
        for row in (unit, key):
            row.refresh_from_db()
        assert unit.interviewer is None
        assert not key.in_force

    def test_who_leads_stands_above_the_many_who_interview(self, client, lead, survey):
        for role in ("viewer", "interviewer", "analyst"):
            someone = make_user("researcher", email=f"a-{role}@test.example")
            set_role(survey=survey, user=someone, role=role)
        shown = client.get(TEAM).context["members"]
        assert [member.role for member in shown] == ["lead", "analyst", "interviewer", "viewer"]

    def test_a_stranger_s_address_is_refused(self, client, lead):
        refused = client.post(TEAM, {"email": "nobody@test.example", "role": "viewer"})
        assert refused.status_code == 422
        assert "Nobody has an account" in refused.content.decode()

    def test_the_last_lead_stays(self, client, lead, survey):
        client.post(f"{TEAM}{survey.members.get().pk}/leave/")
        refused = client.post(TEAM, {"email": lead.email, "role": "viewer"})
        assert refused.status_code == 422
        assert survey.members.get().role == "lead"

    def test_a_researcher_outside_the_team_sees_nothing(self, client, survey):
        client.force_login(make_user("researcher"))
        for address in ("/admin/surveys/work/", OPENING, TEAM):
            assert client.get(address).status_code == 404
        assert "work/" not in client.get("/admin/surveys/").content.decode()

    @pytest.mark.parametrize(
        ("role", "answers", "weighting"),
        [("lead", 200, 200), ("analyst", 200, 200), ("supervisor", 200, 404), ("viewer", 404, 404)],
    )
    def test_what_a_role_opens(self, client, survey, interviews, role, answers, weighting):
        from surveys.services.intake import receive_submission

        receive_submission(survey=survey, xml=interviews[0])
        user = make_user("researcher")
        set_role(survey=survey, user=user, role=role)
        client.force_login(user)
        number = survey.submissions.get().pk
        read = client.get(f"/admin/surveys/work/submissions/{number}/")
        assert read.status_code == answers
        assert client.get("/admin/surveys/work/weighting/").status_code == weighting
        assert client.get("/admin/surveys/work/").status_code == 200
