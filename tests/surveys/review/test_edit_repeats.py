"""A correction adds and removes entries, and offers the choices that other answers leave."""

import pytest
from django.urls import reverse

from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.intake import receive_submission
from tests.surveys.instrument.forms import workbook
from tests.surveys.review.test_edit_page import address, filled

SHEET = """
| type                | name     | label::English (en) | label::中文 (zh) | choice_filter | constraint | constraint_message::English (en) | constraint_message::中文 (zh) | required |
| begin_repeat        | job      | Job | 工作                 |  |  |  |  |  |
| integer             | hours    | Hours a week | 每周工时    |  | . < 100 | A week has fewer hours. | 一周没有这么多小时。 |  |
| end_repeat          |          |     |                      |  |  |  |  |  |
| select_one province | province | Province | 省份            |  |  |  |  |  |
| select_one city     | city     | City | 城市                | province = ${province} |  |  |  |  |
"""
CHOICES = """
| list_name | name | label::English (en) | label::中文 (zh) | province |
| province  | zj   | Zhejiang            | 浙江             |          |
| province  | gd   | Guangdong           | 广东             |          |
| city      | hz   | Hangzhou            | 杭州             | zj       |
| city      | nb   | Ningbo              | 宁波             | zj       |
| city      | sz   | Shenzhen            | 深圳             | gd       |
"""
SETTINGS = """
| form_id | form_title | version | default_language |
| jobs    | Jobs       | 1       | English (en)     |
"""
XML = b"""<data id="jobs" version="1"><job><hours>20</hours></job><job><hours>30</hours></job>
<province>zj</province><city>hz</city><meta><instanceID>uuid:one</instanceID></meta></data>"""


def stored_form(sheet, choices, settings):
    """A survey whose questionnaire these sheets are."""
    from surveys.models import Survey

    survey = Survey.objects.create(slug="work", titles={"en": "Work"})
    content = workbook(survey=sheet, choices=choices, settings=settings)
    version = import_instrument(survey=survey, content=content, filename="jobs.xlsx")
    publish_instrument(version=version)
    return survey


def stored_interview(sheet, choices, settings, xml):
    """The only interview of such a survey."""
    survey = stored_form(sheet, choices, settings)
    receive_submission(survey=survey, xml=xml)
    return survey.submissions.get()


@pytest.fixture
def stored(client, person, db):
    interview = stored_interview(SHEET, CHOICES, SETTINGS, XML)
    client.force_login(person("researcher"))
    return interview


def names(page, path):
    field = next(
        field
        for _section, _title, _begun, fields in page.context["blocks"]
        for field, _marks in fields
        if field.name == path
    )
    return [code for code, _label in field.field.widget.choices if code]


def test_only_choices_that_fit_are_offered_and_others_after_a_look(client, stored):
    page = client.get(address(stored))
    assert names(page, "/data/city") == ["hz", "nb"]
    data = filled(client, address(stored)) | {"/data/province": "gd", "reason": "moved"}
    looked = client.post(address(stored), data | {"look": ""})
    assert looked.status_code == 200
    assert names(looked, "/data/city") == ["sz", "hz"]  # what was sent stays to be seen
    assert "moved" in looked.content.decode()
    assert stored.versions.count() == 1
    refused = client.post(address(stored), data)
    assert {issue.code for issue, *_rest in refused.context["issues"]} == {"choice"}
    assert "Shenzhen (sz)" in refused.content.decode()
    assert client.post(address(stored), data | {"/data/city": "sz"}).status_code == 302
    stored.refresh_from_db()
    assert (stored.row["city"], stored.issue_count) == ("sz", 0)


def test_an_entry_is_added_filled_and_kept(client, stored):
    data = filled(client, address(stored)) | {"add": "/data/job", "reason": "a third job"}
    shown = client.post(address(stored), data)
    assert shown.status_code == 200
    assert shown.context["added"] == ["/data/job"]
    assert stored.versions.count() == 1
    new = "/data/job[3]/hours"
    data = {**data, "added": "/data/job", f"has:{new}": "1", new: "5"}
    del data["add"]
    assert client.post(address(stored), data).status_code == 302
    stored.refresh_from_db()
    assert [entry["hours"] for entry in stored.repeats["job"]] == ["20", "30", "5"]


def test_an_entry_is_removed_and_a_fault_after_it_stands_at_its_own_field(client, stored):
    data = filled(client, address(stored)) | {"remove": "/data/job[1]", "reason": "sold"}
    refused = client.post(address(stored), data | {"/data/job[2]/hours": "130"})
    html = refused.content.decode()
    assert [issue.path for issue, *_rest in refused.context["issues"]] == ["/data/job[2]/hours"]
    assert "A week has fewer hours." in html
    assert 'value="/data/job[1]" checked' in html
    assert client.post(address(stored), data).status_code == 302
    stored.refresh_from_db()
    assert [entry["hours"] for entry in stored.repeats["job"]] == ["30"]
    assert b"<hours>20</hours>" in bytes(stored.versions.first().xml)


def test_a_fault_of_what_has_no_field_is_told_too(client, stored):
    """The calculation of an own version is not a field; its fault is told without a link."""
    other = XML.replace(b"uuid:one", b"uuid:two").replace(
        b"</province>", b"</province><odd>1</odd>"
    )
    receive_submission(survey=stored.survey, xml=other)
    odd = stored.survey.submissions.get(instance_id="uuid:two")
    data = filled(client, address(odd)) | {"/data/job[1]/hours": "21", "reason": "counted again"}
    refused = client.post(address(odd), data)
    assert refused.status_code == 422
    assert "odd" in refused.content.decode()
    assert client.post(address(odd), data | {"anyway": "on"}).status_code == 302


def test_what_is_no_repeat_is_neither_added_nor_removed(client, stored):
    data = filled(client, address(stored)) | {"remove": "/data/city", "added": "/data/x[1]"}
    response = client.post(address(stored), data | {"reason": "odd"})
    assert "No answer was changed." in response.content.decode()


def test_rules_are_told_in_the_words_of_the_questionnaire(client, stored):
    receive_submission(survey=stored.survey, xml=XML.replace(b"one", b"two").replace(b"20", b"200"))
    page = reverse("surveys_submission", args=["work", stored.survey.submissions.last().pk])
    html = client.get(page).content.decode()
    assert "A week has fewer hours." in html
    assert "一周没有这么多小时。" in html
