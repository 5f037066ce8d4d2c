"""A survey whose every page in the admin has something to show, from the demonstration's fieldwork."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.models import User
from surveys import demo
from surveys.collection.editing import succeeding
from surveys.demo.fieldwork import hold_fieldwork
from surveys.demo.team import join_accounts
from surveys.models import Delivery, Quota, Survey
from surveys.queries import questionnaire_of
from surveys.services.exports import make_export
from surveys.services.imports import keep_upload, look_at
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.intake import receive_submission
from surveys.services.keys import make_api_key
from surveys.services.life import keep_consent
from surveys.services.lists import keep_import
from surveys.services.mailings import prepare_mailing, send_mailing
from surveys.services.member_imports import apply_members
from surveys.services.panels import begin_panel, withdraw_member
from surveys.services.quotas import keep_quota
from surveys.services.recruiting import recruits_of_interviews
from surveys.services.review import review_submission
from surveys.services.unit_imports import apply_import
from surveys.services.waves import Choice, draw_wave
from surveys.services.webhooks import make_webhook
from surveys.simulation.incidents import with_slip
from surveys.simulation.survey import simulate_survey
from surveys.tasks import enqueue_export
from tests.nse import make_survey, nse_workbook

SLUG = "field"
ISSUED = 240
CASES = (
    "case_id,stratum,psu,base_weight,name,phone\n"
    "HZ1-900-0001,HZ1,HZ1-900,12.5,N. N.,000 1\n"
    "HZ1-900-0002,HZ1,HZ1-900,12.5,M. M.,000 2\n"
)
ANSWERS = "KEY,a_case_id,a_age,b_sex,shoe_size\nuuid:x1,HZ1-900-0001,34,1,42\nuuid:x2,,thirty,7,\n"


def hold_a_survey():
    """A small survey after its fieldwork, with imports, exports and whoever else reads of it."""
    survey = make_survey(SLUG, titles=demo.TITLES, state="open", synthetic=True)
    join_accounts(survey)
    lead = User.objects.get(email="researcher@demo.example")
    keep_consent(survey=survey, texts=demo.CONSENT, actor=lead)
    version = survey.instrument_versions.get()
    simulated = simulate_survey(questionnaire_of(version), issued=ISSUED)
    hold_fieldwork(survey, simulated, lambda line: None)
    leave_something_to_do(survey, simulated, lead)
    keep_quota(
        survey=survey, name="Women", conditions={"b_sex": ["2"]}, target=3, kind=Quota.Kind.HARD
    )
    publish_instrument(version=change_the_questionnaire(survey))
    bring_lists(survey, lead)
    gather_a_panel(survey, lead)
    bring_answers(survey, lead)
    let_out(survey, lead)


def leave_something_to_do(survey, simulated, lead):
    """An interview with an answer out of range, and one that went back to its interviewer."""
    xml = with_slip(simulated.submission(simulated.interviews[3]), 1)
    receive_submission(survey=survey, xml=succeeding(xml, "uuid:slip"))
    back = survey.submissions.filter(state="approved").exclude(interviewer=None).first()
    review_submission(submission=back, state="returned", actor=lead, note="Please ask again.")


def change_the_questionnaire(survey):
    """The next version: another question, another wording."""
    workbook = openpyxl.load_workbook(io.BytesIO(nse_workbook()))
    sheet = workbook["survey"]
    names = {row[1].value: row for row in sheet.iter_rows()}
    names["a_age"][2].value = "How old are you, in completed years?"
    names["a_work7"][0].value = "select_one yndk"
    workbook["settings"]["C2"].value = "2021050101"
    content = io.BytesIO()
    workbook.save(content)
    return import_instrument(survey=survey, content=content.getvalue(), filename="next.xlsx")


def bring_lists(survey, lead):
    """A list of cases that is taken over, and one that waits for somebody to look at it."""
    changed = CASES.replace("12.5,N. N.", "13,N. N.") + "HZ1-900-0003,,HZ1-900,-1,,\n"
    first = keep_import(survey=survey, filename="cases.csv", content=CASES.encode(), actor=lead)
    apply_import(kept=first)
    keep_import(survey=survey, filename="changed.csv", content=changed.encode(), actor=lead)


def gather_a_panel(survey, lead):
    """People who agreed to be asked again, two waves, a list that waits, and letters to them."""
    panel = begin_panel(survey=survey, name="Workers, each spring")
    people = recruits_of_interviews(
        survey=survey, question="j_recontact", codes=["1"], consented_on=None
    )
    listed = {"survey": survey, "panel": panel, "actor": lead}
    joined = keep_import(filename="field.csv", content=people, **listed)
    apply_members(kept=joined, sources=Survey.objects.all())
    draw_wave(panel=panel, survey=survey, actor=lead, choice=Choice(size=40))
    member = panel.members.filter(units__isnull=False).first()
    draw_wave(panel=panel, survey=survey, actor=lead, choice=Choice(size=20))
    withdraw_member(member=member)
    known = panel.members.exclude(pk=member.pk).first()
    changed = f"member_id,name,consented_on\n{known.member_id},N. N.,2026-05-31\n,M. M.,\n"
    keep_import(filename="people.csv", content=changed.encode(), **listed)
    letters = {"survey": survey, "actor": lead, "channel": "letter"}
    send_mailing(mailing=prepare_mailing(**letters, reminder=False), actor=lead)
    prepare_mailing(**letters, reminder=True)


def bring_answers(survey, lead):
    """Existing answers that were looked at: what would be lost, and why a file cannot be read."""
    for name, text in (("old.csv", ANSWERS), ("odd.csv", "nothing,known\n1,2\n")):
        file = SimpleUploadedFile(name, text.encode())
        upload = keep_upload(survey=survey, owner=lead, files=[file], encoding="")
        look_at(upload=upload, tell=lambda done: None)


def let_out(survey, lead):
    """An export that is written, one that waits, a key and a webhook with its log."""
    written = enqueue_export(survey=survey, owner=lead, kind="sav", options={"language": "en"})
    make_export(export=written, tell=lambda done: None)
    enqueue_export(survey=survey, owner=lead, kind="csv", options={})
    make_api_key(survey=survey, label="Dashboard", all_states=False, actor=lead)
    make_webhook(
        survey=survey, url="https://hooks.invalid/told", events=["submission.received"], actor=lead
    )
    hook = survey.webhooks.get()
    for place, state in enumerate(Delivery.State.values):
        told = survey.submissions.order_by("pk")[place]
        hook.deliveries.create(
            event=hook.events[0],
            instance_id=told.instance_id,
            happened_at=told.received_at,
            due_at=told.received_at,
            state=state,
            attempts=place,
            answer="HTTP 503" if place else "",
        )


def places_of(survey):
    """Where things of the survey are, by the names that `survey_screens` uses."""
    submissions = survey.submissions.order_by("pk")
    first, second = survey.instrument_versions.order_by("pk")
    panel = survey.panels.get()
    return {
        "survey": survey.slug,
        "version": first.pk,
        "next": second.pk,
        "whole": submissions.filter(state="approved", attachments__isnull=False).first().pk,
        "slip": submissions.get(instance_id="uuid:slip").pk,
        "corrected": submissions.filter(edits__gt=0).first().pk,
        "returned_one": submissions.filter(state="returned").first().pk,
        "alone": submissions.filter(source="page").first().pk,
        "conflict": survey.held_submissions.filter(reason="conflict").first().pk,
        "unreadable": survey.held_submissions.filter(reason="unreadable").first().pk,
        "unknown_edit": survey.held_submissions.filter(reason="edit").first().pk,
        "checked": survey.back_checks.exclude(second=None).first().pk,
        "unit": survey.units.filter(contact__isnull=False, submissions__isnull=False).first().pk,
        "list": survey.unit_imports.filter(applied_at=None, panel=None).get().pk,
        "panel": panel.pk,
        "panel_list": panel.imports.filter(applied_at=None).get().pk,
        "panel_member": panel.members.filter(state="active", units__isnull=False).first().pk,
        "withdrawn": panel.members.filter(state="withdrawn").get().pk,
        "losses": survey.answer_imports.get(name="old.csv").public_id,
        "unread": survey.answer_imports.get(name="odd.csv").public_id,
    }
