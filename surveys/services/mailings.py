"""Letters and e-mails to people who have not answered: prepared, looked at, sent or taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.jobs import enqueue
from portal.models import Job, User
from portal.registries import Progress
from surveys.errors import Problem, SurveyError
from surveys.models import Contact, ContactReading, Invitation, Mailing, MailingPiece, Survey
from surveys.queries import MAIL_JOB
from surveys.queries.invitations import invitations, waiting
from surveys.services.batches import BATCH, batches
from surveys.services.contacts import opened
from surveys.services.invitations import leave_link_of, link_of

Channel, Fault = Mailing.Channel, MailingPiece.Fault


@transaction.atomic
def prepare_mailing(
    *,
    survey: Survey,
    actor: User | None,
    channel: str,
    reminder: bool,
    stratum: str = "",
    rested_days: int = 0,
) -> Mailing:
    """A mailing to those who may still answer and stand in no other one that waits: for the first
    time, or as a reminder to those who last got something so many days ago.

    SurveyError where there is nobody to write to.
    """
    Survey.objects.select_for_update().get(pk=survey.pk)
    rows = waiting(invitations(survey, stratum))
    if reminder:
        rested = timezone.now() - timedelta(days=rested_days)
        rows = rows.filter(sent_at__isnull=False, sent_at__lte=rested)
    else:
        rows = rows.filter(sent_at=None)
    recipients = list(rows.exclude(pieces__in=MailingPiece.objects.filter(mailing__sent_at=None)))
    if channel == Channel.EMAIL:
        addresses = addresses_of(survey)
        recipients = [each for each in recipients if each.unit_id in addresses]
    if not recipients:
        raise SurveyError([Problem("mailing_of_nobody", survey.slug, "0")])
    mailing = survey.mailings.create(channel=channel, reminder=reminder, made_by=actor)
    pieces = [MailingPiece(mailing=mailing, invitation=each) for each in recipients]
    MailingPiece.objects.bulk_create(pieces, batch_size=BATCH)
    return mailing


def addresses_of(survey: Survey) -> dict[int | None, tuple[str, Contact]]:
    """The e-mail addresses by the key of the case, as far as an address can be used."""
    own = Contact.objects.filter(unit__survey=survey).annotate(case=F("unit"))
    of_members = Contact.objects.filter(member__units__survey=survey)
    addresses: dict[int | None, tuple[str, Contact]] = {}
    for contact in (*own, *of_members.annotate(case=F("member__units"))):
        address = opened(contact).get("email", "")
        if contact.case not in addresses and _can_be_used(address):
            addresses[contact.case] = address, contact
    return addresses


def _can_be_used(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


@transaction.atomic
def take_back_mailing(*, mailing: Mailing) -> None:
    """Undo a mailing; SurveyError once it is sent."""
    if Mailing.objects.select_for_update().get(pk=mailing.pk).sent_at is not None:
        raise SurveyError([Problem("mailing_sent", str(mailing), mailing.survey.slug)])
    mailing.delete()


@transaction.atomic
def send_mailing(*, mailing: Mailing, actor: User | None) -> Job | None:
    """Letters are noted as sent; e-mails are sent by a worker, also those that failed before."""
    Mailing.objects.filter(pk=mailing.pk, sent_at=None).update(sent_at=timezone.now())
    if mailing.channel == Channel.EMAIL:
        return enqueue(MAIL_JOB, {"mailing": mailing.pk}, actor)
    unsent = mailing.pieces.filter(sent_at=None, fault="")
    wanted = list(
        waiting(Invitation.objects.filter(pieces__in=unsent)).values_list("pk", flat=True)
    )
    now = timezone.now()
    for batch in batches(wanted):
        mailing.pieces.filter(invitation__in=batch).update(sent_at=now)
        _note_sending(batch)
    mailing.pieces.filter(sent_at=None).update(fault=Fault.NOT_WANTED)
    return None


def _note_sending(invitations: Sequence[int]) -> None:
    rows = Invitation.objects.filter(pk__in=invitations)
    rows.update(sent_at=timezone.now(), sendings=F("sendings") + 1)


def send_mails(*, mailing: Mailing, progress: Progress) -> Mapping[str, int]:
    """Send what has not gone out; each piece is taken before it is sent, so that nobody gets two
    where a worker falls. Who has answered meanwhile gets none.
    """
    addresses = addresses_of(mailing.survey)
    pieces = mailing.pieces.filter(sent_at=None, fault__in=["", Fault.FAILED])
    keys = list(pieces.values_list("pk", flat=True))
    gone = 0
    with closing(get_connection()) as connection:
        for number, key in enumerate(keys, start=1):
            gone += _send(mailing, key, addresses, connection)
            if number % 50 == 0:
                progress(100 * number // len(keys))
    return {"sent": gone, "of": len(keys)}


def _send(
    mailing: Mailing,
    key: int,
    addresses: Mapping[int | None, tuple[str, Contact]],
    connection: BaseEmailBackend,
) -> bool:
    piece = MailingPiece.objects.filter(pk=key)
    rows = Invitation.objects.filter(pieces=key).select_related("survey", "unit__member__panel")
    invitation = waiting(rows).first()
    address, contact = addresses.get(invitation.unit_id, ("", None)) if invitation else ("", None)
    if invitation is None or contact is None:
        piece.update(fault=Fault.ADDRESS if invitation else Fault.NOT_WANTED)
        return False
    if not piece.filter(sent_at=None).update(sent_at=timezone.now(), fault=""):
        return False
    subject, body = written(invitation, reminder=mailing.reminder)
    try:
        EmailMessage(subject, body, to=[address], connection=connection).send()
    except (SMTPException, OSError):
        connection.close()
        piece.update(sent_at=None, fault=Fault.FAILED)
        return False
    _note_sending([invitation.pk])
    reason = f"mailing {mailing.pk}"
    ContactReading.objects.create(contact=contact, reader=mailing.made_by, reason=reason)
    return True


def written(invitation: Invitation, *, reminder: bool) -> tuple[str, str]:
    """Subject and text, in the person's language, or in all of the site where it is not known."""
    codes = [invitation.language] if invitation.language else [*dict(settings.LANGUAGES)]
    subjects, texts = [], []
    for code in codes:
        with translation.override(code):
            words = _("Reminder: %(survey)s") if reminder else _("Invitation: %(survey)s")
            subjects.append(" ".join((words % {"survey": invitation.survey}).split()))
            context = {
                "survey": invitation.survey,
                "reminder": reminder,
                "link": link_of(invitation),
                "leave": leave_link_of(invitation),
                "until": invitation.answer_by,
            }
            texts.append(render_to_string("surveys/mail/invitation.txt", context).strip())
    return " · ".join(subjects), "\n\n— — —\n\n".join(texts) + "\n"
