"""Every page that a route of ours shows, and who sees it. A route that is missing here fails a test.

Pages of Wagtail are found in the database; what is here stands beside them. An address begins after
the language; words in braces come from `content.places`.
"""

from portal.guides import GUIDES
from tests.house.answers import GROUPS

VISITOR = ""
COHORT, ACCOUNT = "cohorts/{cohort}/", "account/"
OK, MADE_LATER, UNKNOWN, REFUSED, MISSING = 200, 202, 401, 403, 404
NOT_ALLOWED, GONE, FAILED = 405, 410, 503


def seen(who, *addresses, status=OK):
    """These addresses, seen by one kind of person."""
    return [(who, address, status) for address in addresses]


OWN = {
    "account_profile": "profile/",
    "usersessions_list": "sessions/",
    "account_reauthenticate": "confirm/",
    "account_email": "email/",
    "account_change_password": "password/",
    "account_set_password": "password/first/",
    "mfa_index": "factors/",
    "mfa_list_webauthn": "factors/passkeys/",
    "socialaccount_connections": "provider/",
}
"""Pages of one's own account."""

ENTRANCE = {
    "login": ["login/"],
    "account_roles": ["roles/"],
    "account_email_verification_sent": ["email/sent/"],
    "account_confirm_email": ["email/{confirmation}/", "email/invented/"],
    "account_reset_password": ["password/forgotten/"],
    "account_reset_password_done": ["password/forgotten/sent/"],
    "account_reset_password_from_key_done": ["password/forgotten/done/"],
    "account_reset_password_from_key": [
        "password/forgotten/{reset}/",
        "password/forgotten/0-invented/",
    ],
    "account_invitation": ["invitation/{invitation}/"],
    "socialaccount_login_cancelled": ["provider/cancelled/"],
}
"""Pages around the log-in."""

SCREENS = {
    **{name: seen("trainee", ACCOUNT + path) for name, path in OWN.items()},
    **{name: seen(VISITOR, *(ACCOUNT + path for path in all_)) for name, all_ in ENTRANCE.items()},
    "socialaccount_login_error": seen(VISITOR, "account/provider/error/", status=UNKNOWN),
    "start": [each for group in GROUPS for each in seen(group, ACCOUNT)],
    "search": seen(
        VISITOR, "search/", "search/?q=social+security", "search/?q=%22", "search/?q=xylophone"
    ),
    "guides": seen(VISITOR, "help/"),
    "guide": seen(VISITOR, *(f"help/{key}/" for key in GUIDES)),
    "gallery": seen("editor", "gallery/"),
    "courses_cohort": seen("trainee", COHORT) + seen("trainer", COHORT),
    "courses_board": seen("trainer", f"{COHORT}board/"),
    "courses_lesson": [
        *seen("trainee", *(f"{COHORT}lessons/{number}/" for number in range(3))),
        *seen("trainer", f"{COHORT}lessons/1/"),
    ],
    "courses_book": seen("trainee", f"{COHORT}book.pdf", status=MADE_LATER),
    "courses_pdf": seen("trainee", f"{COHORT}lessons/0.pdf", status=MADE_LATER),
    "page_pdf": [
        *seen(VISITOR, "privacy.pdf", status=MADE_LATER),
        *seen(VISITOR, "about.pdf", status=FAILED),
    ],
    "respond_open": seen(VISITOR, "respond/{work}/", "respond/{kinds}/"),
    "respond_invitation": seen(VISITOR, "respond/i/{invited}/"),
    "respond_leave": seen(VISITOR, "respond/i/{leaving}/leave/"),
    "respond_resume": seen(
        VISITOR,
        *(f"respond/r/{{resumed[{page}]}}/" for page in range(4)),
        "respond/r/{resumed[0]}/?saved",
        "respond/r/{answered}/",
    ),
    "respond_preview": seen("administrator", "respond/preview/{kinds_version}/"),
    "fieldwork_surveys": seen("interviewer", "fieldwork/"),
    "fieldwork_cases": seen("interviewer", "fieldwork/respond-work/"),
    "fieldwork_case": seen("interviewer", "fieldwork/respond-work/cases/{case}/"),
    "surveys_returned": seen("interviewer", "fieldwork/+returned/{returned}/"),
    "surveys_figure": seen(VISITOR, "reports/{release}/figures/1.png", status=MADE_LATER),
}
ELSEWHERE = [
    *seen(VISITOR, "respond/i/invented/", status=MISSING),
    *seen(VISITOR, "no-such-page/", status=MISSING),
    *seen(VISITOR, "account/invitation/invented/", status=GONE),
    *seen("trainee", "account/login/?next=/admin/", status=REFUSED),
    *seen("trainee", f"{COHORT}leave/", status=NOT_ALLOWED),
]
"""What routes answer that have no page for somebody."""

WITH_SECOND_FACTOR = {
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
    "mfa_authenticate", "mfa_reauthenticate",
}  # fmt: skip
"""Seen on the way of a person who sets up a second factor: `test_accounts.py` goes it."""
NO_PAGE = {
    "health", "rendition", "original", "collect_submission", "printed_findings", "podcast_feed",
    "audio_file", "audio_transcript", "audio_chapters", "mfa_download_recovery_codes",
    "surveys_finding", "surveys_analyses",
    "collect_forms", "collect_form", "collect_manifest", "collect_file", "collect_unknown",
    "collect_nowhere", "api_submissions",
    "respond_preview_medium", "respond_medium", "respond_invitation_medium",
    # they lead to a page
    "fieldwork_begin", "logout", "account_logout", "permanent", "courses_enrol", "courses_leave",
    "account_end_session", "mfa_login_webauthn", "mfa_reauthenticate_webauthn",
    "openid_connect_login", "openid_connect_callback",
    "account_login",  # the other name of `login`
    "footnotes-modal",  # a piece of the editor
    "socialaccount_signup",  # only while somebody comes from a provider
}  # fmt: skip
"""Files, answers to machines, and what only leads to a page."""


def screens_of(viewer):
    """The addresses that this kind of person sees and their status."""
    everything = [*ELSEWHERE, *(each for screens in SCREENS.values() for each in screens)]
    return [(address, status) for who, address, status in everything if who == viewer]
