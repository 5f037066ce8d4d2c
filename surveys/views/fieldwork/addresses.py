"""Addresses of sample and fieldwork: those of interviewers, and those in the admin."""

from django.urls import include, path

from surveys.views.fieldwork import cases, dashboard, imports, invitations, mailings, units
from surveys.views.panels.addresses import panel_urlpatterns

fieldwork_urlpatterns = [
    path("fieldwork/", cases.surveys, name="fieldwork_surveys"),
    path("fieldwork/<slug:slug>/", cases.cases, name="fieldwork_cases"),
    path("fieldwork/<slug:slug>/cases/<row:number>/", cases.case, name="fieldwork_case"),
    path("fieldwork/<slug:slug>/cases/<row:number>/answer/", cases.begin, name="fieldwork_begin"),
]

sample_urlpatterns = [
    path("fieldwork/", dashboard.fieldwork, name="surveys_fieldwork"),
    path("rates/", dashboard.rates, name="surveys_rates"),
    path("quotas/", dashboard.quotas, name="surveys_quotas"),
    path("quotas/<row:number>/remove/", dashboard.remove_quota, name="surveys_quota_remove"),
    path("invitations/", invitations.invitations, name="surveys_invitations"),
    path("invitations/change/", invitations.change, name="surveys_invitations_change"),
    path("invitations/links.csv", invitations.links, name="surveys_links"),
    path("mailings/", mailings.mailings, name="surveys_mailings"),
    path("mailings/<row:number>/send/", mailings.send, name="surveys_mailing_send"),
    path("mailings/<row:number>/undo/", mailings.take_back, name="surveys_mailing_undo"),
    path("mailings/<row:number>/letters.pdf", mailings.letters, name="surveys_letters"),
    path("panels/", include(panel_urlpatterns)),
    path("units/", units.units, name="surveys_units"),
    path("units/assign/", units.assign, name="surveys_assign"),
    path("units/<row:number>/", units.unit, name="surveys_unit"),
    path("units/import/", imports.import_units, name="surveys_units_import"),
    path("units/import/<row:number>/", imports.preview, name="surveys_units_preview"),
    path("units/import/<row:number>/undo/", imports.undo, name="surveys_units_undo"),
]
