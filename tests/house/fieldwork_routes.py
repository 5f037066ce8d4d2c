"""What each route of sample and fieldwork answers to whom."""

from tests.house.answers import (
    ACCEPTED,
    FOUND,
    LOGGED_IN,
    MISSING,
    NOBODY,
    OK,
    REFUSED,
    RESEARCHERS,
    ROLES,
    VIEWERS,
    admin_only,
)

UNPOSTED = {**NOBODY, "anonymous": FOUND}
SOMEBODYS_CASE = {**dict.fromkeys(ROLES, MISSING), "anonymous": FOUND}
TEAM_ONLY = {**SOMEBODYS_CASE, "researcher": OK, "interviewer": OK}
FIELDWORK_ROUTES = {
    "surveys_fieldwork": ("/admin/surveys/work/fieldwork/", admin_only(OK, *VIEWERS), None),
    "surveys_rates": ("/admin/surveys/work/rates/", admin_only(OK, *VIEWERS), None),
    "surveys_quotas": (
        "/admin/surveys/work/quotas/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_quota_remove": (
        "/admin/surveys/work/quotas/{quota}/remove/",
        None,
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_invitations": (
        "/admin/surveys/work/invitations/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_invitations_change": (
        "/admin/surveys/work/invitations/change/",
        None,
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_links": (
        "/admin/surveys/work/invitations/links.csv",
        admin_only(OK, *RESEARCHERS),
        None,
    ),
    "surveys_mailings": (
        "/admin/surveys/work/mailings/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_mailing_send": (
        "/admin/surveys/work/mailings/{mailing}/send/",
        None,
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_mailing_undo": (
        "/admin/surveys/work/mailings/{mailing}/undo/",
        None,
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_letters": (
        "/admin/surveys/work/mailings/{mailing}/letters.pdf",
        admin_only(ACCEPTED, *RESEARCHERS),
        None,
    ),
    "surveys_units": ("/admin/surveys/work/units/", admin_only(OK, *RESEARCHERS), None),
    "surveys_assign": (
        "/admin/surveys/work/units/assign/",
        None,
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_unit": (
        "/admin/surveys/work/units/{unit}/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_units_import": (
        "/admin/surveys/work/units/import/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_units_preview": (
        "/admin/surveys/work/units/import/{list}/",
        admin_only(OK, *RESEARCHERS),
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_units_undo": (
        "/admin/surveys/work/units/import/{applied_list}/undo/",
        None,
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_panels": (
        "/admin/surveys/work/panels/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_panel": ("/admin/surveys/work/panels/{panel}/", admin_only(OK, *RESEARCHERS), None),
    "surveys_panel_import": (
        "/admin/surveys/work/panels/{panel}/import/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_panel_recruit": (
        "/admin/surveys/work/panels/{panel}/recruit/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_panel_preview": (
        "/admin/surveys/work/panels/{panel}/lists/{panel_list}/",
        admin_only(OK, *RESEARCHERS),
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_panel_undo": (
        "/admin/surveys/work/panels/{panel}/lists/{applied_panel_list}/undo/",
        None,
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_wave": (
        "/admin/surveys/work/panels/{panel}/waves/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_wave_remove": (
        "/admin/surveys/work/panels/{panel}/waves/{wave}/remove/",
        None,
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_panel_member": (
        "/admin/surveys/work/panels/{panel}/members/{panel_member}/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_panel_contact": (
        "/admin/surveys/work/panels/{panel}/members/{panel_member}/contact/",
        None,
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_panel_withdraw": (
        "/admin/surveys/work/panels/{panel}/members/{panel_member}/withdraw/",
        None,
        admin_only(FOUND, *RESEARCHERS),
    ),
    "fieldwork_surveys": ("/en/fieldwork/", LOGGED_IN, UNPOSTED),
    "fieldwork_cases": ("/en/fieldwork/work/", TEAM_ONLY, UNPOSTED),
    "fieldwork_case": ("/en/fieldwork/work/cases/{unit}/", SOMEBODYS_CASE, SOMEBODYS_CASE),
    "fieldwork_begin": ("/en/fieldwork/work/cases/{unit}/answer/", UNPOSTED, SOMEBODYS_CASE),
}
