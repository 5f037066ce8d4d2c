"""Every route × role × method: who gets in, who is sent to log in, for whom there is nothing.

A route of ours without a row here fails. Wagtail's own routes are covered by their prefix: whoever
may not enter the admin is turned away by it.
"""

import pytest
from django.urls import URLPattern, get_resolver

from tests.briefs.makers_audio import make_audio
from tests.courses.makers import make_cohort, make_course, make_version
from tests.house.review_routes import review_rows
from tests.surveys.makers_releases import make_release

GROUPS = (
    "editor", "translator", "trainer", "trainee", "researcher", "interviewer", "partner",
    "auditor", "administrator",
)  # fmt: skip
ROLES = ("anonymous", *GROUPS)
OURS = ("portal.", "surveys.", "briefs.", "courses.", "allauth.")
OK, ACCEPTED, FOUND, MISSING, NOT_ALLOWED, REFUSED = 200, 202, 302, 404, 405, 422

INSIDE = {"editor", "translator", "trainer", "researcher", "auditor", "administrator"}
"""Who may enter the admin."""
EVERYBODY = dict.fromkeys(ROLES, OK)
NOBODY = dict.fromkeys(ROLES, NOT_ALLOWED)
LOGGED_IN = {**EVERYBODY, "anonymous": FOUND}


def admin_only(status, *groups):
    """Wagtail's admin sends people without access away; of those inside, these groups get in."""
    return {
        role: status if role in groups else MISSING if role in INSIDE else FOUND for role in ROLES
    }


def strangers(anonymous, others, administrator):
    """What people answer to who do not belong to a cohort; administrators keep all cohorts."""
    return {**dict.fromkeys(ROLES, others), "anonymous": anonymous, "administrator": administrator}


# A recording that no public episode plays is heard by those who keep recordings.
UNHEARD = {
    role: OK if role in ("editor", "translator", "administrator") else MISSING for role in ROLES
}
VIEWERS = ("researcher", "auditor", "administrator")
RESEARCHERS = ("researcher", "administrator")
PUBLISHERS = ("editor", "administrator")
OUTSIDE_THE_DESK = ("anonymous", "trainee", "partner", "interviewer")
TRANSLATORS = ("translator", *PUBLISHERS)

VISITS_READERS = {**dict.fromkeys(ROLES, FOUND), **dict.fromkeys(PUBLISHERS, OK)}


def account_rows():
    """Accounts: what is open to everybody, what is one's own, and what asks again who it is."""
    away = dict.fromkeys(ROLES, FOUND)
    own_lack = {**dict.fromkeys(ROLES, MISSING), "anonymous": FOUND}
    entrance = {**away, "anonymous": OK}
    unread = {**NOBODY, "anonymous": FOUND}
    gone = dict.fromkeys(ROLES, 410)
    shut = dict.fromkeys(ROLES, MISSING)
    return {
        "login": ("/en/account/login/", entrance, None),
        "account_login": ("/en/account/login/", entrance, None),
        "logout": ("/en/account/logout/", NOBODY, None),
        "account_logout": ("/en/account/logout/", NOBODY, None),
        "start": ("/en/account/", LOGGED_IN, NOBODY),
        "account_invitation": ("/en/account/invitation/invented/", gone, gone),
        "account_profile": ("/en/account/profile/", LOGGED_IN, LOGGED_IN),
        "account_roles": ("/en/account/roles/", EVERYBODY, NOBODY),
        "usersessions_list": ("/en/account/sessions/", LOGGED_IN, away),
        "account_end_session": ("/en/account/sessions/0/end/", NOBODY, own_lack),
        "account_reauthenticate": ("/en/account/confirm/", LOGGED_IN, LOGGED_IN),
        "account_email": ("/en/account/email/", LOGGED_IN, away),
        "account_email_verification_sent": ("/en/account/email/sent/", EVERYBODY, None),
        "account_confirm_email": ("/en/account/email/invented/", EVERYBODY, shut),
        "account_change_password": ("/en/account/password/", LOGGED_IN, LOGGED_IN),
        "account_set_password": ("/en/account/password/first/", LOGGED_IN, NOBODY),
        "account_reset_password": ("/en/account/password/forgotten/", EVERYBODY, EVERYBODY),
        "account_reset_password_done": ("/en/account/password/forgotten/sent/", EVERYBODY, None),
        "account_reset_password_from_key_done": (
            "/en/account/password/forgotten/done/",
            EVERYBODY,
            None,
        ),
        "account_reset_password_from_key": (
            "/en/account/password/forgotten/0-invented/",
            EVERYBODY,
            EVERYBODY,
        ),
        "mfa_index": ("/en/account/factors/", LOGGED_IN, unread),
        "mfa_authenticate": ("/en/account/factors/confirm-log-in/", away, away),
        "mfa_reauthenticate": ("/en/account/factors/confirm/", away, away),
        "mfa_activate_totp": ("/en/account/factors/app/", away, away),
        "mfa_deactivate_totp": ("/en/account/factors/app/remove/", own_lack, own_lack),
        "mfa_view_recovery_codes": ("/en/account/factors/codes/", own_lack, unread),
        "mfa_generate_recovery_codes": ("/en/account/factors/codes/new/", away, away),
        "mfa_download_recovery_codes": ("/en/account/factors/codes/file/", own_lack, own_lack),
        "mfa_list_webauthn": ("/en/account/factors/passkeys/", LOGGED_IN, unread),
        "mfa_add_webauthn": ("/en/account/factors/passkeys/add/", away, away),
        "mfa_login_webauthn": ("/en/account/factors/passkeys/log-in/", away, away),
        "mfa_reauthenticate_webauthn": ("/en/account/factors/passkeys/confirm/", away, away),
        "mfa_edit_webauthn": ("/en/account/factors/passkeys/0/", away, away),
        "mfa_remove_webauthn": ("/en/account/factors/passkeys/0/remove/", away, away),
        "socialaccount_connections": ("/en/account/provider/", LOGGED_IN, LOGGED_IN),
        "socialaccount_login_cancelled": ("/en/account/provider/cancelled/", EVERYBODY, None),
        "socialaccount_login_error": (
            "/en/account/provider/error/",
            dict.fromkeys(ROLES, 401),
            None,
        ),
        "socialaccount_signup": ("/en/account/provider/account/", away, away),
        "openid_connect_login": ("/oidc/invented/", shut, shut),
        "openid_connect_callback": ("/oidc/invented/callback/", shut, shut),
        "account_invitations": (
            "/admin/accounts/invitations/",
            {**away, "administrator": OK},
            None,
        ),
        "account_renew": (
            "/admin/accounts/invitations/0/renew/",
            None,
            {**away, "administrator": MISSING},
        ),
        "account_withdraw": (
            "/admin/accounts/invitations/0/withdraw/",
            None,
            {**away, "administrator": MISSING},
        ),
    }


# name → (address, what GET answers by role, what POST answers by role)
ROUTES = {
    "health": ("/healthz", EVERYBODY, NOBODY),
    **account_rows(),
    "rendition": ("/media/images/none.jpg", dict.fromkeys(ROLES, MISSING), NOBODY),
    "original": ("/media/original_images/none.jpg", dict.fromkeys(ROLES, MISSING), NOBODY),
    "collect_submission": (
        "/collect/key/invented/submission",
        NOBODY,
        dict.fromkeys(ROLES, MISSING),
    ),
    "printed_findings": (
        "/en/reports/{release}.pdf",
        {**dict.fromkeys(ROLES, MISSING), **dict.fromkeys(VIEWERS, ACCEPTED)},
        NOBODY,
    ),
    "footnotes-modal": (
        "/footnotes/footnotes_modal/",
        {role: OK if role in INSIDE else MISSING for role in ROLES},
        NOBODY,
    ),
    "gallery": (
        "/en/gallery/",
        {role: OK if role in INSIDE else MISSING for role in ROLES},
        NOBODY,
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
    "search": ("/en/search/", EVERYBODY, NOBODY),
    "guides": ("/en/help/", EVERYBODY, NOBODY),
    "guide": ("/en/help/trainee/", EVERYBODY, NOBODY),
    "page_pdf": ("/en/surveys.pdf", dict.fromkeys(ROLES, MISSING), NOBODY),
    "permanent": ("/r/invented", dict.fromkeys(ROLES, MISSING), NOBODY),
    "podcast_feed": ("/en/podcasts/feed.xml", EVERYBODY, NOBODY),
    "audio_file": ("/audio/{audio}", UNHEARD, NOBODY),
    "audio_transcript": ("/audio/{unheard}/transcript.vtt", UNHEARD, NOBODY),
    "audio_chapters": ("/audio/{unheard}/chapters.json", UNHEARD, NOBODY),
    "courses_cohort": ("/en/cohorts/{cohort}/", strangers(FOUND, MISSING, OK), NOBODY),
    "courses_lesson": (
        "/en/cohorts/{cohort}/lessons/0/",
        strangers(FOUND, MISSING, OK),
        strangers(FOUND, MISSING, FOUND),
    ),
    "courses_book": ("/en/cohorts/{cohort}/book.pdf", strangers(FOUND, MISSING, ACCEPTED), NOBODY),
    "courses_pdf": (
        "/en/cohorts/{cohort}/lessons/0.pdf",
        strangers(FOUND, MISSING, ACCEPTED),
        NOBODY,
    ),
    "courses_board": (
        "/en/cohorts/{cohort}/board/",
        strangers(FOUND, MISSING, OK),
        strangers(FOUND, MISSING, REFUSED),
    ),
    "courses_enrol": ("/en/cohorts/{cohort}/enrol/", dict.fromkeys(ROLES, FOUND), None),
    "courses_leave": ("/en/cohorts/{cohort}/leave/", NOBODY, strangers(FOUND, MISSING, MISSING)),
    "courses_release": (
        "/admin/courses/{course}/release/",
        admin_only(OK, "editor", "administrator"),
        admin_only(FOUND, "editor", "administrator"),
    ),
    "portal_content_report": (
        "/admin/reports/content/",
        admin_only(OK, "editor", "translator", "administrator"),
        None,
    ),
    "portal_update_translations": (
        "/admin/localize/update/0/",
        {**dict.fromkeys(ROLES, FOUND), **dict.fromkeys(TRANSLATORS, MISSING)},
        None,
    ),
    "portal_submit_translation": (
        "/admin/localize/submit/page/{course}/",
        {**dict.fromkeys(ROLES, FOUND), **dict.fromkeys(TRANSLATORS, OK)},
        None,
    ),
    "portal_edit_text": (
        "/admin/localize/translate/0/strings/0/edit/",
        None,
        {**dict.fromkeys(ROLES, 405), **dict.fromkeys(OUTSIDE_THE_DESK, FOUND)},
    ),
    "portal_stop_translation": (
        "/admin/localize/translate/0/disable/",
        {**dict.fromkeys(ROLES, MISSING), **dict.fromkeys(OUTSIDE_THE_DESK, FOUND)},
        None,
    ),
    "portal_convert_to_alias": (  # a course that is no translation
        "/admin/localize/page/{course}/convert_to_alias/",
        {**dict.fromkeys(ROLES, FOUND), **dict.fromkeys(PUBLISHERS, MISSING)},
        {**dict.fromkeys(ROLES, FOUND), **dict.fromkeys(PUBLISHERS, MISSING)},
    ),
    "portal_visits": ("/admin/reports/visits/", VISITS_READERS, None),
    "portal_visits_results": ("/admin/reports/visits/results/", VISITS_READERS, None),
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
    "surveys_weighting": (
        "/admin/surveys/work/weighting/",
        admin_only(OK, *RESEARCHERS),
        admin_only(REFUSED, *RESEARCHERS),
    ),
    "surveys_release": ("/admin/surveys/work/release/", None, admin_only(FOUND, *RESEARCHERS)),
    **review_rows(lambda status: admin_only(status, *RESEARCHERS), ROLES),
}


def own_routes(patterns=None):
    """Names of the routes whose view is ours, found by walking the URL configuration.

    Namespaces belong to Wagtail: its view sets over our models have tests of their own.
    """
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(pattern, URLPattern):
            yield from own_routes(pattern.url_patterns if not pattern.namespace else [])
        elif getattr(pattern.callback, "__module__", "").startswith(OURS) or getattr(
            getattr(pattern.callback, "__wrapped__", None), "__module__", ""
        ).startswith(OURS):
            yield pattern.name or str(pattern.pattern)


def test_every_route_of_ours_has_a_row():
    assert set(own_routes()) - {"wagtailadmin_login", "wagtailcore_login"} == set(ROUTES)


@pytest.fixture
def places(site, survey, interviews):
    """A stored submission, a release that no page shows yet, a recording that no episode
    plays, and a cohort of a course.
    """
    from surveys.services.intake import receive_submission
    from surveys.services.teams import set_role
    from tests.factories import make_user

    receive_submission(survey=survey, xml=interviews[0])
    receive_submission(survey=survey, xml=b"<broken")
    release = make_release(survey)
    audio = make_audio()
    course = make_course(site, lessons=1)
    return {
        "submission": survey.submissions.get().pk,
        "held": survey.held_submissions.get().pk,
        "release": release.public_id,
        "member": set_role(survey=survey, user=make_user("partner"), role="viewer").pk,
        "audio": f"{audio.public_id}/{audio.file_name}",
        "unheard": audio.public_id,
        "course": course.pk,
        "cohort": make_cohort(make_version(course)).public_id,
    }


@pytest.mark.parametrize("role", ROLES)
def test_role(role, client, person, places):
    """All rows of one role, so that a failure shows the whole picture."""
    if role != "anonymous":
        client.force_login(person(role))
    found, expected, loose = {}, {}, set()
    for name, (address, get, post) in ROUTES.items():
        for method, row in (("get", get), ("post", post)):
            if row is None or (name == "logout" and method == "post"):
                continue
            response = getattr(client, method)(address.format(**places))
            found[name, method] = response.status_code
            expected[name, method] = row[role]
            if not address.startswith("/admin/") and not is_strict(response):
                loose.add(name)
    assert found == expected
    assert loose == set()


def is_strict(response):
    """Whether the answer lets a browser load nothing but from this site, and run nothing inline."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    policy = headers.get("content-security-policy", "")
    return policy.startswith("default-src 'none';") and "unsafe" not in policy


def test_wagtail_s_admin_is_closed_to_visitors(client, db):
    response = client.get("/admin/")
    assert response.status_code == FOUND
    assert "login" in response["Location"]
