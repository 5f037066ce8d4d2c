"""Pages of questionnaires in the admin: upload, versions, files, codebook, paper, differences."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import prints
from surveys import access, codebooks, queries
from surveys.errors import Problem, SurveyError
from surveys.forms.instrument import FilesForm, InstrumentForm, SurveyForm
from surveys.models import InstrumentVersion, Survey
from surveys.printing import questionnaire_html
from surveys.queries.versions import missing_files, versions, warnings_of
from surveys.services.instruments import (
    add_files,
    import_instrument,
    obstacles,
    publish_instrument,
)
from surveys.services.teams import begin_survey
from surveys.views.pages import form_page, posted
from surveys.views.respond import media

XFORM_TYPE = "application/xml; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
def new_survey(request: HttpRequest) -> HttpResponse:
    """Begin a survey; whoever begins it leads it."""
    if not access.may_add_survey(request.user):
        raise Http404
    form = SurveyForm(*posted(request))
    if form.is_valid():
        survey = begin_survey(
            slug=form.cleaned_data["slug"], titles=form.titles, actor=access.person(request.user)
        )
        messages.success(request, _("The survey is begun. Now upload its questionnaire."))
        return redirect("surveys_questionnaires", slug=survey.slug)
    return form_page(request, "surveys/admin/new_survey.html", {"form": form})


@require_safe
def questionnaires(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions of a survey's questionnaire, and where another is uploaded."""
    return _versions_page(request, access.viewed_survey(request.user, slug))


def _versions_page(
    request: HttpRequest,
    survey: Survey,
    form: InstrumentForm | None = None,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    may = access.capabilities(request.user, survey)
    context = {
        "survey": survey,
        "versions": versions(survey),
        "form": form or InstrumentForm(),
        "problems": list(problems),
        "may": may,
    }
    status = 422 if form else 200
    return render(request, "surveys/admin/questionnaires.html", context, status=status)


@require_POST
def upload_instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """Import a questionnaire with its files; every problem is shown at once."""
    survey = access.edited_survey(request.user, slug)
    form = InstrumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _versions_page(request, survey, form)
    workbook = form.cleaned_data["workbook"]
    try:
        version = import_instrument(
            survey=survey, content=workbook.read(), filename=workbook.name, files=form.contents()
        )
    except SurveyError as error:
        form.add_problems(error.problems)
        return _versions_page(request, survey, form, error.problems)
    messages.success(request, _("The questionnaire %(name)s is stored.") % {"name": version})
    if form.cleaned_data["publish"]:
        return _publish(request, version)
    return redirect("surveys_version", slug=slug, number=version.pk)


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version: what is in it, what is missing, what its author was warned of."""
    return _version_page(request, access.viewed_version(request.user, slug, number))


def _version_page(
    request: HttpRequest,
    found: InstrumentVersion,
    form: FilesForm | None = None,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    may = access.capabilities(request.user, found.survey)
    is_draft = found.state == InstrumentVersion.State.DRAFT
    problems = list(problems)
    context = {
        "version": found,
        "survey": found.survey,
        "contents": codebooks.contents_of(found),
        "files": found.files.select_related("blob"),
        "missing": missing_files(found),
        "warnings": warnings_of(found),
        "problems": problems or (obstacles(found) if is_draft else []),
        "is_draft": is_draft,
        "others": versions(found.survey).exclude(pk=found.pk),
        "form": form or FilesForm(),
        "may": may,
    }
    return render(
        request, "surveys/admin/version.html", context, status=422 if form or problems else 200
    )


@require_POST
def upload_files(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Keep files that a draft names."""
    found = access.edited_version(request.user, slug, number)
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _version_page(request, found, form)
    try:
        add_files(version=found, files=form.contents())
    except SurveyError as error:
        return _version_page(request, found, problems=error.problems)
    messages.success(request, _("The files are stored."))
    return redirect("surveys_version", slug=slug, number=number)


@require_POST
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Publish a version; it never changes again."""
    return _publish(request, access.edited_version(request.user, slug, number))


def _publish(request: HttpRequest, found: InstrumentVersion) -> HttpResponse:
    try:
        publish_instrument(version=found)
    except SurveyError as error:
        return _version_page(request, found, problems=error.problems)
    messages.success(request, _("Published."))
    return redirect("surveys_version", slug=found.survey.slug, number=found.pk)


@require_safe
def original(request: HttpRequest, slug: str, number: int, part: str) -> HttpResponse:
    """The exact bytes: the file as it was uploaded, or the XForm that phones get."""
    found = access.viewed_version(request.user, slug, number)
    if part == "xform":
        return _attachment(bytes(found.xform), XFORM_TYPE, f"{found.form_id}.xml")
    if part == "workbook":
        return _attachment(bytes(found.workbook), "application/octet-stream", found.filename)
    raise Http404


@require_safe
def codebook(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Names, questions, codes and rules of a version, in one of its languages."""
    found = access.viewed_version(request.user, slug, number)
    questionnaire = queries.questionnaire_of(found)
    language = request.GET.get("language") or get_language() or "en"
    if language not in questionnaire.languages:
        language = questionnaire.default_language
    context = {
        "version": found,
        "survey": found.survey,
        "entries": codebooks.entries(found, language),
        "language": language,
        "languages": [(code, codebooks.language_name(code)) for code in questionnaire.languages],
    }
    return render(request, "surveys/admin/codebook.html", context)


@require_safe
def codebook_table(
    request: HttpRequest, slug: str, number: int, language: str, ending: str
) -> HttpResponse:
    """The codebook as a table to take away."""
    found = access.viewed_version(request.user, slug, number)
    known = queries.questionnaire_of(found).languages
    if language not in known or ending not in codebooks.TABLES:
        raise Http404
    make, kind = codebooks.TABLES[ending]
    name = f"codebook-{found.form_id}-{found.version}-{language}.{ending}"
    return _attachment(make(found, language), kind, name)


@require_safe
def medium(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """A picture, sound or video of a version."""
    return media.medium(request, access.viewed_version(request.user, slug, number), name)


@require_safe
def paper(request: HttpRequest, slug: str, number: int, language: str) -> HttpResponseBase:
    """The questionnaire to fill in by hand, as a PDF."""
    found = access.viewed_version(request.user, slug, number)
    if language not in codebooks.PAPER_LANGUAGES:
        raise Http404
    filename = f"questionnaire-{found.form_id}-{found.version}-{language}.pdf"
    return prints.answer(request, questionnaire_html(found, language), filename)


@require_safe
def compare(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What changed from another version to this one."""
    found = access.viewed_version(request.user, slug, number)
    other = access.viewed_version(request.user, slug, _whole(request.GET.get("with")))
    context = {
        "version": found,
        "other": other,
        "survey": found.survey,
        "differences": codebooks.differences_between(other, found),
    }
    return render(request, "surveys/admin/compare.html", context)


def _whole(text: str | None) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Http404
    return int(text)


def _attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-cache"
    return response
