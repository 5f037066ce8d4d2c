"""Two versions of one interview, question by question, and the bytes of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from surveys import access
from surveys.collection.transcript import entries
from surveys.forms.review import VersionsForm
from surveys.models import Submission
from surveys.queries.contents import Contents
from surveys.views.review.files import as_file
from surveys.views.review.reading import Reading


@require_safe
def versions(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What two versions say, in the languages chosen; all answers, or those that differ."""
    found = access.reviewed_submission(request.user, slug, number)
    stored = list(found.versions.select_related("made_by").defer("xml").order_by("number"))
    reading = Reading(found, "")
    offered = {"versions": stored, "languages": reading.choices}
    chosen = VersionsForm(request.GET, **offered).chosen()
    reading.language = chosen["language"]
    context = {
        "submission": found,
        "survey": found.survey,
        "versions": stored,
        "form": VersionsForm(initial=chosen, **offered),
        "reading": reading,
        "compared": (chosen["first"], chosen["second"]),
        "lines": _lines(
            found, int(chosen["first"]), int(chosen["second"]), chosen["show"] == "all"
        ),
    }
    return render(request, "surveys/admin/versions.html", context)


def _lines(submission: Submission, first: int, second: int, every: bool) -> list[dict[str, object]]:
    contents = Contents(submission.survey)
    bytes_of = {
        version.number: bytes(version.xml)
        for version in submission.versions.filter(number__in=(first, second))
    }
    before, after = (entries(contents.sections(bytes_of[number])) for number in (first, second))
    lines = []
    for path, entry in {**before, **after}.items():
        old, new = (found[path].raw if path in found else None for found in (before, after))
        differs = (old or "") != (new or "")
        if differs or (every and (old is not None or new is not None)):
            lines.append(
                {
                    "question": entry.question,
                    "path": path,
                    "before": old,
                    "after": new,
                    "differs": differs,
                }
            )
    return lines


@require_safe
def version_content(request: HttpRequest, slug: str, number: int, version: int) -> HttpResponse:
    """The bytes of a version, exactly as they came."""
    found = access.reviewed_submission(request.user, slug, number)
    wanted = get_object_or_404(found.versions, number=version)
    return as_file(HttpResponse(bytes(wanted.xml)), f"interview-{found.pk}-version-{version}.xml")
