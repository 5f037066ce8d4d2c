"""One page of a questionnaire after the other: shown, kept, judged, and sent in the end."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import translate_url
from django.utils import timezone
from django.utils.dateformat import time_format
from django.utils.translation import get_language

from surveys.instrument.answering import AnswerFault
from surveys.interviewing.closing import outcome_of
from surveys.interviewing.fields import Reader
from surveys.interviewing.reading import read_answer, widget_of
from surveys.interviewing.running import Place, RunningInterview
from surveys.models import Draft
from surveys.services.drafts import close_draft, keep_draft, keep_file, rerun, run_draft
from surveys.views.respond.notices import notice, show

Faults = Mapping[str, AnswerFault]


@dataclass
class Sent:
    """What came with a page: the interview after it, and the files that were too large."""

    running: RunningInterview
    shown: list[str]
    changed: list[str] = field(default_factory=list)
    too_large: dict[str, AnswerFault] = field(default_factory=dict)


def answer_pages(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page at which the interview stands; with values, what follows from them."""
    draft.language = get_language() or ""
    running = run_draft(draft)
    if request.method == "POST":
        return _go(request, draft, running)
    if "saved" in request.GET:
        link = request.build_absolute_uri(request.path)
        return notice(request, "saved", draft.survey, link=link, draft=draft)
    return _show(request, draft, running, draft.page)


def _go(request: HttpRequest, draft: Draft, running: RunningInterview) -> HttpResponse:
    number = _posted_number(request, draft, running)
    sent = _take(request, draft, running, number)
    running = sent.running
    action, _, argument = request.POST.get("do", "next").partition(":")
    if action in ("add", "remove"):
        running = _resized(draft, running, action, argument)
    if action == "send":
        return _send(request, draft, running)
    if action == "next" and number < len(running.pages):
        return _next(request, draft, sent, number)
    if action == "back":
        number = max(running.neighbour(number, -1), running.neighbour(-1, 1))
    _keep(draft, running, number, action, sent)
    if action == "fragment":
        answer = _show(request, draft, running, number, template="_body")
        answer.headers["X-Kept-At"] = time_format(timezone.localtime(), "H:i")
        return answer
    return redirect(_address(request, action, argument))


def _next(request: HttpRequest, draft: Draft, sent: Sent, number: int) -> HttpResponse:
    """The next page; the same one if something is wrong there, or if the answers opened more."""
    running = sent.running
    places = running.shown(running.pages[number])
    seen = [place for place in places if place.key in sent.shown]
    faults = {**running.faults(seen), **sent.too_large}
    opened = [place.key for place in places if place.key not in sent.shown]
    if faults or opened:
        _keep(draft, running, number, "next", sent, faults=[*faults])
        opened = [] if faults else opened
        return _show(request, draft, running, number, faults=faults, opened=opened)
    _keep(draft, running, running.neighbour(number, 1), "next", sent)
    return redirect(request.path)


def _send(request: HttpRequest, draft: Draft, running: RunningInterview) -> HttpResponse:
    """Hand the interview in, unless an answer no longer fits: then its page comes first."""
    faulty = running.first_faulty_page()
    if faulty is not None:
        faults = running.faults(running.shown(running.pages[faulty]))
        keep_draft(
            draft=draft, running=running, page=faulty, event={"do": "send", "faults": [*faults]}
        )
        return _show(request, draft, running, faulty, faults=faults, late=True)
    end = len(running.pages)
    keep_draft(draft=draft, running=running, page=end, event={"do": "send", "page": end})
    close_draft(draft=draft, outcome=outcome_of(running, finished=True))
    return notice(request, "thanks", draft.survey, outcome=draft.outcome)


def _take(request: HttpRequest, draft: Draft, running: RunningInterview, number: int) -> Sent:
    """Keep every answer of the page before anything is judged."""
    sent = Sent(running, request.POST.get("shown", "").split())
    if number >= len(running.pages):
        return sent
    zone = running.circumstances.now.tzinfo
    answers: dict[str, str] = {}
    for key in sent.shown:
        place = running.places.get(key)
        if place is None or not running.stands_on(place, running.pages[number]):
            continue
        if widget_of(place.question) == "file":
            answer = _file(request, draft, place, sent)
        else:
            answer = read_answer(place.question, key, request.POST.getlist, zone)
        if answer is not None:
            answers[key] = answer
    sent.changed = [
        key for key, answer in answers.items() if running.kept.answers.get(key, "") != answer
    ]
    sent.running = rerun(running, running.kept.with_answers(answers))
    return sent


def _file(request: HttpRequest, draft: Draft, place: Place, sent: Sent) -> str | None:
    """The name under which a chosen file is kept; None where nothing was chosen."""
    chosen = request.FILES.get(place.key)
    if not isinstance(chosen, UploadedFile) or chosen.size is None:
        return "" if request.POST.get(f"{place.key}~remove") else None
    if chosen.size > settings.RESPONDENT_FILE_BYTES:
        limit = settings.RESPONDENT_FILE_BYTES // 1_000_000
        sent.too_large[place.key] = AnswerFault("too_large", str(limit))
        return None
    ending = PurePosixPath(chosen.name or "").suffix.lower()[:8]
    name = f"{place.question.name}-{secrets.token_hex(4)}{ending}"
    keep_file(draft=draft, name=name, chunks=chosen.chunks())
    return name


def _resized(draft: Draft, running: RunningInterview, action: str, key: str) -> RunningInterview:
    if action == "add" and key in running.repeats and running.may_grow(key):
        return rerun(running, running.kept.with_instance(key))
    if action == "remove" and key in running.places:
        return rerun(running, running.kept.without_instance(key))
    return running


def _posted_number(request: HttpRequest, draft: Draft, running: RunningInterview) -> int:
    """The page that was sent, which the browser's back button may have brought back."""
    posted = request.POST.get("page", "")
    number = int(posted) if posted.isdecimal() and len(posted) < 5 else draft.page
    return min(number, len(running.pages))


def _address(request: HttpRequest, action: str, argument: str) -> str:
    if action == "save":
        return f"{request.path}?saved"
    known = {code for code, _name in settings.LANGUAGES}
    if action == "language" and argument in known:
        return translate_url(request.path, argument)
    return request.path


def _keep(
    draft: Draft,
    running: RunningInterview,
    page: int,
    action: str,
    sent: Sent,
    *,
    faults: list[str] | None = None,
) -> None:
    event = {"do": action, "page": page, "changed": sent.changed, "faults": faults or []}
    keep_draft(draft=draft, running=running, page=page, event=event)


def _show(
    request: HttpRequest,
    draft: Draft,
    running: RunningInterview,
    number: int,
    *,
    faults: Faults | None = None,
    opened: list[str] | None = None,
    late: bool = False,
    template: str = "page",
) -> HttpResponse:
    pages = running.pages
    if number < len(pages) and not running.is_wanted(pages[number]):
        number = running.neighbour(number, 1)
    reader = Reader(running, get_language() or "")
    context = {
        "survey": draft.survey,
        "draft": draft,
        "case": draft.invitation.unit if draft.interviewer_id and draft.invitation else None,
        "form_language": reader.language,
        "number": number,
        "total": len(pages),
        "is_first": running.neighbour(number, -1) < 0,
        "saved_at": timezone.now(),
        "opened": opened or [],
        "late": late,
    }
    if number >= len(pages):
        return show(request, "end", **context)
    view = reader.page(pages[number], faults or {})
    context |= {
        "view": view,
        "shown": " ".join(each.key for each in view.fields),
        "faulty": [each for each in view.fields if each.fault],
        "has_files": any(each.widget == "file" for each in view.fields),
    }
    return show(request, template, 422 if faults else 200, **context)
