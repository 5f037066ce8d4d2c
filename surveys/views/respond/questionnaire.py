"""One page of a questionnaire after the other: shown, kept, judged, and sent in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import translate_url
from django.utils import timezone
from django.utils.dateformat import time_format
from django.utils.translation import get_language

from surveys.collection.fieldwork import AWAY, LEAVING
from surveys.collection.outcomes import OVER_QUOTA
from surveys.instrument.answering import AnswerFault
from surveys.interviewing.closing import outcome_of
from surveys.interviewing.running import RunningInterview
from surveys.interviewing.showing import Reader
from surveys.models import Draft
from surveys.services.drafts import close_draft, keep_draft, keep_file, rerun, run_draft
from surveys.services.quota_stops import quota_that_stops
from surveys.views.respond import pausing
from surveys.views.respond.notices import notice, show
from surveys.views.respond.sent import Sent, take

Faults = Mapping[str, AnswerFault]
ACTIONS = ("next", "back", "save", "send", "fragment", "add", "remove", "language")


class Sitting:
    """One request of somebody who answers. Another place to keep the interview overrides
    `run`, `keep`, `keep_file` and `close`.
    """

    preview = False

    def __init__(self, request: HttpRequest, draft: Draft) -> None:
        self.request = request
        self.draft = draft
        self.draft.language = get_language() or ""

    def run(self) -> RunningInterview:
        return run_draft(self.draft)

    def keep(self, running: RunningInterview, page: int, event: Mapping[str, Any]) -> None:
        keep_draft(draft=self.draft, running=running, page=page, event=event)

    def keep_file(self, name: str, chosen: UploadedFile) -> None:
        keep_file(draft=self.draft, name=name, chunks=chosen.chunks())

    def close(self, outcome: str) -> None:
        close_draft(draft=self.draft, outcome=outcome)

    def answer(self) -> HttpResponse:
        """The page at which the interview stands; with values, what follows from them."""
        if self.draft.interviewer_id and self.request.POST.get("do") == "later":
            return pausing.answered(self.request, self.draft)
        running = self.run()
        if self.request.method == "POST":
            return self._go(running)
        if self.draft.interviewer_id and "later" in self.request.GET:
            return pausing.asked(self.request, self.draft)
        if "saved" in self.request.GET:
            link = self.request.build_absolute_uri(self.request.path)
            return notice(self.request, "saved", self.draft.survey, link=link)
        number = self._asked_number()
        if self._was_away() or running.to_keep != {**self.draft.answers}:
            self.keep(running, number, {"do": "resume", "page": number})
        elif number != self.draft.page:
            self.keep(running, number, {"do": "turn", "page": number})
        return self._show(running, number)

    def _asked_number(self) -> int:
        """The page that the browser's history brings back, as far as the person has come."""
        asked = _number(self.request.GET.get("page", ""))
        if asked is None:
            return self.draft.page
        been_at = [event.get("page", 0) for event in self.draft.paradata]
        return min(asked, max([self.draft.page, *been_at]))

    def _was_away(self) -> bool:
        """Whether the person comes back: after a while, or after leaving on purpose."""
        last = self.draft.paradata[-1] if self.draft.paradata else None
        return last is not None and (
            last["do"] in LEAVING or datetime.fromisoformat(last["at"]) < timezone.now() - AWAY
        )

    def _go(self, running: RunningInterview) -> HttpResponse:
        number = self._posted_number(running)
        sent = take(self.request, running, number, self.keep_file)
        running = sent.running
        action, _, argument = self.request.POST.get("do", "next").partition(":")
        if action not in ACTIONS:
            action = "unknown"  # none of our buttons: what it says is not kept
        if action == "send":
            return self._send(running)
        if action == "next" and number < len(running.pages):
            return self._next(sent, number)
        if action in ("add", "remove"):
            running = _resized(running, action, argument)
        if action == "back":
            number = max(running.neighbour(number, -1), running.neighbour(-1, 1))
        if action == "fragment":
            return self._fragment(sent, number)
        self._note(running, number, action, sent)
        return redirect(self._address(action, argument, number))

    def _fragment(self, sent: Sent, number: int) -> HttpResponse:
        """The questions that stand on the page now. What comes after the page was left, because
        the button overtook the script, is older than what is kept already.
        """
        is_here = number == _wanted(sent.running, self.draft.page)
        if is_here:
            self._note(sent.running, number, "fragment", sent)
        answer = self._show(sent.running, number, template="_body")
        if is_here:
            answer.headers["X-Kept-At"] = time_format(timezone.localtime(), "H:i")
        return answer

    def _next(self, sent: Sent, number: int) -> HttpResponse:
        """The next page; the same one if something is wrong, or if the answers opened more."""
        running = sent.running
        places = running.shown(running.pages[number])
        seen = [place for place in places if place.key in sent.shown]
        faults = {**running.faults(seen), **sent.refused}
        opened = [place.key for place in places if place.key not in sent.shown]
        if faults or opened:
            self._note(running, number, "next", sent, faults)
            return self._show(running, number, faults=faults, opened=() if faults else opened)
        following = running.neighbour(number, 1)
        self._note(running, following, "next", sent)
        if not self.preview and quota_that_stops(self.draft, running, number):
            self.close(OVER_QUOTA)
            return notice(self.request, "thanks", self.draft.survey, outcome=OVER_QUOTA)
        return redirect(self._address("next", "", following))

    def _send(self, running: RunningInterview) -> HttpResponse:
        """Hand the interview in, unless an answer no longer fits: then its page comes first."""
        faulty = running.first_faulty_page()
        if faulty is not None:
            faults = running.faults(running.shown(running.pages[faulty]))
            self.keep(running, faulty, {"do": "send", "faults": [*faults]})
            return self._show(running, faulty, faults=faults, late=True)
        self.keep(running, len(running.pages), {"do": "send"})
        outcome = outcome_of(running, finished=True)
        self.close(outcome)
        return notice(self.request, "thanks", self.draft.survey, outcome=outcome)

    def _note(
        self,
        running: RunningInterview,
        page: int,
        action: str,
        sent: Sent,
        faults: Faults | None = None,
    ) -> None:
        event = {"do": action, "page": page, "changed": sent.changed, "faults": [*(faults or ())]}
        self.keep(running, page, event)

    def _posted_number(self, running: RunningInterview) -> int:
        """The page that was sent, which the browser's back button may have brought back."""
        posted = _number(self.request.POST.get("page", ""))
        return min(self.draft.page if posted is None else posted, len(running.pages))

    def _address(self, action: str, argument: str, page: int) -> str:
        """Each page has its own address, so that the browser's back button leads to the one before."""
        if action == "save":
            return f"{self.request.path}?{'later' if self.draft.interviewer_id else 'saved'}"
        if action == "language" and argument in dict(settings.LANGUAGES):
            return translate_url(self.request.path, argument)
        return f"{self.request.path}?page={page}"

    def _show(
        self,
        running: RunningInterview,
        number: int,
        *,
        faults: Faults | None = None,
        opened: Sequence[str] = (),
        late: bool = False,
        template: str = "page",
    ) -> HttpResponse:
        pages, draft = running.pages, self.draft
        number = _wanted(running, number)
        reader = Reader(running, get_language() or "")
        context: dict[str, Any] = {
            "survey": draft.survey,
            "preview": self.preview,
            "case": draft.invitation.unit if draft.interviewer_id and draft.invitation else None,
            "version": draft.instrument if draft.interviewer_id else None,
            "number": number,
            "total": len(pages),
            "is_first": running.neighbour(number, -1) < 0,
            "saved_at": timezone.now(),
            "late": late,
        }
        if number >= len(pages):
            return show(self.request, "end", **context)
        view = reader.page(pages[number], faults or {})
        context |= {
            "view": view,
            "form_language": "" if reader.language == get_language() else reader.language,
            "shown": " ".join(each.key for each in view.fields),
            "faulty": [each for each in view.fields if each.fault],
            "opened": next((each.id for each in view.fields if each.key in opened), ""),
        }
        return show(self.request, template, 422 if faults else 200, **context)


def _number(written: str) -> int | None:
    known = written.isascii() and written.isdecimal() and len(written) < 5
    return int(written) if known else None


def _wanted(running: RunningInterview, number: int) -> int:
    """The page of this number, or the next one that shows anything."""
    pages = running.pages
    skipped = number < len(pages) and not running.is_wanted(pages[number])
    return running.neighbour(number, 1) if skipped else number


def _resized(running: RunningInterview, action: str, key: str) -> RunningInterview:
    if action == "add" and key in running.repeats and running.may_grow(key):
        return rerun(running, running.kept.with_instance(key))
    if action == "remove" and key in running.places:
        return rerun(running, running.kept.without_instance(key))
    return running
