"""Answers are imported in the admin: looked at, mapped, taken in once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from surveys.models import AnswerImport, Member
from surveys.services.imports import files_of
from surveys.tasks import remove_old_files
from tests.factories import make_user

PAGE = "/admin/surveys/work/data/import/"


@pytest.fixture
def lead(client, survey):
    user = make_user("researcher")
    survey.members.create(user=user, role=Member.Role.LEAD)
    client.force_login(user)
    return user


@pytest.fixture
def send(client, lead, django_capture_on_commit_callbacks):
    def post(address, data):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data)

    return post


def uploaded(send, content, name="answers.csv"):
    response = send(PAGE, {"files": [SimpleUploadedFile(name, content)]})
    assert response.status_code == 302
    return AnswerImport.objects.get(), response["Location"]


def test_files_are_looked_at_mapped_and_taken_in(client, survey, send):
    upload, address = uploaded(send, b"_uuid,b_sex,money\na,1,9\nb,7,9\n,1,9\n")
    page = client.get(address).content.decode()
    assert "money" in page
    assert "3: “7”" in page
    assert not survey.submissions.exists()
    send(address, {"look": "", "key": "_uuid", "column-0": "grp_main/grp_b/b_hh_size"})
    upload.refresh_from_db()
    assert upload.mapping["map"] == {"money": "grp_main/grp_b/b_hh_size"}
    send(address, {"import": "", "key": "_uuid", "column-0": "grp_main/grp_b/b_hh_size"})
    assert sorted(each.row["b_sex"] for each in survey.submissions.all()) == ["1", "7"]
    assert survey.submissions.first().row["b_hh_size"] == "9"
    send(address, {"import": "", "key": "_uuid"})
    upload.refresh_from_db()
    assert upload.report["outcomes"] == {"known": 2}
    assert "2 rows were in already" in client.get(address).content.decode()


def test_a_file_that_cannot_be_read_is_told_with_its_place(client, survey, send):
    _upload, address = uploaded(send, b"_uuid,b_sex\na,1,2\n")
    assert "answers.csv › row 2" in client.get(address).content.decode()
    send(address, {"import": ""})
    assert not survey.submissions.exists()


def test_names_of_files_and_columns_are_text(client, survey, send):
    evil = "<script>alert(1)</script>"
    _upload, address = uploaded(send, f"_uuid,{evil}\na,{evil}\n".encode(), f"{evil}.csv")
    assert evil not in client.get(address).content.decode()


def test_too_much_and_nothing_is_refused(client, survey, send, monkeypatch):
    from surveys.forms import uploads

    assert send(PAGE, {}).status_code == 422
    monkeypatch.setattr(uploads, "LARGEST_TOGETHER", 3)
    assert send(PAGE, {"files": SimpleUploadedFile("a.csv", b"long")}).status_code == 422
    assert not AnswerImport.objects.exists()


def test_files_go_after_a_week_and_what_they_did_stays_told(client, survey, send):
    upload, address = uploaded(send, b"_uuid,b_sex\na,1\n")
    (path,) = files_of(upload).values()
    AnswerImport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    remove_old_files()
    assert not path.exists()
    send(address, {"import": ""})
    assert not survey.submissions.exists()
    assert client.get(address).status_code == 200
