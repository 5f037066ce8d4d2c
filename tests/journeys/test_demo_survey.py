"""The demonstration, as `./run demo` builds it, on a small sample: answers become findings."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.db.models import F

from portal.demo.site import make_accounts
from portal.prints import print_now
from surveys import demo
from surveys.demo.pages import OPEN_DOOR
from surveys.models import Attachment, FindingsPage, Release, Submission, Survey, Webhook
from surveys.printing import release_html
from surveys.queries.panels import attrition
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
    make_accounts("a pass phrase of the test site")
    told = []
    return demo.build_demo(told.append), told


def test_every_answer_comes_in_by_a_door_and_becomes_a_finding(built, client):
    """One test of several steps, as the demonstration takes its time."""
    survey = Survey.objects.get(slug=demo.SLUG)
    assert_doors(survey)
    assert_review(survey)
    assert_panel(survey)
    assert_findings(*built, client)


def assert_doors(survey):
    submissions = survey.submissions
    by_door = Counter(submissions.values_list("source", flat=True))
    assert survey.units.count() == ISSUED
    assert by_door.total() > 1_000
    assert {*by_door} == {Submission.Source.DEVICE, Submission.Source.PAGE}

    # From devices: each with the key of its interviewer, received when it was sent.
    sent = submissions.filter(source=Submission.Source.DEVICE)
    assert not sent.filter(key=None).exists()
    assert not sent.exclude(interviewer=F("key__interviewer")).exists()
    assert not sent.filter(received_at__lt=F("ended_at")).exists()
    assert (
        sent.values("key").distinct().count() == survey.members.filter(role="interviewer").count()
    )
    assert {tablet for (tablet,) in sent.values_list("row__deviceid")} > {"tablet:I001"}
    files = Attachment.objects.filter(submission__survey=survey, name="audit.csv")
    assert files.filter(blob=None).exists()
    assert files.exclude(blob=None).count() > 100

    # From pages: each with its draft, by invitation or by the open link, and how it ended.
    pages = submissions.filter(source=Submission.Source.PAGE)
    assert not pages.filter(draft=None).exists()
    assert pages.filter(draft__invitation=None).count() == len(OPEN_DOOR)
    outcomes = Counter(survey.drafts.values_list("outcome", flat=True))
    assert {*outcomes} >= {"11", "41", "211", "212"}
    assert outcomes["41"] == OPEN_DOOR.count("young")
    switched = [
        draft
        for draft in survey.drafts.all()
        if any(event["do"].startswith("language") for event in draft.paradata)
    ]
    assert switched


def assert_review(survey):
    submissions = survey.submissions

    # Only what went wrong in the field has failed checks, and every kind of incident is there.
    flagged = {
        issue["question"] for row in submissions.values_list("issues", flat=True) for issue in row
    }
    assert flagged == {"j_attempts", "j_coop", ""}
    noticed = {
        each["code"] for row in submissions.values_list("notices", flat=True) for each in row
    }
    assert noticed >= {"late", "near_duplicate", "back_check", "unknown_case"}
    assert {*survey.held_submissions.values_list("reason", flat=True)} == {
        "conflict", "edit", "unreadable",
    }  # fmt: skip
    assert submissions.filter(edits__gt=0).exists()

    # Everything that was decided has its entry; some is left for whoever looks.
    states = Counter(submissions.values_list("state", flat=True))
    assert states["approved"] > 0.85 * states.total()
    assert {*states} >= {"received", "hasIssues", "returned", "rejected", "approved"}
    assert not submissions.filter(state="approved", reviews=None).exists()
    assert survey.back_checks.exclude(second=None).exists()


def assert_panel(survey):
    first, second = attrition(survey.panels.get())
    assert first.drawn > second.drawn > second.answered > 3
    assert first.withdrawn
    assert survey.panels.get().members.filter(state="moved").exists()
    later = second.wave.survey
    assert not later.submissions.exclude(state="approved").exists()
    assert all(unit.attributes["hours"] for unit in second.wave.units.all())
    # Ready to download; and nothing that would call out.
    assert {(each.format, each.size > 0) for each in survey.exports.all()} == {
        ("csv", True), ("sav", True),
    }  # fmt: skip
    assert not Webhook.objects.exists()


def assert_findings(lines, told, client):
    release = Release.objects.get()
    results = json.loads(release.results)
    survey = Survey.objects.get(slug=demo.SLUG)
    assert results["sample"]["issued"] == ISSUED
    assert any("interviews sent by tablets" in line for line in told)

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

    # Whatever is among some respondents only says among whom.
    assert "base_unnamed" not in {each["code"] for each in results["warnings"]}
    assert "base" in next(each for each in results["indicators"] if each["name"] == "P01")

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
