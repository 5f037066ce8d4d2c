"""What each route of the surveys answers to whom."""

from tests.house.answers import (
    ACCEPTED,
    FOUND,
    MISSING,
    NOBODY,
    OK,
    REFUSED,
    RESEARCHERS,
    ROLES,
    VIEWERS,
    admin_only,
)

CLOSED = dict.fromkeys(ROLES, MISSING)
VERSION = "/admin/surveys/work/questionnaires/{version}"
SURVEY_ROUTES = {
    "collect_submission": ("/collect/key/invented/submission", NOBODY, CLOSED),
    "collect_forms": ("/collect/key/invented/formList", CLOSED, NOBODY),
    "collect_form": ("/collect/key/invented/forms/f/1/form.xml", CLOSED, NOBODY),
    "collect_manifest": ("/collect/key/invented/forms/f/1/manifest", CLOSED, NOBODY),
    "collect_file": ("/collect/key/invented/forms/f/1/files/a.csv", CLOSED, NOBODY),
    "collect_unknown": ("/collect/key/invented/elsewhere", CLOSED, CLOSED),
    "collect_nowhere": ("/collect/elsewhere", CLOSED, CLOSED),
    "respond_open": ("/en/respond/invented/", CLOSED, CLOSED),
    "respond_invitation": ("/en/respond/i/invented/", CLOSED, CLOSED),
    "respond_resume": ("/en/respond/r/invented/", CLOSED, CLOSED),
    "respond_preview": (
        "/en/respond/preview/{version}/",
        {**CLOSED, **dict.fromkeys(VIEWERS, OK)},
        {**CLOSED, **dict.fromkeys(VIEWERS, OK)},
    ),
    "surveys_figure": (
        "/en/reports/{release}/figures/1.svg",
        {**dict.fromkeys(ROLES, MISSING), **dict.fromkeys(VIEWERS, OK)},
        NOBODY,
    ),
    "surveys_analyses": (
        "/en/reports/{release}/analyses.csv",
        {**dict.fromkeys(ROLES, MISSING), **dict.fromkeys(VIEWERS, OK)},
        NOBODY,
    ),
    "surveys_finding": (
        "/en/reports/{release}/findings/C02:/by/sex.csv",
        {**dict.fromkeys(ROLES, MISSING), **dict.fromkeys(VIEWERS, OK)},
        NOBODY,
    ),
    "surveys_outdated_quotes": (
        "/admin/reports/outdated-quotes/",
        admin_only(OK, "editor", "translator", "trainer", *VIEWERS),
        None,
    ),
    "surveys_index": ("/admin/surveys/", admin_only(OK, *VIEWERS), None),
    "surveys_survey": ("/admin/surveys/work/", admin_only(OK, *VIEWERS), None),
    "surveys_upload": (
        "/admin/surveys/work/questionnaire/",
        None,
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_opening": ("/admin/surveys/work/opening/", admin_only(OK, *VIEWERS), None),
    "surveys_state": ("/admin/surveys/work/opening/state/", None, admin_only(FOUND, *RESEARCHERS)),
    "surveys_dates": ("/admin/surveys/work/opening/dates/", None, admin_only(FOUND, *RESEARCHERS)),
    "surveys_consent": (
        "/admin/surveys/work/opening/consent/",
        None,
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_team": (
        "/admin/surveys/work/team/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_leave": (
        "/admin/surveys/work/team/{member}/leave/",
        None,
        admin_only(FOUND, *RESEARCHERS),
    ),
    "surveys_approve": ("/admin/surveys/work/approve/", None, admin_only(FOUND, *RESEARCHERS)),
    "surveys_devices": (
        "/admin/surveys/work/devices/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_revoke_device": (
        "/admin/surveys/work/devices/0/revoke/",
        None,
        admin_only(MISSING, *RESEARCHERS),
    ),
    "surveys_sample": (
        "/admin/surveys/work/sample/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_reference": (
        "/admin/surveys/work/reference/",
        None,
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_weighting": (
        "/admin/surveys/work/weighting/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_data": (
        "/admin/surveys/work/data/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_export": ("/admin/surveys/work/data/invented/file/", admin_only(MISSING), None),
    "surveys_remove_export": (
        "/admin/surveys/work/data/invented/remove/",
        None,
        admin_only(MISSING),
    ),
    "surveys_imports": (
        "/admin/surveys/work/data/import/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_import": (
        "/admin/surveys/work/data/import/invented/",
        admin_only(MISSING),
        admin_only(MISSING),
    ),
    "surveys_machines": (
        "/admin/surveys/work/data/machines/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_revoke_key": (
        "/admin/surveys/work/data/machines/keys/0/revoke/",
        None,
        admin_only(MISSING),
    ),
    "surveys_test_webhook": (
        "/admin/surveys/work/data/machines/webhooks/0/test/",
        None,
        admin_only(MISSING),
    ),
    "surveys_send_again": ("/admin/surveys/work/data/machines/again/", None, admin_only(FOUND)),
    "surveys_machines_how": ("/admin/surveys/work/data/machines/how/", admin_only(OK), None),
    "surveys_end_webhook": (
        "/admin/surveys/work/data/machines/webhooks/0/end/",
        None,
        admin_only(MISSING),
    ),
    "api_submissions": ("/api/surveys/invented/submissions", dict.fromkeys(ROLES, 401), NOBODY),
    "surveys_release": ("/admin/surveys/work/release/", None, admin_only(FOUND, *RESEARCHERS)),
    "surveys_submission": (
        "/admin/surveys/work/submissions/{submission}/",
        admin_only(OK, *RESEARCHERS),
        None,
    ),
    "surveys_review": (
        "/admin/surveys/work/submissions/{submission}/review/",
        None,
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_new": (
        "/admin/surveys/+new/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_questionnaires": (
        "/admin/surveys/work/questionnaires/",
        admin_only(OK, *VIEWERS),
        None,
    ),
    "surveys_version": (f"{VERSION}/", admin_only(OK, *VIEWERS), None),
    "surveys_files": (f"{VERSION}/files/", None, admin_only(REFUSED, *RESEARCHERS)),
    "surveys_publish": (f"{VERSION}/publish/", None, admin_only(FOUND, *RESEARCHERS)),
    "surveys_codebook": (f"{VERSION}/codebook/", admin_only(OK, *VIEWERS), None),
    "surveys_codebook_table": (f"{VERSION}/codebook-en.csv", admin_only(OK, *VIEWERS), None),
    "surveys_paper": (f"{VERSION}/paper-en.pdf", admin_only(ACCEPTED, *VIEWERS), None),
    "surveys_compare": (
        f"{VERSION}/differences/?with={{version}}",
        admin_only(OK, *VIEWERS),
        None,
    ),
    "surveys_original": (f"{VERSION}/original/xform/", admin_only(OK, *VIEWERS), None),
    "surveys_edit": (
        "/admin/surveys/work/submissions/{submission}/edit/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_versions": (
        "/admin/surveys/work/submissions/{submission}/versions/",
        admin_only(OK, *RESEARCHERS),
        None,
    ),
    "surveys_version_content": (
        "/admin/surveys/work/submissions/{submission}/versions/1/",
        admin_only(OK, *RESEARCHERS),
        None,
    ),
    "surveys_attachment": (
        "/admin/surveys/work/submissions/{submission}/files/0/",
        admin_only(MISSING, *RESEARCHERS),
        None,
    ),
    "surveys_inbox": (
        "/admin/surveys/work/inbox/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_back_checks": (
        "/admin/surveys/work/back-checks/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_back_check_list": (
        "/admin/surveys/work/back-checks/list/",
        admin_only(OK, *RESEARCHERS),
        None,
    ),
    "surveys_back_check": (
        "/admin/surveys/work/back-checks/0/",
        admin_only(MISSING, *RESEARCHERS),
        None,
    ),
    "surveys_held_list": ("/admin/surveys/work/held/", admin_only(OK, *RESEARCHERS), None),
    "surveys_held": (
        "/admin/surveys/work/held/{held}/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_held_content": (
        "/admin/surveys/work/held/{held}/content/",
        admin_only(OK, *RESEARCHERS),
        None,
    ),
    "surveys_held_file": (
        "/admin/surveys/work/held/{held}/files/0/",
        admin_only(MISSING, *RESEARCHERS),
        None,
    ),
    "surveys_returned": (
        "/en/fieldwork/+returned/0/",
        {**dict.fromkeys(ROLES, MISSING), "anonymous": FOUND},
        {**dict.fromkeys(ROLES, MISSING), "anonymous": FOUND},
    ),
}
