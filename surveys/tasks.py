"""Background work of the survey app."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from portal.jobs import enqueue
from portal.models import Job, User
from portal.prints import request_print
from portal.registries import Progress, Routine
from surveys.access import ANSWERS, capabilities
from surveys.models import AnalysisPlan, AnswerImport, Delivery, Export, Mailing, Survey, Webhook
from surveys.printing import release_html
from surveys.queries import (
    DELIVER_JOB,
    EXPORT_JOB,
    IMPORT_JOB,
    LOOK_JOB,
    RELEASE_JOB,
)
from surveys.services.blobs import sweep_unfinished
from surveys.services.comparing import compare_waiting
from surveys.services.drafts import close_idle_drafts
from surveys.services.exports import KEPT, make_export, remove_export, remove_strays
from surveys.services.imports import look_at, remove_files, take_in
from surveys.services.judging_later import judge_waiting
from surveys.services.lists import forget_unseen
from surveys.services.mailings import send_mails
from surveys.services.quotas import note_counted
from surveys.services.releases import make_release
from surveys.services.webhooks import deliver_due, forget_deliveries, note_events

CLOSE_IDLE_DRAFTS = Routine("close_idle_drafts", close_idle_drafts, every=timedelta(minutes=10))
SWEEP_UNFINISHED = Routine("surveys.unfinished", sweep_unfinished, every=timedelta(days=1))
NOTE_COUNTED = Routine("surveys.counted", note_counted, every=timedelta(minutes=1))
COMPARE_INTERVIEWS = Routine("surveys.compare", compare_waiting, every=timedelta(minutes=2))


def enqueue_release(*, survey: Survey, plan: AnalysisPlan, actor: User) -> Job:
    """Ask for a release of the survey's approved answers with this plan."""
    return enqueue(RELEASE_JOB, {"survey": survey.pk, "plan": plan.pk}, actor)


def check(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Judge what waits, and what came in meanwhile."""
    survey = Survey.objects.get(pk=payload["survey"])
    judged = 0
    while count := judge_waiting(survey=survey):
        judged += count
    return {"judged": judged}


def release(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Make the release, and ask for its print in every language of the site."""
    made = make_release(
        survey=Survey.objects.get(pk=payload["survey"]),
        plan=AnalysisPlan.objects.get(pk=payload["plan"]),
    )
    progress(90)
    for language, _name in settings.LANGUAGES:
        request_print(release_html(made, language))
    return {"release": made.number, "content_hash": made.content_hash}


def enqueue_export(
    *, survey: Survey, owner: User, kind: str, options: Mapping[str, object]
) -> Export:
    """Ask for an export that belongs to this person."""
    export = Export.objects.create(
        survey=survey,
        owner=owner,
        format=kind,
        options=options,
        expires_at=timezone.now() + KEPT,
    )
    export.job = enqueue(EXPORT_JOB, {"export": export.pk}, owner)
    export.save(update_fields=["job"])
    return export


def export(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Write the file, unless its owner removed it or lost the right to the answers meanwhile."""
    found = Export.objects.filter(pk=payload["export"]).select_related("survey", "owner").first()
    if found is None or ANSWERS not in capabilities(found.owner, found.survey):
        return {"written": False}
    make_export(export=found, tell=progress)
    return {"written": True}


def remove_old_files() -> None:
    """Remove exports, uploads and lists that have expired, and exports whose owner may read no
    answers now.
    """
    for found in Export.objects.select_related("survey", "owner"):
        expired = found.expires_at <= timezone.now()
        if expired or ANSWERS not in capabilities(found.owner, found.survey):
            remove_export(export=found)
    remove_strays()
    old = AnswerImport.objects.filter(expires_at__lte=timezone.now())
    for upload in old.exclude(folder="").select_related("job"):
        if not upload.is_busy:
            remove_files(upload=upload)
    forget_unseen()


REMOVE_OLD_FILES = Routine("surveys.files", remove_old_files, every=timedelta(minutes=10))


def enqueue_look(*, upload: AnswerImport, actor: User) -> Job:
    """Ask for a look at uploaded files."""
    return _enqueue_import(LOOK_JOB, upload, actor)


def enqueue_import(*, upload: AnswerImport, actor: User) -> Job:
    """Ask for uploaded answers to be taken in."""
    return _enqueue_import(IMPORT_JOB, upload, actor)


def _enqueue_import(kind: str, upload: AnswerImport, actor: User) -> Job:
    upload.job = enqueue(kind, {"import": upload.pk}, actor)
    upload.save(update_fields=["job"])
    return upload.job


def look(payload: Mapping[str, Any], progress: Progress) -> None:
    """Look at uploaded files."""
    look_at(upload=AnswerImport.objects.get(pk=payload["import"]), tell=progress)


def take(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Take in uploaded answers, then check what waits for checks."""
    upload = AnswerImport.objects.select_related("survey").get(pk=payload["import"])
    take_in(upload=upload, tell=progress)
    return {"judged": judge_waiting(survey=upload.survey)}


def mail(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Send the e-mails of a mailing that have not gone out."""
    found = (
        Mailing.objects.filter(pk=payload["mailing"]).select_related("survey", "made_by").first()
    )
    return send_mails(mailing=found, progress=progress) if found else {}


def tell_webhooks() -> None:
    """Note what happened for each webhook, and have workers tell it."""
    for webhook in Webhook.objects.filter(revoked_at=None).select_related("survey"):
        note_events(webhook=webhook)
    _enqueue_due(Delivery.objects.all())
    forget_deliveries()


def enqueue_deliveries(*, survey: Survey) -> None:
    """Have workers tell what is due of a survey."""
    _enqueue_due(Delivery.objects.filter(webhook__survey=survey))


def _enqueue_due(deliveries: QuerySet[Delivery]) -> None:
    due = deliveries.filter(state=Delivery.State.WAITING, due_at__lte=timezone.now())
    for pk in due.filter(webhook__revoked_at=None).order_by().values_list("webhook").distinct():
        enqueue(DELIVER_JOB, {"webhook": pk[0]})


TELL_WEBHOOKS = Routine("surveys.webhooks", tell_webhooks, every=timedelta(seconds=20))


def deliver(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Post what is due to one webhook."""
    webhook = Webhook.objects.filter(pk=payload["webhook"], revoked_at=None).first()
    return {"taken": deliver_due(webhook=webhook) if webhook else 0}
