"""Every route × role × method: who gets in, who is sent to log in, for whom there is nothing.

A route of ours without a row here fails. Wagtail's own routes are covered by their prefix: whoever
may not enter the admin is turned away by it.
"""

import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver

from surveys.models import ReleaseReport
from surveys.services.samples import store_plan

GROUPS = (
    "editor", "translator", "trainer", "trainee", "researcher", "interviewer", "partner",
    "auditor", "administrator",
)  # fmt: skip
ROLES = ("anonymous", *GROUPS)
OURS = ("portal.", "surveys.", "django.contrib.auth.")
OK, FOUND, BAD, MISSING, NOT_ALLOWED, REFUSED = 200, 302, 400, 404, 405, 422

EVERYBODY = dict.fromkeys(ROLES, OK)
NOBODY = dict.fromkeys(ROLES, NOT_ALLOWED)
LOGGED_IN = {**EVERYBODY, "anonymous": FOUND}


def admin_only(status, *groups):
    """Wagtail's admin sends people without access away; of those inside, these groups get in."""
    inside = {"editor", "translator", "researcher", "auditor", "administrator"}
    return {
        role: status if role in groups else MISSING if role in inside else FOUND for role in ROLES
    }


VIEWERS = ("researcher", "auditor", "administrator")
RESEARCHERS = ("researcher", "administrator")

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
    """Names of the routes whose view is ours, found by walking the URL configuration."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(pattern, URLPattern):
            yield from own_routes(pattern.url_patterns)
        elif getattr(pattern.callback, "__module__", "").startswith(OURS) or getattr(
            getattr(pattern.callback, "__wrapped__", None), "__module__", ""
        ).startswith(OURS):
            yield pattern.name or str(pattern.pattern)


def test_every_route_of_ours_has_a_row():
    assert set(own_routes()) - {"wagtailadmin_login", "wagtailcore_login"} == set(ROUTES)


@pytest.fixture
def places(survey, interviews):
    """A stored submission, and a printed release that no page shows yet."""
    from surveys.services.submissions import receive_submission

    receive_submission(survey=survey, xml=interviews[0])
    plan = store_plan(survey=survey, text="")
    release = survey.releases.create(number=1, plan=plan, results="{}", content_hash="0" * 64)
    report = ReleaseReport(release=release, language="en", sha256="0" * 64)
    report.file.save("unshown.pdf", ContentFile(b"%PDF-1.7"))
    return {"submission": survey.submissions.get().pk, "release": release.public_id}


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
