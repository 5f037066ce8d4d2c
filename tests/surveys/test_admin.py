"""The researcher's pages: where a survey stands, and what can be done next."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.models import Job
from surveys.models import Submission
from surveys.services.intake import receive_submission
from surveys.services.samples import store_plan
from tests.factories import make_unit
from tests.nse import nse_workbook
from tests.surveys.test_intake import changed


@pytest.fixture
def received(survey, interviews):
    """One interview without issues, one with a broken constraint, one conflict."""
    receive_submission(survey=survey, xml=interviews[0])
    receive_submission(survey=survey, xml=changed(interviews[1], "c_days", "9"))
    receive_submission(survey=survey, xml=changed(interviews[0], "c_hours", "1"))
    return survey


def page(client, **query):
    return client.get(reverse("surveys_survey", args=["work"]), query)


def test_the_list_tells_how_far_each_survey_is(client, researcher, received):
    make_unit(received)
    row = " ".join(
        client.get(reverse("surveys_index")).content.decode().split("<tbody>")[1].split()
    )
    cells = re.findall(r"<td>(?:<span[^>]*>)?([^<]*)", row)
    assert cells == [received.get_state_display(), "1", "2", "—"]


def test_a_short_name_that_fits_no_address_is_told_with_one_that_does(client, researcher):
    fields = {"slug": "参保 2026", "title_en": "Coverage", "title_zh": "参保"}
    answer = client.post(reverse("surveys_new"), fields)
    assert answer.status_code == 422
    assert "such as coverage-2026" in answer.content.decode()


def test_the_page_of_a_draft_leads_to_what_it_still_needs(client, researcher, survey):
    leads = f'href="{reverse("surveys_opening", args=["work"])}">Opening</a>'
    for state, shown in (("draft", True), ("open", False)):
        survey.state = state
        survey.save()
        assert (leads in page(client).content.decode()) is shown


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Where the survey stands"), ("zh-hans", "调查进展")]
)
def test_the_survey_s_page_speaks_the_researcher_s_language(
    client, researcher, received, language, words
):
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=researcher, preferred_language=language)
    assert words in page(client).content.decode()


def test_the_page_counts_and_leads_to_the_inbox(client, researcher, received):
    assert page(client).context["progress"] == {
        "received": 2, "waiting": 2, "with_issues": 1, "approved": 0, "rejected": 0,
        "issued": 0, "held": 1,
    }  # fmt: skip
    html = page(client).content.decode()
    assert reverse("surveys_inbox", args=["work"]) in html
    assert reverse("surveys_held_list", args=["work"]) in html


def test_the_number_of_queries_does_not_grow_with_the_submissions(
    client, researcher, survey, interviews, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    receive_submission(survey=survey, xml=interviews[0])
    page(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client)
    for xml in interviews[1:]:
        receive_submission(survey=survey, xml=xml)
    with django_assert_max_num_queries(len(few)):
        page(client)


def test_all_without_issues_are_approved_at_once(client, researcher, received):
    client.post(reverse("surveys_approve", args=["work"]))
    approved = received.submissions.get(state=Submission.State.APPROVED)
    assert approved.issue_count == 0
    assert approved.reviewed_by == researcher


def test_free_text_is_shown_as_text(client, researcher, survey, interviews):
    xml = interviews[0].replace(
        b"<c_platform>", b"<c_platform>&lt;script&gt;alert(1)&lt;/script&gt;"
    )
    receive_submission(survey=survey, xml=xml)
    stored = survey.submissions.get()
    content = client.get(reverse("surveys_submission", args=["work", stored.pk])).content.decode()
    assert "<script>alert(1)</script>" not in content


def upload(client, content, **data):
    file = SimpleUploadedFile("form.xlsx", content)
    return client.post(reverse("surveys_upload", args=["work"]), {"workbook": file, **data})


def test_a_workbook_is_imported_and_published(client, researcher, survey):
    survey.instrument_versions.all().delete()
    assert upload(client, nse_workbook(), publish="on").status_code == 302
    assert survey.instrument_versions.get().state == "published"


def test_a_broken_workbook_is_explained_on_the_page(client, researcher, survey):
    response = upload(client, b"no workbook")
    assert response.status_code == 422
    assert response.context["form"].errors["workbook"]
    assert survey.instrument_versions.count() == 1


def test_a_release_needs_a_plan(client, researcher, survey):
    response = client.post(reverse("surveys_release", args=["work"]), follow=True)
    assert "no analysis plan" in response.content.decode()
    assert not Job.objects.exists()


def test_a_release_is_left_to_the_worker(client, researcher, survey):
    plan = store_plan(survey=survey, text="")
    client.post(reverse("surveys_release", args=["work"]))
    job = Job.objects.get()
    assert job.kind == "surveys.release"
    assert job.payload["plan"] == plan.pk
    assert job.actor == researcher


def test_the_page_tells_what_became_of_a_release(client, researcher, survey):
    plan = store_plan(survey=survey, text="")
    job = Job.objects.create(
        kind="surveys.release",
        payload={"survey": survey.pk, "plan": plan.pk},
        input_hash="a",
        queued_at=timezone.now(),
        state=Job.State.FAILED,
        error_text="work: found 0; expected approved submissions",
    )
    assert job.error_text in page(client).content.decode()
    Job.objects.update(state=Job.State.DONE, error_text="", result={"release": 7})
    assert "gave release 7" in page(client).content.decode()


def test_every_issue_has_words():
    from surveys.collection import checks, fieldwork
    from surveys.services import noticing
    from surveys.templatetags.submissions import ISSUES

    assert {*checks.CODES, *noticing.CODES, *fieldwork.FLAGS} == set(ISSUES)


@pytest.mark.parametrize(
    ("minutes", "words"), [(480, "UTC+08:00"), (0, "UTC+00:00"), (-210, "UTC-03:30")]
)
def test_an_offset_is_written_as_people_write_it(minutes, words):
    from surveys.templatetags.submissions import utc_offset

    assert utc_offset(minutes) == words


def test_a_release_leads_to_its_print_in_each_language(client, researcher, survey):
    plan = store_plan(survey=survey, text="")
    release = survey.releases.create(number=1, plan=plan, results="{}", content_hash="0" * 64)
    content = page(client).content.decode()
    for language in ("en", "zh-hans"):
        assert f'href="/{language}/reports/{release.public_id}.pdf"' in content
