"""Addresses of the survey app; the portal's URL configuration includes the lists."""

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from surveys.views import admin, collect, downloads, life, reports
from surveys.views.review import back_checks, edit, held, inbox, submission


def loaded_late(module: str, name: str) -> Callable[..., HttpResponse]:
    """A view whose module comes with its first request, as it brings the numeric libraries."""

    def view(request: HttpRequest, **arguments: str) -> HttpResponse:
        answer: Callable[..., HttpResponse] = getattr(import_module(module), name)
        return answer(request, **arguments)

    return view


sample = loaded_late("surveys.views.samples", "sample")
weighting = loaded_late("surveys.views.weighing", "weighting")

collect_urlpatterns = [
    path("key/<str:token>/submission", collect.submission, name="collect_submission"),
]

site_urlpatterns = [
    path("fieldwork/returned/<row:number>/", edit.returned, name="surveys_returned"),
    path("reports/<str:public_id>.pdf", reports.printed_findings, name="printed_findings"),
    re_path(
        r"^reports/(?P<public_id>[-\w]+)/figures/(?P<number>[1-9][0-9]{0,3})\.(?P<ending>svg|png|csv)$",
        downloads.figure,
        name="surveys_figure",
    ),
    re_path(
        r"^reports/(?P<public_id>[-\w]+)/findings/(?P<name>.+)/by/(?P<by>[^/]+)"
        r"\.(?P<ending>svg|png|csv)$",
        downloads.finding,
        name="surveys_finding",
    ),
]

admin_urlpatterns = [
    path("reports/outdated-quotes/", admin.outdated_quotes, name="surveys_outdated_quotes"),
    path("surveys/", admin.index, name="surveys_index"),
    path("surveys/<slug:slug>/", admin.survey, name="surveys_survey"),
    path("surveys/<slug:slug>/opening/", life.opening, name="surveys_opening"),
    path("surveys/<slug:slug>/opening/state/", life.state, name="surveys_state"),
    path("surveys/<slug:slug>/opening/dates/", life.dates, name="surveys_dates"),
    path("surveys/<slug:slug>/opening/consent/", life.consent, name="surveys_consent"),
    path("surveys/<slug:slug>/team/", life.team, name="surveys_team"),
    path("surveys/<slug:slug>/team/<row:number>/leave/", life.leave, name="surveys_leave"),
    path("surveys/<slug:slug>/questionnaire/", admin.upload_instrument, name="surveys_upload"),
    path("surveys/<slug:slug>/approve/", admin.approve, name="surveys_approve"),
    path("surveys/<slug:slug>/sample/", sample, name="surveys_sample"),
    path("surveys/<slug:slug>/weighting/", weighting, name="surveys_weighting"),
    path("surveys/<slug:slug>/release/", admin.release, name="surveys_release"),
    path("surveys/<slug:slug>/inbox/", inbox.inbox, name="surveys_inbox"),
    path("surveys/<slug:slug>/back-checks/", back_checks.back_checks, name="surveys_back_checks"),
    path(
        "surveys/<slug:slug>/back-checks/list/",
        back_checks.back_check_list,
        name="surveys_back_check_list",
    ),
    path(
        "surveys/<slug:slug>/back-checks/<row:number>/",
        back_checks.back_check,
        name="surveys_back_check",
    ),
    path("surveys/<slug:slug>/held/", held.held_list, name="surveys_held_list"),
    path("surveys/<slug:slug>/held/<row:number>/", held.held, name="surveys_held"),
    path(
        "surveys/<slug:slug>/held/<row:number>/content/",
        held.content,
        name="surveys_held_content",
    ),
    path(
        "surveys/<slug:slug>/submissions/<row:number>/",
        submission.submission,
        name="surveys_submission",
    ),
    path(
        "surveys/<slug:slug>/submissions/<row:number>/review/",
        submission.review,
        name="surveys_review",
    ),
    path(
        "surveys/<slug:slug>/submissions/<row:number>/edit/",
        edit.edit,
        name="surveys_edit",
    ),
    path(
        "surveys/<slug:slug>/submissions/<row:number>/files/<row:file>/",
        submission.attachment,
        name="surveys_attachment",
    ),
]
