"""Pages on paper: one print per content, made by a worker, open to those who may see the page."""

from datetime import timedelta

import page as page_validation
import pypdf
import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from portal import jobs, prints
from portal.models import Job, PlainPage, Print
from portal.printing import PrintError
from portal.translation import translate_page
from portal.views.prints import file_stem
from tests.factories import make_job, make_plain_page

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 made up"
STORY = [
    ("heading", {"text": "Who is covered", "level": "2"}),
    ("text", "<p>All <b>workers</b>: see <a href='https://test.example/law'>the law</a>.</p>"),
    ("text", "<ol><li>Register</li><li>Contribute</li></ol>"),
    ("heading", {"text": "In one region", "level": "3"}),
    ("callout", {"title": "Good to know", "text": "<p>Cover begins at once.</p>"}),
    ("quote", {"text": "We were asked first.", "source": "A respondent"}),
]
CHINESE = {
    "Rural health": "农村医疗",
    "Who is covered": "谁有保障",
    "In one region": "一个地区",
    "Good to know": "须知",
    "We were asked first.": "先征求了我们的意见。",
    "A respondent": "一位受访者",
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.REPORTS_ROOT = tmp_path


@pytest.fixture
def page(site):
    made = make_plain_page(site, "Rural health", summary="How it began.", story=STORY)
    return PlainPage.objects.get(pk=made.pk)


@pytest.fixture
def printed(monkeypatch):
    """The documents that the print shop was given; it makes nothing of them."""
    documents = []

    def render(html, progress):
        documents.append(html)
        return PDF

    monkeypatch.setattr(prints, "render_pdf", render)
    return documents


@pytest.fixture
def broken(monkeypatch):
    def render(html, progress):
        raise PrintError("no PDF")

    monkeypatch.setattr(prints, "render_pdf", render)


def work():
    """What a worker does with the jobs that wait."""
    for job in Job.objects.filter(state=Job.State.QUEUED):
        jobs.run(job.pk)


class TestReading:
    def test_the_first_reader_waits_and_the_next_one_reads(self, client, page, printed):
        response = client.get("/en/rural-health.pdf")
        assert response.status_code == 202
        assert response["Refresh"] == "2"
        assert "The PDF is being made" in response.content.decode()
        work()
        response = client.get("/en/rural-health.pdf")
        assert response.status_code == 200
        assert response.content == PDF
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'inline; filename="rural-health-en.pdf"'

    def test_who_has_it_already_is_told_so(self, client, page, printed):
        prints.print_now(prints.page_html(page))
        etag = client.get("/en/rural-health.pdf")["ETag"]
        again = client.get("/en/rural-health.pdf", headers={"If-None-Match": etag})
        assert again.status_code == 304

    def test_many_readers_are_one_job(self, client, page, printed):
        for _ in range(3):
            client.get("/en/rural-health.pdf")
        Job.objects.update(state=Job.State.RUNNING, lease_until=timezone.now(), attempt=1)
        client.get("/en/rural-health.pdf")
        assert Job.objects.count() == Print.objects.count() == 1

    def test_another_edition_is_another_print(self, client, page, printed):
        prints.print_now(prints.page_html(page))
        page.summary = "How it really began."
        page.save_revision().publish()
        assert client.get("/en/rural-health.pdf").status_code == 202
        assert Print.objects.count() == 2

    def test_waiting_is_explained_in_the_page_s_language(self, client, page, printed):
        translate_page(page, Locale.objects.get(language_code="zh-hans"), CHINESE)
        response = client.get("/zh-hans/rural-health.pdf")
        assert response.status_code == 202
        assert 'lang="zh-hans"' in response.content.decode()
        assert "农村医疗" in Print.objects.get().html

    def test_who_waits_sees_where_the_print_stands(self, client, page, printed):
        def seen():
            return client.get("/en/rural-health.pdf").content.decode()

        assert "Waiting: it is next." in seen()
        make_job(queued_at=timezone.now() - timedelta(minutes=1))
        assert "Waiting: 1 other job is before it." in seen()
        Job.objects.filter(kind=prints.PRINT_JOB).update(
            state=Job.State.RUNNING, lease_until=timezone.now(), attempt=1, progress=40
        )
        assert "Step 2 of 3: the pages are being laid out." in seen()
        assert 'max="100" value="40"' in seen()
        Job.objects.filter(kind=prints.PRINT_JOB).update(progress=80)
        assert "Step 3 of 3" in seen()
        assert 'href="/en/rural-health/"' in seen()

    def test_the_worker_tells_how_far_it_is(self, client, page):
        client.get("/en/rural-health.pdf")
        told = []
        prints.print_job({"html_sha256": Print.objects.get().html_sha256}, told.append)
        assert told == sorted(told)
        assert told[0] < 25
        assert told[-1] > 90

    @pytest.mark.parametrize(
        ("path", "stem"),
        [
            ("about", "about"),
            ("experiences/china", "experiences-china"),
            ("publications/monitor/4", "monitor-4"),
            ("learn/pensions/session-1/lesson-2", "pensions-session-1-lesson-2"),
        ],
    )
    def test_the_file_s_name_says_what_it_is(self, path, stem):
        assert file_stem(path) == stem

    def test_only_reading_is_allowed(self, client, page):
        assert client.post("/en/rural-health.pdf").status_code == 405


class TestFailure:
    def test_it_is_said_and_tried_again_later(self, client, page, broken):
        client.get("/en/rural-health.pdf")
        work()
        response = client.get("/en/rural-health.pdf")
        assert response.status_code == 503
        assert response["Retry-After"] == "600"
        assert "could not be made" in response.content.decode()
        assert f"name the number {Job.objects.get().public_id[:8]}" in response.content.decode()
        assert Job.objects.get().error_text == "no PDF"
        Job.objects.update(finished_at=timezone.now() - timedelta(minutes=11))
        assert client.get("/en/rural-health.pdf").status_code == 202

    def test_a_file_that_got_lost_is_made_again(self, client, page, printed):
        made = prints.print_now(prints.page_html(page))
        made.file.storage.delete(made.file.name)
        assert client.get("/en/rural-health.pdf").status_code == 202
        work()
        assert client.get("/en/rural-health.pdf").content == PDF
        assert Print.objects.count() == 1


class TestWhoMayRead:
    def test_a_draft_has_no_print(self, client, page):
        page.unpublish()
        assert client.get("/en/rural-health.pdf").status_code == 404

    def test_a_private_page_has_one_only_for_those_who_see_it(self, client, page, person, printed):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        prints.print_now(prints.page_html(page))
        assert client.get("/en/rural-health.pdf").status_code == 404
        client.force_login(person("partner"))
        assert client.get("/en/rural-health.pdf").status_code == 200

    def test_a_page_for_a_group_is_one_for_its_members(self, client, page, person, printed):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
        restriction.groups.set(Group.objects.filter(name="partner"))
        prints.print_now(prints.page_html(page))
        client.force_login(person("trainee"))
        assert client.get("/en/rural-health.pdf").status_code == 404
        client.force_login(person("partner"))
        assert client.get("/en/rural-health.pdf").status_code == 200

    def test_who_has_given_the_page_s_password_gets_it(self, client, page, printed):
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type="password", password="given-out"
        )
        prints.print_now(prints.page_html(page))
        assert client.get("/en/rural-health.pdf").status_code == 404
        client.post(
            reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk]),
            {"password": "given-out", "return_url": "/en/rural-health/"},
        )
        assert client.get("/en/rural-health.pdf").status_code == 200

    def test_a_page_below_a_private_one_is_as_private(self, client, page, site):
        make_plain_page(page, "Annex")
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert client.get("/en/rural-health/annex.pdf").status_code == 404

    def test_a_page_can_say_that_there_is_nothing_to_print_yet(self, client, page, monkeypatch):
        monkeypatch.setattr(PlainPage, "printable", False, raising=False)
        assert client.get("/en/rural-health.pdf").status_code == 404

    @pytest.mark.parametrize(
        "path", ["/en/surveys.pdf", "/en/none.pdf", "/en//.pdf", "/en/%00.pdf", "/en/../x.pdf"]
    )
    def test_what_is_no_printable_page_is_not_found(self, client, site, path):
        assert client.get(path).status_code == 404


class TestDocument:
    def test_it_is_the_same_for_everybody(self, page, rf):
        first = prints.page_html(page, rf.get("/en/rural-health.pdf"))
        assert prints.page_html(PlainPage.objects.get(pk=page.pk)) == first

    def test_it_says_where_it_can_be_read(self, page, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://portal.example"
        assert "https://portal.example/en/rural-health/</a>" in prints.page_html(page)

    def test_words_of_editors_are_text(self, site):
        page = make_plain_page(site, "<script>alert(1)</script>", slug="x")
        assert "<script>" not in prints.page_html(page)

    def test_the_site_s_own_pictures_are_inside(self, tmp_path, settings):
        settings.MEDIA_ROOT = tmp_path
        name = default_storage.save("images/red dot.png", ContentFile(b"dot"))
        found = prints.with_pictures(f'<img alt="a" src="/media/{name}">')
        assert found == '<img alt="a" src="data:image/png;base64,ZG90">'

    @pytest.mark.parametrize(
        "path", ["lost.png", "../secret.txt", "%2e%2e/secret.txt", "a/../../b"]
    )
    def test_no_other_file_gets_inside(self, tmp_path, settings, path):
        settings.MEDIA_ROOT = tmp_path / "media"
        settings.MEDIA_ROOT.mkdir()
        (tmp_path / "secret.txt").write_text("secret")
        html = f'<img alt="a" src="/media/{path}">'
        assert prints.with_pictures(html) == html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_page_of_every_block_passes_pdf_ua(page, language, tmp_path):
    if language != "en":
        page = translate_page(page, Locale.objects.get(language_code=language), CHINESE)
    made = prints.print_now(prints.page_html(page))
    assert (made.html, made.made) == ("", True)
    report = page_validation.validate_pdf(
        made.file.path, profile=page_validation.ValidationProfile.PDF_UA_1
    )
    assert report.to_dict()["rules"]["failed"] == 0, report.failures
    reader = pypdf.PdfReader(made.file.path)
    text = "".join(each.extract_text() for each in reader.pages)
    title = {"en": "Rural health", "zh-hans": "农村医疗"}[language]
    assert reader.metadata.title == title
    assert title in text
    assert f"/{language}/rural-health/" in text
