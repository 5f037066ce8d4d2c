"""The list of cases beside a questionnaire: on devices, on pages, and when an interview comes in."""

import csv
import hashlib
import io
from xml.etree import ElementTree as ET

import pytest

from portal.models import User
from surveys import queries
from surveys.models import CollectorKey, Invitation, SampleUnit, Submission, Survey
from surveys.services.assignment import assign_cases
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.intake import receive_submission
from surveys.services.invitations import invite, token_of
from surveys.services.keys import new_collector_key
from tests.surveys.interviewing.visitors import Visitor

pytestmark = pytest.mark.django_db

FORM = """
| survey   |                                |       |       |          |                                                     |
|          | type                           | name  | label | required | calculation                                         |
|          | select_one_from_file cases.csv | who   | Case  | yes      |                                                     |
|          | calculate                      | city  |       |          | pulldata('cases', 'city', 'name', ${who})           |
|          | calculate                      | layer |       |          | instance('cases')/root/item[name = ${who}]/stratum  |
|          | note                           | told  | ${city} ${layer} |  |                                                  |
| settings |                                |       |       |          |                                                     |
|          | form_id                        | version |     |          |                                                     |
|          | visits                         | 1     |       |          |                                                     |
"""
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


@pytest.fixture
def study():
    survey = Survey.objects.create(slug="visits", titles={"en": "Visits"}, state="open")
    for number, city in ((1, "杭州"), (2, "成都"), (3, "深圳")):
        SampleUnit.objects.create(
            survey=survey, case_id=f"C{number}", stratum=str(number % 2), psu="1", base_weight=1,
            attributes={"city": city, "not a name": "x"},
        )  # fmt: skip
    version = import_instrument(survey=survey, content=FORM.encode(), filename="visits.md")
    publish_instrument(version=version)
    return survey


@pytest.fixture
def interviewer():
    return User.objects.create_user("wang", "wang@example.org")


def fetch(client, token, path):
    return client.get(f"/collect/key/{token}/{path}")


def listed(client, token):
    """The hash that the manifest tells, and the rows of the file."""
    answer = fetch(client, token, "forms/visits/1/manifest")
    (entry,) = ET.fromstring(answer.content).findall(f"{MANIFEST}mediaFile")
    assert entry.findtext(f"{MANIFEST}filename") == "cases.csv"
    file = client.get(entry.findtext(f"{MANIFEST}downloadUrl"))
    told = entry.findtext(f"{MANIFEST}hash")
    content = file.getvalue()
    assert told == "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()
    return told, list(csv.DictReader(io.StringIO(content.decode())))


def test_a_device_gets_the_cases_of_its_interviewer(client, study, interviewer):
    cases = study.units.filter(case_id__in=["C1", "C2"])
    assign_cases(units=cases, people=[interviewer])
    token = new_collector_key(survey=study, interviewer=interviewer).token
    forms = fetch(client, token, "formList").content.decode()
    assert "manifestUrl" in forms

    first, rows = listed(client, token)
    assert [row["name"] for row in rows] == ["C1", "C2"]
    assert rows[0] == {"name": "C1", "label": "C1", "stratum": "1", "city": "杭州"}
    assert listed(client, token)[0] == first

    assign_cases(units=study.units.filter(case_id="C3"), people=[interviewer])
    again, rows = listed(client, token)
    assert again != first
    assert [row["name"] for row in rows] == ["C1", "C2", "C3"]


def test_a_device_that_is_nobodys_gets_all_cases(client, study):
    token = new_collector_key(survey=study).token
    assert [row["name"] for row in listed(client, token)[1]] == ["C1", "C2", "C3"]
    assert CollectorKey.objects.get().interviewer is None


def sent(study, who, city, layer):
    xml = (
        f'<data id="visits" version="1"><who>{who}</who><city>{city}</city><layer>{layer}</layer>'
        f"<told/><meta><instanceID>uuid:{who}{city}</instanceID></meta></data>"
    )
    return receive_submission(survey=study, xml=xml.encode(), files={}).submission


@pytest.mark.parametrize(
    ("who", "city", "layer", "codes"),
    [
        ("C1", "杭州", "1", []),
        ("C1", "成都", "1", ["calculate_differs"]),
        ("C9", "", "", ["choice"]),
    ],
)
def test_what_comes_in_is_held_against_the_same_rows(study, who, city, layer, codes):
    submission = sent(study, who, city, layer)
    assert [issue["code"] for issue in submission.issues] == codes


def test_a_page_knows_the_case_that_it_is_about(client, study):
    (invitation,) = invite(survey=study, units=[study.units.get(case_id="C2")])
    version = queries.newest_version(study)
    visitor = Visitor(
        client,
        f"/en/respond/i/{token_of(invitation)}/",
        queries.questionnaire_of(version),
        lambda *_: "",
    )
    visitor.decide()
    assert visitor.page.xpath("//select[@name='who']/option/@value") == ["", "C2"]
    visitor.send(who="C2")
    visitor.send("send")
    submission = Submission.objects.get()
    assert submission.row["city"] == "成都"
    assert submission.issues == []
    assert Invitation.objects.get().submitted_at is not None


def test_a_file_of_ones_own_takes_the_place_of_the_sample(client, study):
    survey = Survey.objects.create(slug="own", titles={"en": "Own"}, state="open")
    files = {"cases.csv": b"name,label,stratum,city\nX,Ex,1,Y\n"}
    version = import_instrument(
        survey=survey, content=FORM.encode(), filename="visits.md", files=files
    )
    publish_instrument(version=version)
    token = new_collector_key(survey=survey).token
    assert [row["name"] for row in listed(client, token)[1]] == ["X"]
    assert queries.questionnaire_of(version).cases == frozenset()


def test_a_draft_that_names_a_file_no_more_loses_it(study):
    survey = Survey.objects.create(slug="own", titles={"en": "Own"}, state="open")
    files = {"cases.csv": b"name,label,stratum,city\nX,Ex,1,Y\n"}
    import_instrument(survey=survey, content=FORM.encode(), filename="visits.md", files=files)
    lines = [line for line in FORM.splitlines() if "cases" not in line and "note" not in line]
    without = "\n".join([*lines[:3], "| | text | who | Who? | | |", *lines[3:]])
    version = import_instrument(survey=survey, content=without.encode(), filename="visits.md")
    assert list(version.files.all()) == []
