"""Addresses of the survey app; the portal's URL configuration includes the lists."""

from collections.abc import Callable
from importlib import import_module

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path

from surveys.views import (
    admin,
    api,
    data,
    devices,
    downloads,
    imports,
    instruments,
    life,
    machines,
    reports,
)
from surveys.views.collect import door, forms, submissions
from surveys.views.fieldwork.addresses import fieldwork_urlpatterns, sample_urlpatterns
from surveys.views.respond import doors, media, preview
from surveys.views.review import back_checks, edit, held, inbox, submission, versions


def loaded_late(module: str, name: str) -> Callable[..., HttpResponse]:
    """A view whose module comes with its first request, as it brings the numeric libraries."""

    def view(request: HttpRequest, **arguments: str) -> HttpResponse:
        answer: Callable[..., HttpResponse] = getattr(import_module(module), name)
        return answer(request, **arguments)

    return view


sample = loaded_late("surveys.views.samples", "sample")
reference = loaded_late("surveys.views.references", "upload_reference")
weighting = loaded_late("surveys.views.weighing", "weighting")

VERSION = "surveys/<slug:slug>/questionnaires/<row:number>"

device_urlpatterns = [
    path("formList", forms.form_list, name="collect_forms"),
    path("forms/<str:form_id>/<path:version>/form.xml", forms.form, name="collect_form"),
    path("forms/<str:form_id>/<path:version>/manifest", forms.manifest, name="collect_manifest"),
    path("forms/<str:form_id>/<path:version>/files/<str:name>", forms.file, name="collect_file"),
    path("submission", submissions.submission, name="collect_submission"),
    re_path(r"^.*$", door.unknown, name="collect_unknown"),
]
collect_urlpatterns = [
    path("key/<str:token>/", include(device_urlpatterns)),
    path("login/", include(device_urlpatterns)),
    re_path(r"^.*$", door.nowhere, name="collect_nowhere"),
]

api_urlpatterns = [
    path("surveys/<str:public_id>/submissions", api.submissions, name="api_submissions"),
]

site_urlpatterns = [
    *fieldwork_urlpatterns,
    path("respond/preview/<row:number>/", preview.preview, name="respond_preview"),
    path(
        "respond/preview/<row:number>/+media/<str:name>",
        media.preview_medium,
        name="respond_preview_medium",
    ),
    path("respond/i/<str:token>/", doors.invitation, name="respond_invitation"),
    path("respond/i/<str:token>/leave/", doors.leave, name="respond_leave"),
    path(
        "respond/i/<str:token>/+media/<str:name>",
        media.invitation_medium,
        name="respond_invitation_medium",
    ),
    path("respond/r/<str:token>/", doors.resume, name="respond_resume"),
    path("respond/r/<str:token>/+media/<str:name>", media.draft_medium, name="respond_medium"),
    path("respond/<str:public_id>/", doors.open_link, name="respond_open"),
    path("fieldwork/+returned/<row:number>/", edit.returned, name="surveys_returned"),
    path("reports/<str:public_id>.pdf", reports.printed_findings, name="printed_findings"),
    re_path(
        r"^reports/(?P<public_id>[-\w]+)/figures/(?P<number>[1-9][0-9]{0,3})\.(?P<ending>svg|png|csv)$",
        downloads.figure,
        name="surveys_figure",
    ),
    path("reports/<str:public_id>/analyses.csv", downloads.analyses, name="surveys_analyses"),
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
    path("surveys/+new/", instruments.new_survey, name="surveys_new"),
    path("surveys/<slug:slug>/", admin.survey, name="surveys_survey"),
    path(
        "surveys/<slug:slug>/questionnaires/",
        instruments.questionnaires,
        name="surveys_questionnaires",
    ),
    path(
        "surveys/<slug:slug>/questionnaire/", instruments.upload_instrument, name="surveys_upload"
    ),
    path(f"{VERSION}/", instruments.version, name="surveys_version"),
    path(f"{VERSION}/files/", instruments.upload_files, name="surveys_files"),
    path(f"{VERSION}/publish/", instruments.publish, name="surveys_publish"),
    path(f"{VERSION}/codebook/", instruments.codebook, name="surveys_codebook"),
    path(f"{VERSION}/codebook/+media/<str:name>", instruments.medium, name="surveys_medium"),
    path(
        f"{VERSION}/codebook-<slug:language>.<slug:ending>",
        instruments.codebook_table,
        name="surveys_codebook_table",
    ),
    path(f"{VERSION}/paper-<slug:language>.pdf", instruments.paper, name="surveys_paper"),
    path(f"{VERSION}/differences/", instruments.compare, name="surveys_compare"),
    path(f"{VERSION}/original/<slug:part>/", instruments.original, name="surveys_original"),
    path("surveys/<slug:slug>/opening/", life.opening, name="surveys_opening"),
    path("surveys/<slug:slug>/opening/state/", life.state, name="surveys_state"),
    path("surveys/<slug:slug>/opening/dates/", life.dates, name="surveys_dates"),
    path("surveys/<slug:slug>/opening/consent/", life.consent, name="surveys_consent"),
    path("surveys/<slug:slug>/team/", life.team, name="surveys_team"),
    path("surveys/<slug:slug>/team/<row:number>/leave/", life.leave, name="surveys_leave"),
    path("surveys/<slug:slug>/data/", data.data, name="surveys_data"),
    path("surveys/<slug:slug>/data/import/", imports.answers, name="surveys_imports"),
    path("surveys/<slug:slug>/data/import/<str:public_id>/", imports.upload, name="surveys_import"),
    path("surveys/<slug:slug>/data/machines/", machines.machines, name="surveys_machines"),
    path(
        "surveys/<slug:slug>/data/machines/keys/<row:number>/revoke/",
        machines.revoke_key,
        name="surveys_revoke_key",
    ),
    path(
        "surveys/<slug:slug>/data/machines/webhooks/<row:number>/end/",
        machines.end_webhook,
        name="surveys_end_webhook",
    ),
    path(
        "surveys/<slug:slug>/data/machines/webhooks/<row:number>/test/",
        machines.test_webhook,
        name="surveys_test_webhook",
    ),
    path("surveys/<slug:slug>/data/machines/again/", machines.again, name="surveys_send_again"),
    path("surveys/<slug:slug>/data/machines/how/", machines.how, name="surveys_machines_how"),
    path("surveys/<slug:slug>/data/<str:public_id>/file/", data.download, name="surveys_export"),
    path(
        "surveys/<slug:slug>/data/<str:public_id>/remove/",
        data.remove,
        name="surveys_remove_export",
    ),
    path("surveys/<slug:slug>/", include(sample_urlpatterns)),
    path("surveys/<slug:slug>/approve/", admin.approve, name="surveys_approve"),
    path("surveys/<slug:slug>/devices/", devices.devices, name="surveys_devices"),
    path(
        "surveys/<slug:slug>/devices/<row:number>/revoke/",
        devices.revoke,
        name="surveys_revoke_device",
    ),
    path("surveys/<slug:slug>/sample/", sample, name="surveys_sample"),
    path("surveys/<slug:slug>/reference/", reference, name="surveys_reference"),
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
        "surveys/<slug:slug>/held/<row:number>/files/<row:file>/",
        held.held_file,
        name="surveys_held_file",
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
        "surveys/<slug:slug>/submissions/<row:number>/versions/",
        versions.versions,
        name="surveys_versions",
    ),
    path(
        "surveys/<slug:slug>/submissions/<row:number>/versions/<row:version>/",
        versions.version_content,
        name="surveys_version_content",
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
