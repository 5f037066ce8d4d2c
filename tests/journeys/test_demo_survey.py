"""The demonstration, as `./run demo` builds it, on a small sample: answers become findings."""

import json
from pathlib import Path

import pytest

from portal.prints import print_now
from surveys import demo
from surveys.models import FindingsPage, Release, Submission, Survey
from surveys.printing import release_html
from surveys.services.releases import make_release
from surveys.simulation import survey as simulation

ISSUED = 1_600


@pytest.fixture
def built(site, monkeypatch, settings, tmp_path):
    """The demo survey of 1,600 issued cases; gives the summary lines and what was told."""
    settings.REPORTS_ROOT = tmp_path
    whole = simulation.simulate_survey
    monkeypatch.setattr(
        simulation, "simulate_survey", lambda questionnaire: whole(questionnaire, issued=ISSUED)
    )
    told = []
    return demo.build_demo(told.append), told


def test_answers_become_findings(built, client, django_assert_num_queries):
    lines, told = built
    release = Release.objects.get()
    results = json.loads(release.results)

    # Everything that was sent is kept, nothing valid is flagged, and cases without an interview
    # still count in the sample.
    survey = Survey.objects.get()
    assert survey.units.count() == ISSUED
    assert survey.submissions.filter(state=Submission.State.APPROVED).count() > 900
    assert survey.submissions.filter(issue_count__gt=0).count() == 0
    assert results["sample"]["issued"] == ISSUED
    assert "interviews taken in" in told[-4]

    # The population's employee pension cover is 28.46 %; the raked estimate is near it, and
    # weights reproduce the control totals.
    pension = next(
        each for each in results["estimates"] if each["name"] == "C02" and not each["domain"]
    )
    assert pension["lower"] < 0.2846 < pension["upper"]
    rake = results["steps"][-1]
    assert rake["kind"] == "rake"
    for margin in rake["margins"]:
        assert margin["after"] == pytest.approx(margin["target"], rel=1e-8)

    # Money is a decimal amount with its currency.
    income = next(each for each in results["estimates"] if each["name"] == "Y01")
    assert income["value"]["currency"] == "CNY"

    # The same answers and plan are the same release; printing again gives the same bytes.
    assert make_release(survey=survey, plan=release.plan) == release
    printed = Path(lines["findings-pdf-en"])
    first = printed.read_bytes()
    printed.unlink()
    assert Path(print_now(release_html(release, "en")).file.path).read_bytes() == first

    # A second run builds nothing.
    assert demo.build_demo(told.append) == lines
    assert Release.objects.count() == 1

    # Visitors read page and PDF in both languages.
    assert FindingsPage.objects.live().count() == 2
    for language, words in {"en": "Key findings", "zh-hans": "主要发现"}.items():
        page = client.get(f"/{language}/surveys/nse-2021/")
        assert page.status_code == 200
        assert words in page.content.decode()
        pdf = client.get(f"/{language}/reports/{release.public_id}.pdf")
        assert pdf.status_code == 200
        assert pdf.content.startswith(b"%PDF-1.7")
