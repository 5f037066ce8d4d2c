"""The pages of a questionnaire for those who make it: the same ones, and nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from surveys import access
from surveys.interviewing.running import RunningInterview
from surveys.models import Draft, InstrumentVersion
from surveys.queries.case_lists import cases_of
from surveys.services.drafts import run_draft
from surveys.views.respond.notices import private
from surveys.views.respond.questionnaire import Sitting

TRIED = 20


class Preview(Sitting):
    """A sitting whose answers stand in the session of the person who looks, for as long."""

    preview = True

    def __init__(self, request: HttpRequest, version: InstrumentVersion) -> None:
        self.key = f"preview {version.pk}"
        kept: dict[str, Any] = request.session.get(self.key, {})
        draft = Draft(survey=version.survey, instrument=version, **kept)
        draft.started_at = timezone.now()
        super().__init__(request, draft)

    def run(self) -> RunningInterview:
        """With some cases of the survey for those who may see them."""
        may = access.FIELD in access.capabilities(self.request.user, self.draft.survey)
        return run_draft(self.draft, cases_of(self.draft.survey, None)[:TRIED] if may else ())

    def keep(self, running: RunningInterview, page: int, event: Mapping[str, Any]) -> None:
        self.request.session[self.key] = {
            "answers": {**running.kept.answers, **running.drawn()},
            "instances": dict(running.kept.instances),
            "page": page,
        }

    def keep_file(self, name: str, chosen: UploadedFile) -> None:
        """Nothing is stored."""

    def close(self, outcome: str) -> None:
        self.forget()

    def forget(self) -> None:
        self.request.session.pop(self.key, None)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """A version of a questionnaire, draft or published, as a respondent who is alone meets it."""
    sitting = Preview(request, access.previewed_version(request.user, number))
    if "restart" in request.GET:
        sitting.forget()
        return redirect(request.path)
    return sitting.answer()
