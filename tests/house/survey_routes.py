"""What each route of the surveys answers to whom."""

from tests.house.answers import (
    BAD,
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

NOWHERE = dict.fromkeys(ROLES, MISSING)
SURVEY_ROUTES = {
    "respond_open": ("/en/respond/invented/", NOWHERE, NOWHERE),
    "respond_invitation": ("/en/respond/i/invented/", NOWHERE, NOWHERE),
    "respond_resume": ("/en/respond/r/invented/", NOWHERE, NOWHERE),
    "respond_preview": (
        "/en/respond/preview/{version}/",
        {**NOWHERE, **dict.fromkeys(VIEWERS, OK)},
        {**NOWHERE, **dict.fromkeys(VIEWERS, OK)},
    ),
    "collect_submission": (
        "/collect/key/invented/submission",
        NOBODY,
        dict.fromkeys(ROLES, MISSING),
    ),
    "surveys_figure": (
        "/en/reports/{release}/figures/1.svg",
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
    "surveys_release": ("/admin/surveys/work/release/", None, admin_only(FOUND, *RESEARCHERS)),
    "surveys_submission": (
        "/admin/surveys/work/submissions/{submission}/",
        admin_only(OK, *RESEARCHERS),
        None,
    ),
    "surveys_review": (
        "/admin/surveys/work/submissions/{submission}/review/",
        None,
        admin_only(BAD, *RESEARCHERS),
    ),
}
