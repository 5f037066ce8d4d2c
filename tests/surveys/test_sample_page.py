"""The researcher plans a sample in the admin and draws it: table, file, and all faults at once."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape
from wagtail.users.models import UserProfile

from surveys.forms.sample import SampleForm

FRAME = "id,city,psu\n" + "".join(f"{n},{'NS'[n % 2]},{n % 2}{n // 20}\n" for n in range(200))
ADDRESS = "/admin/surveys/work/sample/"


@pytest.fixture(autouse=True)
def researcher(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def send(client, frame=None, button="show", **values):
    """The form as it first stands, with these changes."""
    form = SampleForm()
    data = {name: form.get_initial_for_field(form.fields[name], name) or "" for name in form.fields}
    data |= {name: form.fields[name].initial for name in ("domain_minimum",)}
    data |= {button: "", **values}
    data.pop("frame")
    if frame is not None:
        data["frame"] = SimpleUploadedFile("frame.csv", frame.encode())
    return client.post(ADDRESS, data)


OWN = {"completes": 20, "strata": "city", "cluster": "psu", "measure": "", "take": 2, "minimum": 4}


def test_the_survey_s_page_leads_here(client):
    assert reverse("surveys_sample", args=["work"]) == ADDRESS
    assert ADDRESS in client.get("/admin/surveys/work/opening/").content.decode()


@pytest.mark.parametrize(
    ("language", "head"),
    [("en", "Allocation and precision to expect"), ("zh-hans", "分配与预期精度")],
)
def test_the_demonstration_s_frame_gives_a_table(client, researcher, language, head):
    UserProfile.objects.create(user=researcher, preferred_language=language)
    answer = send(client)
    assert answer.status_code == 200
    whole, first, *_ = answer.context["drawn"].planned
    assert (whole.units, whole.completes, first.name) == (250, 3000, "CD × 1")
    assert head in answer.content.decode()


def test_an_own_frame_is_drawn_and_downloaded(client):
    answer = send(client, FRAME, "draw", **OWN)
    assert answer["Content-Disposition"] == 'attachment; filename="work-sample-1.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 40
    # Five of ten clusters of each city, then four of ten persons.
    assert {(row["probability_1"], row["base_weight"]) for row in rows} == {("0.5", "5.0")}
    assert send(client, FRAME, "draw", **OWN).content == answer.content


def test_a_stratum_too_small_for_a_sample_shows_no_precision(client):
    values = {**OWN, "cluster": "", "take": 1, "minimum": 0, "completes": 1, "answering": 1}
    answer = send(client, FRAME, **values, eligible=1, contacted=1)
    assert "<td>–</td>" in answer.content.decode()


def test_standard_deviations_are_read_line_by_line(client):
    values = {**OWN, "method": "neyman", "spreads": "N = 3\n\nS = 1\n"}
    planned = send(client, FRAME, **values).context["drawn"].planned
    assert [row.units for row in planned] == [10, 8, 2]


def test_a_precision_wanted_gives_the_interviews_and_the_cases_to_issue(client):
    values = {**OWN, "cluster": "", "take": 1, "minimum": 0, "completes": "", "margin": 0.2}
    values |= {"icc": 0, "cv_of_weights": 0, "eligible": 1, "contacted": 1, "answering": 0.5}
    answer = send(client, FRAME, **values)
    whole = answer.context["drawn"].planned[0]
    # 1.96² · 0.25 / 0.2² = 24.0, of 200 persons 21.5.
    assert (whole.needed, whole.issued) == (22, 44)
    assert "Interviews needed" in answer.content.decode()
    each = send(client, FRAME, **values, parts="strata").context["drawn"].planned
    assert [row.needed for row in each] == [None, 20, 20]


def test_a_size_gives_the_precision(client):
    answer = send(client, FRAME, **{**OWN, "domains": "city"})
    parts = [row.part for row in answer.context["drawn"].planned]
    assert parts == ["all", "domains", "domains", "strata", "strata"]
    assert "Interviews needed" not in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"completes": 0, "icc": 7}, {"completes", "icc"}),
        ({"completes": "many", "seed": -1}, {"completes", "seed"}),
        ({"spreads": "N 3\nS = x"}, {"spreads"}),
        ({"completes": ""}, {"completes"}),
        ({"margin": 3, "power": 1, "parts": "domains"}, {"margin", "power", "parts"}),
        ({"strata": "town, kind"}, {"__all__"}),
        ({"completes": 5000}, {"__all__"}),
    ],
)
def test_all_faults_are_told_at_once(client, changes, fields):
    answer = send(client, FRAME, "draw", **{**OWN, **changes})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == fields
    told = answer.content.decode()
    assert all(
        escape(fault) in told
        for faults in answer.context["form"].errors.values()
        for fault in faults
    )


def test_a_file_that_is_no_table_is_explained(client):
    answer = send(client, "a,a\n1,2\n", **{**OWN, "completes": 0})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"completes", "__all__"}
    assert "frame.csv › line 1" in answer.content.decode()


def test_a_file_beyond_measure_is_refused(client, monkeypatch):
    monkeypatch.setattr("surveys.forms.uploads.LARGEST_TABLE", 10)
    assert set(send(client, FRAME, **OWN).context["form"].errors) == {"frame"}
