"""Questionnaires in the admin: begin a survey, upload, look, compare, print, publish."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal import prints
from surveys import queries
from surveys.models import InstrumentVersion, Member, Survey
from surveys.printing import questionnaire_html
from surveys.services.instruments import import_instrument, publish_instrument

pytestmark = pytest.mark.django_db

FORM = """
| survey   |
|          | type            | name | label::English (en) | label::中文 (zh) | relevant    | required |
|          | integer         | age  | Your “age”?         | 您的“年龄”?      |             | yes      |
|          | select_one yn   | work | Do you work?        | 您工作吗?        | ${age} > 15 | yes      |
|          | text            | job  | Which job?          | 什么工作?        | ${work}='1' |          |
| choices  |
|          | list_name | name | label::English (en) | label::中文 (zh) |
|          | yn        | 1    | =Yes                | 是               |
|          | yn        | 0    | No                  | 否               |
| settings |
|          | form_title | form_id | version |
|          | Study      | study   | 1       |
"""
JOBS = "name,label,label::中文 (zh)\n1,Cook,厨师\n2,Rider,骑手\n"
LISTED = FORM.replace("text            | job ", "select_one_from_file jobs.csv | job ")


@pytest.fixture
def lead(client, person):
    user = person("researcher")
    client.force_login(user)
    return user


@pytest.fixture
def study(lead):
    survey = Survey.objects.create(slug="study", titles={"en": "Study", "zh-hans": "研究"})
    Member.objects.create(survey=survey, user=lead, role=Member.Role.LEAD)
    return survey


def file(content, name="study.md"):
    return SimpleUploadedFile(name, content.encode())


def upload(client, content, *files, **data):
    address = reverse("surveys_upload", args=["study"])
    return client.post(address, {"workbook": file(content), "files": files, **data})


def stored(survey, content=FORM, **more):
    return import_instrument(survey=survey, content=content.encode(), filename="study.md", **more)


def page(client, name, version, *more, **query):
    return client.get(reverse(name, args=["study", version.pk, *more]), query)


def test_who_begins_a_survey_leads_it(client, lead):
    titles = {"title_en": "Study", "title_zh": "研究"}
    response = client.post(reverse("surveys_new"), {"slug": "study", **titles})

    assert response.url == reverse("surveys_questionnaires", args=["study"])
    survey = Survey.objects.get(slug="study")
    assert survey.titles == {"en": "Study", "zh-hans": "研究"}
    assert survey.members.get().role == Member.Role.LEAD
    again = client.post(reverse("surveys_new"), {"slug": "Study", **titles})
    assert again.status_code == 422
    assert "slug" in again.context["form"].errors


def test_an_upload_is_published_and_its_page_leads_on_to_the_opening(client, study):
    response = upload(client, FORM, publish="on")

    version = study.instrument_versions.get()
    assert version.state == "published"
    assert response.url == reverse("surveys_version", args=["study", version.pk])
    assert reverse("surveys_opening", args=["study"]) in client.get(response.url).content.decode()


def test_every_problem_of_an_upload_stands_on_the_page(client, study):
    broken = FORM.replace("${age} > 15", "${age} >").replace("| job  |", "| j-b  |")
    response = upload(client, broken)

    assert response.status_code == 422
    assert "survey › row 5 › relevant" in response.content.decode()
    assert "survey › row 6 › name" in response.content.decode()
    assert not study.instrument_versions.exists()


def test_files_are_asked_for_taken_and_needed_for_publishing(client, study):
    upload(client, LISTED, publish="on")
    version = study.instrument_versions.get()
    assert version.state == "draft"
    shown = page(client, "surveys_version", version)
    assert shown.context["missing"] == ["jobs.csv"]
    assert "disabled" in shown.content.decode()

    files = reverse("surveys_files", args=["study", version.pk])
    assert client.post(files, {"files": file("a", "other.csv")}).status_code == 422
    assert client.post(files, {"files": file("code,label\n1,Cook", "jobs.csv")}).status_code == 422
    assert client.post(files, {"files": file("x" * 200_000, "jobs.csv")}).status_code == 422
    assert client.post(files, {"files": file(JOBS, "jobs.csv")}).status_code == 302
    assert page(client, "surveys_version", version).context["missing"] == []
    client.post(reverse("surveys_publish", args=["study", version.pk]))
    version.refresh_from_db()
    assert version.state == "published"
    assert client.post(files, {"files": file("b", "jobs.csv")}).status_code == 422
    assert version.files.get().blob.size == len(JOBS.encode())
    job = queries.questionnaire_of(version).question("job")
    assert [(choice.name, choice.labels) for choice in job.choices] == [
        ("1", {"en": "Cook", "zh-hans": "厨师"}),
        ("2", {"en": "Rider", "zh-hans": "骑手"}),
    ]


def test_the_page_of_a_version_tells_its_warnings(client, study):
    version = stored(study, FORM.replace("您工作吗?", "-"))
    shown = page(client, "surveys_version", version)

    assert [warning.code for warning in shown.context["warnings"]] == ["translation_missing"]
    assert "label::中文 (zh)" in shown.content.decode()
    assert shown.context["contents"]["asked"] == 3


def test_the_exact_bytes_can_be_had(client, study):
    version = stored(study)

    assert page(client, "surveys_original", version, "xform").content == bytes(version.xform)
    workbook = page(client, "surveys_original", version, "workbook")
    assert workbook.content == FORM.encode()
    assert 'filename="study.md"' in workbook["Content-Disposition"]
    assert page(client, "surveys_original", version, "warnings").status_code == 404


def test_the_codebook_speaks_each_language(client, study):
    version = stored(study)

    english = page(client, "surveys_codebook", version, language="en").content.decode()
    chinese = page(client, "surveys_codebook", version, language="zh-hans").content.decode()
    assert "Your “age”?" in english
    assert "${age} &gt; 15" in english
    assert "您工作吗?" in chinese


def test_the_codebook_is_a_table_whose_cells_are_text(client, study):
    version = stored(study)
    csv = page(client, "surveys_codebook_table", version, "en", "csv").content.decode("utf-8-sig")
    content = page(client, "surveys_codebook_table", version, "zh-hans", "xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    lines = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]

    assert "work,work,,,,,,1,'=Yes," in csv
    assert lines[0][0] == "name"
    assert ("work", "work") + (None,) * 5 + ("1", "是") + (None,) * 4 in lines
    english = page(client, "surveys_codebook_table", version, "en", "xlsx").content
    yes = next(
        cell
        for row in openpyxl.load_workbook(io.BytesIO(english)).active.iter_rows()
        for cell in row
        if cell.value == "=Yes"
    )
    assert yes.data_type == "s"
    assert page(client, "surveys_codebook_table", version, "fr", "csv").status_code == 404


def test_on_paper_skips_are_said_in_words(study):
    html = questionnaire_html(stored(study), "en")
    chinese = questionnaire_html(stored(study), "zh-hans")

    assert "Only if question 1 is more than 15:" in html
    assert "Only if question 2 is “=Yes”:" in html
    assert html.count('class="tick tick--round"') == 2
    assert "第2题选“是”" in chinese
    assert "您的“年龄”?" in chinese


def test_the_paper_is_a_print(client, study, monkeypatch):
    monkeypatch.setattr(prints, "print_of", lambda html, kind: None)

    assert page(client, "surveys_paper", stored(study), "en").status_code == 202
    assert page(client, "surveys_paper", stored(study), "xx").status_code == 404


def test_versions_are_compared_question_by_question(client, study):
    old = stored(study)
    changed = FORM.replace("| study   | 1 ", "| study   | 2 ").replace("Which job?", "What job?")
    new = stored(
        study,
        changed.replace("integer         | age ", "integer         | years ").replace(
            "${age}", "${years}"
        ),
    )
    found = client.get(
        reverse("surveys_compare", args=["study", new.pk]), {"with": old.pk}
    ).context["differences"]

    assert [question.name for question in found.added] == ["years"]
    assert [question.name for question in found.removed] == ["age"]
    aspects = {question.name: [c.aspect for c in changes] for question, changes in found.changed}
    assert aspects == {"work": ["relevant"], "job": ["label"]}


def test_a_published_question_keeps_its_type(client, study):
    publish_instrument(version=stored(study))
    changed = FORM.replace("| study   | 1 ", "| study   | 2 ").replace("integer  ", "text     ")
    new = stored(study, changed)
    response = client.post(reverse("surveys_publish", args=["study", new.pk]))

    assert response.status_code == 422
    assert [problem.code for problem in response.context["problems"]] == ["type_changed"]
    new.refresh_from_db()
    assert new.state == InstrumentVersion.State.DRAFT
