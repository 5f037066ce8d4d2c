"""The two doors of a questionnaire: a survey's open link, and a personal invitation."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from portal.accounts.lockout import client_ip
from portal.identifiers import token_hash
from surveys import access, queries
from surveys.interviewing.closing import REFUSED
from surveys.models import ConsentText, Draft, Invitation, Survey
from surveys.queries import respondents
from surveys.services.drafts import AlreadyAnswered, begin_draft, close_draft
from surveys.services.invitations import note_opening
from surveys.services.panels import withdraw_member
from surveys.views.respond.notices import notice, private, show
from surveys.views.respond.questionnaire import Sitting

HOUR = 3600
METHODS = ["GET", "HEAD", "POST"]
FIRST = "?page=0"
"""The first page under an address of its own, to which the browser's back button leads."""


@private
@require_http_methods(METHODS)
def open_link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whoever has the address may answer."""
    survey = Survey.objects.filter(public_id=public_id, open_link=True).first()
    version = queries.newest_version(survey) if survey else None
    if survey is None or version is None or survey.state == Survey.State.DRAFT:
        return notice(request, "unknown")
    if survey.reception != Survey.Reception.OPEN:
        return notice(request, survey.reception, survey)
    consent = survey.consent_texts.first()
    decision = _decision(request, consent)
    if decision is None:
        return _welcome(request, survey, consent)
    if not _may_begin(request, survey):
        return notice(request, "too_many", survey)
    draft, token = begin_draft(
        survey=survey, version=version, language=get_language() or "", consent=consent
    )
    if decision == "no":
        return _decline(request, draft)
    return redirect(f"{reverse('respond_resume', args=[token])}{FIRST}")


@private
@require_http_methods(METHODS)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """One person answers once, on as many days and devices as that takes."""
    found = respondents.invitation_with(token_hash(token))
    if found is None:
        return notice(request, "unknown")
    survey = found.survey
    draft = respondents.draft_where(invitation=found)
    if draft is not None and draft.closed_at is not None:
        return notice(request, "already", survey, outcome=draft.outcome)
    if found.submitted_at is not None:
        return notice(request, "already", survey)
    reception = survey.reception_of(invited=True)
    if reception != Survey.Reception.OPEN:
        return notice(request, reception, survey)
    if found.expires_at is not None and timezone.now() >= found.expires_at:
        return notice(request, "expired", survey)
    if draft is not None:
        return _sit(request, draft)
    return _first_visit(request, found)


@private
@require_http_methods(METHODS)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A panel's member says that nobody shall ask them again; with a POST they are withdrawn."""
    found = respondents.invitation_with(token_hash(token))
    member = found.unit.member if found and found.unit else None
    if found is None or member is None:
        return notice(request, "unknown")
    if request.method == "POST":
        withdraw_member(member=member)
        return notice(request, "left", found.survey)
    return show(request, "leave", survey=found.survey, panel=member.panel, token=token)


@private
@require_http_methods(METHODS)
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an interview that began at the open door."""
    draft = respondents.draft_where(token_sha256=token_hash(token))
    if draft is None:
        return notice(request, "unknown")
    if draft.closed_at is not None:
        return notice(request, "already", draft.survey, outcome=draft.outcome)
    if draft.survey.reception != Survey.Reception.OPEN:
        return notice(request, draft.survey.reception, draft.survey)
    return _sit(request, draft)


def _first_visit(request: HttpRequest, found: Invitation) -> HttpResponse:
    survey = found.survey
    version = queries.newest_version(survey)
    if version is None:
        return notice(request, Survey.Reception.NOT_YET, survey)
    consent = survey.consent_texts.first()
    decision = _decision(request, consent)
    if decision is None:
        if request.method == "GET":
            note_opening(invitation=found)
        member = found.unit.member_id if found.unit else None
        return _welcome(request, survey, consent, in_panel=member is not None)
    try:
        draft, _token = begin_draft(
            survey=survey,
            version=version,
            language=get_language() or "",
            consent=consent,
            invitation=found,
            interviewer=access.interviewer_at(request.user, survey),
        )
    except AlreadyAnswered:
        return notice(request, "already", survey)
    return _decline(request, draft) if decision == "no" else redirect(request.path + FIRST)


def _sit(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Answer the request; two that come at once, as from a script and a button, come in turn."""
    if request.method != "POST":
        return Sitting(request, draft).answer()
    with transaction.atomic():
        draft = respondents.locked_draft(draft)
        if draft.closed_at is not None:
            return notice(request, "already", draft.survey, outcome=draft.outcome)
        return Sitting(request, draft).answer()


def _decision(request: HttpRequest, consent: ConsentText | None) -> str | None:
    """`yes` or `no`; None before anything was decided about this version of the text."""
    decision = request.POST.get("decision")
    shown = request.POST.get("consent", "")
    if decision not in ("yes", "no") or shown != str(consent.pk if consent else ""):
        return None
    return decision if consent is not None else "yes"


def _welcome(
    request: HttpRequest, survey: Survey, consent: ConsentText | None, *, in_panel: bool = False
) -> HttpResponse:
    """What people are told before they take part, in their language if it is there."""
    texts = consent.texts if consent else {}
    language = get_language() or ""
    written_in = language if language in texts else next(iter(texts), "")
    undecided = request.method == "POST"
    return show(
        request,
        "welcome",
        422 if undecided else 200,
        survey=survey,
        consent=consent,
        text=texts.get(written_in, ""),
        text_language="" if written_in == language else written_in,
        undecided=undecided,
        in_panel=in_panel,
    )


def _decline(request: HttpRequest, draft: Draft) -> HttpResponse:
    close_draft(draft=draft, outcome=REFUSED)
    return notice(request, "declined", draft.survey)


def _may_begin(request: HttpRequest, survey: Survey) -> bool:
    """Whether this network address has not begun too many interviews within the hour."""
    key = f"respond:{survey.pk}:{client_ip(request)}"
    if cache.add(key, 1, HOUR):
        return True
    try:
        return cache.incr(key) <= settings.OPEN_LINK_STARTS
    except ValueError:  # it ran out this very moment
        return True
