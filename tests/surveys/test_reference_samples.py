"""Volunteers in the portal: the reference sample is uploaded, the plan tried, kept and released."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils.translation import override
from wagtail.users.models import UserProfile

from surveys.errors import SurveyError
from surveys.queries import current_plan, references
from surveys.services.releases import make_release
from surveys.services.samples import store_plan
from tests.surveys.makers_answers import REST
from tests.surveys.makers_volunteers import FLAG
from tests.surveys.test_weighting_page import codes, send

PAGE = "/admin/surveys/work/"
TABLE = "unit_sex,unit_area,psu,weight\n" + "".join(
    f"{'FM'[number % 2]},{'NS'[number // 2 % 2]},{number % 10},{20 + number % 5}\n"
    for number in range(60)
)
VOLUNTEERS = """\
[design]
status = "status"

[volunteers]
method = "doubly_robust"
propensity = ["unit_sex", "unit_area"]
outcome = ["unit_sex", "unit_area"]

[volunteers.reference]
name = "panel"

[volunteers.reference.design]
clusters = ["psu"]
base_weight = "weight"
"""
PLAN = VOLUNTEERS + REST[REST.index("[[recodes]]") :]


@pytest.fixture
def researcher(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def upload(client, table=TABLE, **changes):
    """The form of the reference sample, sent with these changes."""
    values = {"name": "panel", "source": "Labour force survey", "source_chinese": "劳动力调查"}
    values |= {"date": "2021-04-01", **changes}
    data = {f"reference-{key}": value for key, value in values.items() if value}
    if table:
        content = table if isinstance(table, bytes) else table.encode()
        data["reference-table"] = SimpleUploadedFile("panel.csv", content)
    return client.post(f"{PAGE}reference/", data)


@pytest.fixture
def volunteers(client, researcher, answered):
    """The answered survey with a reference sample and a plan for volunteers."""
    assert upload(client).status_code == 302
    store_plan(survey=answered, text=PLAN)
    return answered


def test_the_page_of_the_survey_has_the_form_and_what_is_stored(client, researcher, survey):
    page = client.get(PAGE).content.decode()
    assert f"{PAGE}reference/" in page
    assert "No reference sample yet." in page
    upload(client)
    page = client.get(PAGE).content.decode()
    assert "panel · Labour force survey · 1 April 2021 · panel.csv" in page
    UserProfile.objects.create(user=researcher, preferred_language="zh-hans")
    page = client.get(PAGE).content.decode()
    assert "参照样本" in page
    assert "panel · 劳动力调查" in page


def test_a_table_of_the_same_name_takes_its_place(client, researcher, survey):
    upload(client)
    upload(client, TABLE.replace("\nF", "\nM", 1), source_chinese="")
    assert survey.reference_samples.count() == 1
    assert references(survey) == {"panel": {"source": "Labour force survey", "date": "2021-04-01"}}


@pytest.mark.parametrize(
    ("table", "changes", "told"),
    [
        ("", {"date": "soon"}, {"table": "required", "date": "valid date"}),
        (TABLE, {"name": "a b", "source": ""}, {"name": "hyphens", "source": "required"}),
        ("a,a\n1\n", {}, {"table": "line 2"}),
        (b"\xff\xfe", {}, {"table": "line 1"}),
        ("a,b\n", {}, {"table": "found 1"}),
    ],
)
def test_everything_wrong_is_told_and_nothing_is_lost(
    client, researcher, survey, table, changes, told
):
    answer = upload(client, table, **changes)
    assert answer.status_code == 422
    form = answer.context["reference_form"]
    assert told.keys() == form.errors.keys()
    for field, words in told.items():
        assert words in " ".join(form.errors[field]), form.errors
    assert '<details class="weighing__more" open>' in answer.content.decode()
    assert form["source_chinese"].value() == "劳动力调查"
    assert not survey.reference_samples.exists()


def test_the_plan_is_tried_with_the_flag_and_its_weights_downloaded(client, volunteers):
    answer = client.get(f"{PAGE}weighting/")
    assert codes(answer) == []
    (trial,) = answer.context["comparison"].trials
    assert trial.moved[0].estimate.sample == "volunteers"
    assert [step.kind for step in trial.steps] == ["base", "volunteers"]
    assert trial.last.total == pytest.approx(1320, rel=0.01)
    assert answer.content.decode().count(FLAG["en"]) == 1
    table = send(client, "download").content.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 40
    assert {row["sample"] for row in rows} == {"volunteers"}


def test_a_drawn_sample_s_page_has_no_flag(client, researcher, answered):
    assert FLAG["en"] not in client.get(f"{PAGE}weighting/").content.decode()


def test_a_plan_for_volunteers_is_kept_by_the_page(client, researcher, answered):
    upload(client)
    answer = send(client, "keep", steps="", totals="", rest=PLAN)
    assert answer.status_code == 302
    assert "[volunteers]" in current_plan(answered).text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('name = "panel"', 'name = "panels"'), "reference_source"),
        (('"weight"', '"weights"'), "unknown_variable"),
        (("doubly_robust", "magic"), "step_choice"),
        (('status = "status"', 'clusters = ["unit_psu"]'), "volunteers_not_drawn"),
    ],
)
def test_what_is_wrong_is_told_on_the_page(client, volunteers, change, code):
    answer = send(client, steps="", totals="", rest=PLAN.replace(*change, 1))
    assert answer.status_code == 422
    assert code in codes(answer)
    assert answer.context["comparison"] is None


def test_a_name_that_is_not_stored_is_told_with_those_that_are(volunteers):
    text = PLAN.replace('name = "panel"', 'name = "other"\nsource = "x"\ndate = "2021-04-01"')
    plan = store_plan(survey=volunteers, text=text)
    with pytest.raises(SurveyError) as caught:
        make_release(survey=volunteers, plan=plan)
    (problem,) = caught.value.problems
    assert (problem.code, problem.details) == ("reference_unknown", {"known": "panel"})


def test_a_release_carries_the_flag_and_where_the_reference_is_from(volunteers):
    release = make_release(survey=volunteers, plan=current_plan(volunteers))
    document = json.loads(release.results)
    assert {each["sample"] for each in document["estimates"]} == {"volunteers"}
    told = document["volunteers"]["reference"]
    stored = volunteers.reference_samples.get()
    assert (told["n"], told["psus"], told["sha256"]) == (60, 10, stored.blob.sha256)
    assert told["source"] == {"en": "Labour force survey", "zh-hans": "劳动力调查"}
    again = make_release(survey=volunteers, plan=current_plan(volunteers))
    assert again == release


def test_another_table_is_another_release(client, volunteers):
    first = make_release(survey=volunteers, plan=current_plan(volunteers))
    upload(client, TABLE + "M,S,3,40\n")
    second = make_release(survey=volunteers, plan=current_plan(volunteers))
    assert (first.number, second.number) == (1, 2)


@pytest.mark.parametrize("language", FLAG)
def test_the_command_says_so_too(volunteers, language):
    out = io.StringIO()
    call_command("weigh", "--survey=work", f"--language={language}", stdout=out, stderr=out)
    assert FLAG[language] in out.getvalue()


def test_those_who_only_look_cannot_upload(client, person, survey):
    client.force_login(person("auditor"))
    assert f"{PAGE}reference/" not in client.get(PAGE).content.decode()
    assert upload(client).status_code == 404
    with override("en"):
        assert not survey.reference_samples.exists()
