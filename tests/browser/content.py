"""What the browser sees: the demonstration's pages, and findings of made-up results."""

import json
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from briefs.demo import build_demo as build_knowledge
from courses.demo import build_demo as build_training
from courses.models import Cohort
from portal import prints
from portal.accounts.invitations import token_of
from portal.identifiers import token_hash
from portal.models import Job, User
from surveys import demo
from surveys.findings.storage import content_hash, to_json
from surveys.models import Draft, Invitation, Member, Release, SampleUnit, Survey
from surveys.printing import release_html
from surveys.services import invitations
from surveys.services.contacts import sealed_contact
from surveys.services.drafts import close_draft
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.invitations import invite
from surveys.services.review import review_submission
from surveys.services.samples import store_plan
from surveys.services.teams import set_role
from tests.browser import survey_content
from tests.nse import make_survey
from tests.surveys.findings.example import example_results
from tests.surveys.interviewing.kinds import all_kinds
from tests.surveys.makers_answers import make_answers


def publish_findings():
    """The page and the English print of a release."""
    results = example_results()
    survey = Survey.objects.create(slug=demo.SLUG, titles=demo.TITLES, synthetic=True)
    release = survey.releases.create(
        number=1,
        plan=store_plan(survey=survey, text=""),
        results=to_json(results),
        content_hash=content_hash(results),
    )
    prints.print_now(release_html(release, "en"))
    demo.publish_page(release)


def make_weighted_survey():
    """A survey with answers and a plan that weights them, and the researcher who does it."""
    survey = make_answers(make_survey())
    researcher = User.objects.get(email="researcher@demo.example")
    survey.members.create(user=researcher, role=Member.Role.ANALYST)


def publish_everything_else():
    """The demonstration's experiences, briefs, events, episodes and course."""
    for build in (build_knowledge, build_training):
        build(lambda line: None)


def fail_a_print():
    """The page about the portal cannot be printed while the tests run."""
    for language in ("en", "zh-hans"):
        page = Page.objects.get(slug="about", locale__language_code=language).specific
        job = prints.request_print(prints.page_html(page))
        tomorrow = timezone.now() + timedelta(days=1)
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, finished_at=tomorrow)


RESUMED = ["link-to-page-one", "link-to-page-two", "link-to-page-three", "link-to-the-end"]
ANSWERED = "link-of-a-closed-interview"


def open_questionnaires():
    """The demonstration questionnaire and one with all kinds of questions, open to everybody; an
    invitation, an interview that is under way, and one that is over.
    """
    titles = {"en": "Work and insurance", "zh-hans": "工作与保险"}
    work = make_survey("respond-work", titles=titles, state="open", open_link=True)
    texts = {"en": "We ask about your work and insurance.", "zh-hans": "我们想了解您的工作和保险。"}
    work.consent_texts.create(number=1, texts=texts)
    unit = work.units.create(case_id="HZ2-012-0345", stratum="2", psu="12", base_weight=1)
    invite(survey=work, units=[unit])
    titles = {"en": "All kinds of questions", "zh-hans": "各种题型"}
    kinds = Survey.objects.create(slug="respond-kinds", titles=titles, state="open", open_link=True)
    version = import_instrument(survey=kinds, content=all_kinds(), filename="kinds.xlsx")
    publish_instrument(version=version)
    for page, token in enumerate([*RESUMED, ANSWERED]):
        Draft.objects.create(
            survey=kinds, instrument=version, token_sha256=token_hash(token), page=page
        )
    close_draft(draft=Draft.objects.get(token_sha256=token_hash(ANSWERED)), outcome="11")
    send_interviewer(unit, kinds)


def send_interviewer(unit, kinds):
    """A case to visit, and an interview that came back to be mended."""
    user = User.objects.get(email="interviewer@demo.example")
    for survey in (unit.survey, kinds):
        set_role(survey=survey, user=user, role=Member.Role.INTERVIEWER)
    unit.interviewer = user
    unit.save()
    sealed_contact(unit, {"name": "N. N.", "phone": "000", "address": "Test Road 1"}).save()
    submission = kinds.submissions.get()
    submission.interviewer = user
    submission.save()
    note = "The answers contradict each other."
    review_submission(submission=submission, state="returned", actor=None, note=note)


def make_people(password):
    """People beside the demonstration's, who change how they log in."""
    for name in ("careful-en", "careful-zh-hans", "passkey"):
        User.objects.create_user(f"{name}@demo.example", password).vouch_for_address()


def tell_places(path):
    """Where things are whose address nobody can guess, and all public pages, as JSON."""
    pages, editors = defaultdict(list), {}
    for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific():
        kind = f"{page._meta.label} {page.locale.language_code}"
        pages[kind].append(page.get_url())
        editors[kind] = reverse("wagtailadmin_pages:edit", args=[page.pk])
    invited = User.objects.create_user("invited@demo.example", invited_at=timezone.now())
    forgetful = User.objects.create_user("forgetful@demo.example", "a pass phrase forgotten")
    address = EmailAddress.objects.create(user=forgetful, email="new@demo.example")
    places = {
        "pages": pages,
        "editors": editors,
        "cohort": Cohort.objects.get().public_id,
        "work": Survey.objects.get(slug="respond-work").public_id,
        "kinds": Survey.objects.get(slug="respond-kinds").public_id,
        "kinds_version": Survey.objects.get(slug="respond-kinds").instrument_versions.get().pk,
        "case": SampleUnit.objects.get(case_id="HZ2-012-0345").pk,
        "returned": Survey.objects.get(slug="respond-kinds").submissions.get().pk,
        "invited": invitations.token_of(Invitation.objects.get(survey__slug="respond-work")),
        "leaving": invitations.token_of(
            Invitation.objects.filter(unit__member__isnull=False, revoked_at=None).first()
        ),
        "resumed": RESUMED,
        "answered": ANSWERED,
        "release": Release.objects.get().public_id,
        "field": survey_content.places_of(Survey.objects.get(slug=survey_content.SLUG)),
        "invitation": token_of(invited),
        "confirmation": EmailConfirmationHMAC(address).key,
        "reset": f"{user_pk_to_url_str(forgetful)}-{default_token_generator.make_token(forgetful)}",
    }
    Path(path).write_text(json.dumps(places))
