"""Every route × role × method: who gets in, who is sent to log in, for whom there is nothing.

A route of ours without a row here fails. Wagtail's own routes are covered by their prefix: whoever
may not enter the admin is turned away by it.
"""

import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver

from surveys.models import ReleaseReport
from surveys.services.samples import store_plan
from tests.briefs.makers_audio import make_audio
from tests.courses.makers import make_cohort, make_course, make_version

GROUPS = (
    "editor", "translator", "trainer", "trainee", "researcher", "interviewer", "partner",
    "auditor", "administrator",
)  # fmt: skip
ROLES = ("anonymous", *GROUPS)
OURS = ("portal.", "surveys.", "briefs.", "courses.", "django.contrib.auth.")
OK, ACCEPTED, FOUND, BAD, MISSING, NOT_ALLOWED, REFUSED = 200, 202, 302, 400, 404, 405, 422

EVERYBODY = dict.fromkeys(ROLES, OK)
NOBODY = dict.fromkeys(ROLES, NOT_ALLOWED)
LOGGED_IN = {**EVERYBODY, "anonymous": FOUND}


def admin_only(status, *groups):
    """Wagtail's admin sends people without access away; of those inside, these groups get in."""
    inside = {"editor", "translator", "trainer", "researcher", "auditor", "administrator"}
    return {
        role: status if role in groups else MISSING if role in inside else FOUND for role in ROLES
    }


def strangers(anonymous, others, administrator):
    """What people answer to who do not belong to a cohort; administrators keep all cohorts."""
    return {**dict.fromkeys(ROLES, others), "anonymous": anonymous, "administrator": administrator}


# A recording that no public episode plays is heard by those who keep recordings.
UNHEARD = {role: OK if role in ("editor", "administrator") else MISSING for role in ROLES}
VIEWERS = ("researcher", "auditor", "administrator")
RESEARCHERS = ("researcher", "administrator")
PUBLISHERS = ("editor", "administrator")
TRANSLATORS = ("translator", *PUBLISHERS)

VISITS_READERS = {**dict.fromkeys(ROLES, FOUND), **dict.fromkeys(PUBLISHERS, OK)}

# name → (address, what GET answers by role, what POST answers by role)
ROUTES = {
    "health": ("/healthz", EVERYBODY, NOBODY),
    "login": ("/en/account/login/", {**dict.fromkeys(ROLES, FOUND), "anonymous": OK}, None),
    "logout": ("/en/account/logout/", NOBODY, dict.fromkeys(ROLES, FOUND)),
    "start": ("/en/account/", LOGGED_IN, NOBODY),
    "password": ("/en/account/password/", LOGGED_IN, LOGGED_IN),
    "password_change_done": ("/en/account/password/done/", LOGGED_IN, None),
    "collect_submission": (
        "/collect/key/invented/submission",
        NOBODY,
        dict.fromkeys(ROLES, MISSING),
    ),
    "printed_findings": (
        "/en/reports/{release}.pdf",
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
    "portal_update_translations": (
        "/admin/localize/update/0/",
        {**dict.fromkeys(ROLES, FOUND), **dict.fromkeys(TRANSLATORS, MISSING)},
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
    "surveys_approve": ("/admin/surveys/work/approve/", None, admin_only(FOUND, *RESEARCHERS)),
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
    """A stored submission, a printed release that no page shows yet, a recording that no episode
    plays, and a cohort of a course.
    """
    from surveys.services.submissions import receive_submission

    receive_submission(survey=survey, xml=interviews[0])
    plan = store_plan(survey=survey, text="")
    release = survey.releases.create(number=1, plan=plan, results="{}", content_hash="0" * 64)
    report = ReleaseReport(release=release, language="en", sha256="0" * 64)
    report.file.save("unshown.pdf", ContentFile(b"%PDF-1.7"))
    audio = make_audio()
    course = make_course(site, lessons=1)
    return {
        "submission": survey.submissions.get().pk,
        "release": release.public_id,
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
    found, expected = {}, {}
    for name, (address, get, post) in ROUTES.items():
        for method, row in (("get", get), ("post", post)):
            if row is None or (name == "logout" and method == "post"):
                continue
            response = getattr(client, method)(address.format(**places))
            found[name, method] = response.status_code
            expected[name, method] = row[role]
    assert found == expected


def test_wagtail_s_admin_is_closed_to_visitors(client, db):
    response = client.get("/admin/")
    assert response.status_code == FOUND
    assert "login" in response["Location"]
