"""The data page: exports are made by a job, belong to a person, expire, and are noted."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from surveys.models import Export, ExportLog, Member
from surveys.services.intake import receive_submission
from surveys.services.review import approve_submissions
from surveys.tasks import remove_old_files
from tests.factories import make_user

PAGE = "/admin/surveys/work/data/"


@pytest.fixture
def analyst(survey, interviews):
    for xml in interviews:
        receive_submission(survey=survey, xml=xml)
    approve_submissions(survey=survey, actor=None)
    user = make_user("researcher")
    survey.members.create(user=user, role=Member.Role.ANALYST)
    return user


@pytest.fixture
def export(client, analyst, django_capture_on_commit_callbacks):
    """The export of an analyst, written by the worker."""
    client.force_login(analyst)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(PAGE, {"format": "csv", "labels": "zh-hans"})
    assert response.status_code == 302
    return Export.objects.get()


def file_of(export):
    return f"{PAGE}{export.public_id}/file/"


def test_an_export_is_written_by_the_worker_and_downloaded(client, export):
    response = client.get(file_of(export))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert min(archive.namelist()) == "d_job-repeat.csv"
    assert "no-store" in response["Cache-Control"]
    log = ExportLog.objects.get()
    assert (log.actor, log.action, log.format) == (export.owner, "downloaded", "csv")
    assert log.rows == export.interviews > 0
    assert file_of(export) in client.get(PAGE).content.decode()


def test_an_export_is_its_owner_s_alone(client, export):
    other = make_user("researcher")
    export.survey.members.create(user=other, role=Member.Role.LEAD)
    client.force_login(other)
    assert client.get(file_of(export)).status_code == 404
    assert client.post(f"{PAGE}{export.public_id}/remove/").status_code == 404


def test_the_right_is_asked_again_at_the_download_and_the_file_goes_with_it(client, export):
    path = Path(export.file.path)
    export.survey.members.filter(user=export.owner).update(role=Member.Role.VIEWER)
    assert client.get(file_of(export)).status_code == 404
    assert not ExportLog.objects.exists()
    remove_old_files()
    assert not path.exists()
    assert not Export.objects.exists()


def test_an_expired_export_is_gone(client, export):
    path = Path(export.file.path)
    remove_old_files()
    assert path.exists()
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(file_of(export)).status_code == 404
    remove_old_files()
    assert not path.exists()


def test_an_owner_removes_an_export(client, export):
    assert client.post(f"{PAGE}{export.public_id}/remove/").status_code == 302
    assert not Export.objects.exists()
    assert not (Path(settings.EXCHANGE_ROOT) / f"export-{export.public_id}").exists()


def test_what_a_worker_wrote_for_an_export_that_was_removed_meanwhile_goes(client, export):
    path = Path(export.file.path)
    Export.objects.all().delete()
    remove_old_files()
    assert not path.exists()


@pytest.mark.parametrize("format", ["xlsx", "sav", "dta", "parquet", "ddi", "attachments"])
def test_every_format_can_be_asked_for(client, analyst, format, django_capture_on_commit_callbacks):
    client.force_login(analyst)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PAGE, {"format": format, "all_states": "on"})
    export = Export.objects.get()
    assert export.job is not None
    assert client.get(file_of(export)).status_code == 200


def test_a_wrong_choice_is_told(client, analyst):
    client.force_login(analyst)
    assert client.post(PAGE, {"format": "exe"}).status_code == 422


def test_the_page_says_that_formulae_are_made_harmless(client, analyst):
    client.force_login(analyst)
    assert "= + - @" in client.get(PAGE).content.decode()
