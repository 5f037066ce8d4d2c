"""Printed findings on the web: asked for with the release, made by a worker, shown when made."""

import pytest
from django.urls import reverse

from portal import jobs, prints
from portal.models import Job, Print
from surveys.tasks import enqueue_release
from tests.surveys.makers_releases import make_release, show

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.REPORTS_ROOT = tmp_path


@pytest.fixture
def printed(monkeypatch):
    """A print shop that makes nothing of its documents."""
    monkeypatch.setattr(prints, "render_pdf", lambda html, progress: b"%PDF-1.7 made up")


@pytest.fixture
def release(site):
    release = make_release()
    show(release, site)
    return release


def address(release, language="en"):
    return f"/{language}/reports/{release.public_id}.pdf"


def work():
    """What a worker does with the jobs that wait."""
    for job in Job.objects.filter(state=Job.State.QUEUED):
        jobs.run(job.pk)


class TestReading:
    def test_the_first_reader_sees_how_far_the_print_is_and_the_next_one_reads(
        self, client, release, printed
    ):
        waiting = client.get(address(release))
        assert (waiting.status_code, waiting["Refresh"]) == (202, "2")
        assert "Waiting: it is next." in waiting.content.decode()
        assert f'href="{release.pages.get().get_url()}"' in waiting.content.decode()
        work()
        response = client.get(address(release))
        assert response.content == b"%PDF-1.7 made up"
        name = f"findings-{release.survey.slug}-release-1-en.pdf"
        assert response["Content-Disposition"] == f'inline; filename="{name}"'

    def test_a_language_without_page_has_a_print_of_its_own(self, client, release):
        waiting = client.get(address(release, "zh-hans"))
        assert waiting.status_code == 202
        assert "五城市非标准就业劳动者社会保障状况" in Print.objects.get().html

    def test_what_no_page_shows_is_for_those_who_work_on_surveys(self, client, person, site):
        unshown = make_release()
        assert client.get(address(unshown)).status_code == 404
        client.force_login(person("researcher"))
        assert client.get(address(unshown)).status_code == 202

    def test_it_names_the_address_where_it_stays(self, release, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://portal.example"
        from surveys.printing import release_html

        assert f"https://portal.example{address(release)}</a>" in release_html(release, "en")


def test_a_release_asks_for_its_print_in_every_language(release, person, monkeypatch, printed):
    monkeypatch.setattr("surveys.tasks.make_release", lambda **sources: release)
    enqueue_release(survey=release.survey, plan=release.plan, actor=person("researcher"))
    work()
    assert Job.objects.filter(kind=prints.PRINT_JOB).count() == 2
    work()
    assert [each.made for each in Print.objects.all()] == [True, True]


def test_the_page_leads_to_the_print(client, release):
    page = client.get(release.pages.get().get_url()).content.decode()
    assert f'href="{reverse("printed_findings", args=[release.public_id])}"' in page
