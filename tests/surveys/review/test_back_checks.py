"""Some interviews are held again; the second one joins the first, and both are compared."""

import pytest
from django.urls import reverse

from surveys.models import BackCheck
from surveys.queries.weighted_cases import weighted_cases as cases
from surveys.services.back_checks import draw_back_checks
from surveys.services.intake import receive_submission
from surveys.services.review import approve_submissions
from tests.surveys.review.test_inbox import make_interview
from tests.surveys.test_intake import changed


@pytest.fixture
def researcher(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def case_of(xml):
    from surveys.collection.answers import parse_submission
    from surveys.collection.rows import flat_row
    from tests.nse import nse_questionnaire

    return flat_row(nse_questionnaire(), parse_submission(xml))["a_case_id"]


@pytest.fixture
def first(survey, interviews):
    """The interview of an issued case."""
    unit = survey.units.create(
        case_id=case_of(interviews[0]), stratum="1", psu="1", base_weight=1.0
    )
    receive_submission(survey=survey, xml=interviews[0])
    return unit.submissions.get()


def again(first, interviews):
    """The same person asked a second time, with other working hours."""
    xml = changed(interviews[0], "c_hours", "1")
    return xml.replace(first.instance_id.encode(), b"uuid:again")


def draw(survey, **options):
    options = {"share": 0.5, "seed": 1, "actor": None, **options}
    return draw_back_checks(survey=survey, **options)


def test_a_share_of_each_interviewer_s_interviews_is_drawn_once(survey, person):
    people = [person("interviewer") for _ in range(2)]
    for number in range(8):
        unit = survey.units.create(case_id=f"c{number}", stratum="1", psu="1", base_weight=1)
        make_interview(survey, f"i{number}", unit=unit, interviewer=people[number % 2])
    make_interview(survey, "of no case")
    assert draw(survey) == 4
    drawn = survey.back_checks.values_list("submission__interviewer", flat=True)
    assert sorted(drawn) == sorted(2 * [each.pk for each in people])
    assert draw(survey, share=1) == 4
    assert draw(survey, share=1) == 0


def test_the_second_interview_joins_the_first(survey, first, interviews):
    draw(survey)
    receive_submission(survey=survey, xml=again(first, interviews))
    check = BackCheck.objects.get()
    assert check.second.instance_id == "uuid:again"
    assert [notice["code"] for notice in check.second.notices] == ["back_check"]


def test_without_a_draw_it_is_another_interview_of_the_case(survey, first, interviews):
    receive_submission(survey=survey, xml=again(first, interviews))
    second = survey.submissions.exclude(pk=first.pk).get()
    assert [notice["code"] for notice in second.notices] == ["case_twice"]


def test_only_one_of_them_counts(survey, first, interviews):
    draw(survey)
    receive_submission(survey=survey, xml=again(first, interviews))
    assert approve_submissions(survey=survey, actor=None) == 1
    [case] = cases(survey)
    assert case.sha256 == first.sha256


def test_the_page_draws_and_compares(client, researcher, survey, first, interviews):
    address = reverse("surveys_back_checks", args=["work"])
    assert client.post(address, {"share": "10", "seed": "7"}).status_code == 302
    receive_submission(survey=survey, xml=again(first, interviews))
    context = client.get(address, {"question": ["c_hours", "b_sex"]}).context
    rates = {question.name: rate.share for question, rate in context["rates"]}
    assert rates == {"c_hours": 0.0, "b_sex": 1.0}
    check = BackCheck.objects.get()
    assert (check.seed, check.share, check.drawn_by) == (7, 0.1, researcher)
    one = client.get(reverse("surveys_back_check", args=["work", check.pk]))
    assert {change.question.name for change in one.context["changes"]} >= {"c_hours"}
    assert '<th scope="col">Second interview</th>' in one.content.decode()


def test_without_a_choice_answers_out_of_lists_are_compared(
    client, researcher, survey, first, interviews
):
    draw(survey)
    receive_submission(survey=survey, xml=again(first, interviews))
    rates = client.get(reverse("surveys_back_checks", args=["work"])).context["rates"]
    assert len(rates) > 20
    assert {question.kind for question, _rate in rates} == {"select_one"}


def test_what_cannot_be_drawn_is_told(client, researcher, survey):
    response = client.post(reverse("surveys_back_checks", args=["work"]), {"share": "0"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"share", "seed"}


def test_the_list_for_paper_names_the_cases_that_wait(
    client, researcher, survey, first, interviews
):
    draw(survey)
    address = reverse("surveys_back_check_list", args=["work"])
    assert first.unit.case_id in client.get(address).content.decode()
    receive_submission(survey=survey, xml=again(first, interviews))
    assert "No case waits" in client.get(address).content.decode()
