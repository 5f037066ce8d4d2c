"""The survey app's front door: what other apps may quote, and that it stays what it was."""

import pytest
from django.utils import translation
from wagtail.models import PageViewRestriction

from surveys import public
from surveys.queries import releases
from tests.surveys.findings.example import example_results
from tests.surveys.makers_releases import make_release, show

pytestmark = pytest.mark.django_db
PENSION = "In the employee pension"


@pytest.fixture
def release(site):
    made = make_release()
    show(made, site)
    return made


def test_a_finding_carries_the_numbers_and_what_must_be_known_of_them(release):
    found = public.finding(release.public_id, "C02")
    estimate = next(e for e in example_results().estimates if e.name == "C02" and not e.domain)
    assert found.labels["en"] == PENSION
    assert (found.cell.value, found.cell.lower, found.cell.upper, found.cell.n) == (
        estimate.value,
        estimate.lower,
        estimate.upper,
        estimate.n,
    )
    assert (found.cell.unit, found.cell.status) == ("share", "published")
    assert (found.number, found.newest, found.outdated) == (1, 1, False)
    assert found.synthetic
    assert found.content_hash == release.content_hash
    assert found.survey["zh-hans"] == "五城市非标准就业劳动者社会保障状况"


def test_the_share_of_one_answer_is_a_finding_of_its_own(release):
    found = public.finding(release.public_id, "C09", "4")
    assert found.level_labels["en"] == "All five"
    assert public.finding(release.public_id, "C09") is None


@pytest.mark.parametrize(
    "reference",
    ["", ":", "::", "unknown:C02:", "{release}:C99:", "{release}:C09:9", "{release}", "\x00:C02:"],
)
def test_an_unknown_reference_finds_nothing(release, reference):
    assert public.PublicReleases().finding(reference.format(release=release.public_id)) is None


class TestWhatIsPublic:
    def test_a_release_without_a_page_is_not(self, site):
        release = make_release()
        assert public.finding(release.public_id, "C02") is None
        assert public.finding_choices() == []

    def test_a_release_on_a_page_that_was_taken_down_is_not(self, site):
        release = make_release()
        show(release, site).unpublish()
        assert public.finding(release.public_id, "C02") is None

    def test_a_release_on_a_private_page_is_not(self, site):
        release = make_release()
        page = show(release, site)
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert public.finding(release.public_id, "C02") is None

    def test_a_release_in_a_draft_is_not(self, site, release):
        draft = make_release(release.survey, seed=1)
        page = release.pages.get()
        page.release = draft
        page.save_revision()
        assert public.finding(draft.public_id, "C02") is None


class TestANewerRelease:
    @pytest.fixture
    def newer(self, release):
        newer = make_release(release.survey, seed=1)
        page = release.pages.get()
        page.release = newer
        page.save_revision().publish()
        return newer

    def test_leaves_what_was_quoted_as_it_was(self, release, newer):
        found = public.finding(release.public_id, "C02")
        assert (found.number, found.newest, found.outdated) == (1, 2, True)
        assert found.content_hash == release.content_hash

    def test_leaves_its_print_where_it_was(self, release, newer, client):
        address = public.finding(release.public_id, "C02").address
        assert address == f"/en/reports/{release.public_id}.pdf"
        assert client.get(address).status_code == 202

    def test_stands_first_among_the_choices(self, release, newer):
        titles = [title for title, _options in public.finding_choices()]
        assert [title.rsplit(", ", 1)[1] for title in titles] == [
            "release 2",
            "release 1 (superseded)",
        ]


def test_the_address_is_the_findings_page_of_the_language_else_the_print(site, release):
    assert public.finding(release.public_id, "C02").address == release.pages.get().get_url()
    with translation.override("zh-hans"):
        address = public.finding(release.public_id, "C02").address
        assert address == f"/zh-hans/reports/{release.public_id}.pdf"


def test_choices_name_the_finding_with_its_value_in_the_editor_s_language(release):
    with translation.override("zh-hans"):
        ((title, options),) = public.finding_choices()
    assert title.startswith("五城市非标准就业劳动者社会保障状况")
    labels = dict(options)
    assert labels[f"{release.public_id}:C02:"].startswith("参加城镇职工养老保险 · ")
    assert labels[f"{release.public_id}:C09:4"].startswith("职工类险种参保数")


def test_a_suppressed_number_is_not_offered(release):
    ((_title, options),) = public.finding_choices()
    cells = [public.PublicReleases().finding(reference).cell for reference, _label in options]
    assert options
    assert all(cell.shown for cell in cells)


def test_the_choices_are_read_from_one_report(release, monkeypatch):
    public.finding_choices()
    monkeypatch.setattr(releases, "from_json", lambda text: pytest.fail("read again"))
    public.finding_choices()
    public.variable_choices()


def test_a_chart_shows_all_and_the_groups_of_one_variable(release):
    chart = public.chart(release.public_id, "C02", "sex")
    assert [line.labels.get("en") for line in chart.lines] == [None, "Men", "Women"]
    assert public.chart(release.public_id, "C02", "shoe_size") is None
    assert public.chart("unknown", "C02", "sex") is None


def test_the_variables_are_those_of_one_way_breakdowns(release):
    assert public.variable_choices() == [
        ("sex", "Sex"),
        ("worker_type", "Worker type"),
        ("city", "City of interview"),
        ("age", "Age group"),
    ]


def test_reading_many_findings_asks_no_more_queries(release, django_assert_num_queries):
    public.finding(release.public_id, "C02")  # the report is read once per process
    with django_assert_num_queries(7):
        releases = public.PublicReleases()
        for indicator in ("C02", "C03", "C05", "C06", "P01", "G01"):
            assert releases.finding(public.reference(release.public_id, indicator))


def test_the_search_finds_a_findings_page_by_what_was_measured(client, release):
    for query, language in ((PENSION, "en"), ("线下平台用工", "en")):
        assert (
            release.pages.get().title
            in client.get(f"/{language}/search/", {"q": query}).content.decode()
        )
