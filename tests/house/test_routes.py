"""Every route × role × method: who gets in, who is sent to log in, for whom there is nothing.

A route of ours without a row here fails. Wagtail's own routes are covered by their prefix: whoever
may not enter the admin is turned away by it.
"""

import pytest
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from tests.briefs.makers_audio import make_audio
from tests.courses.makers import make_cohort, make_course, make_version
from tests.house.account_routes import account_rows
from tests.house.answers import (
    ACCEPTED,
    EVERYBODY,
    FOUND,
    INSIDE,
    MISSING,
    NOBODY,
    OK,
    OURS,
    OUTSIDE_THE_DESK,
    PUBLISHERS,
    REFUSED,
    ROLES,
    TRANSLATORS,
    UNHEARD,
    VIEWERS,
    VISITS_READERS,
    admin_only,
    strangers,
)
from tests.house.fieldwork_routes import FIELDWORK_ROUTES
from tests.house.survey_routes import SURVEY_ROUTES
from tests.surveys.makers_releases import make_release

ROUTES = {
    **SURVEY_ROUTES,
    **FIELDWORK_ROUTES,
    "health": ("/healthz", EVERYBODY, NOBODY),
    **account_rows(),
    "rendition": ("/media/images/none.jpg", dict.fromkeys(ROLES, MISSING), NOBODY),
    "original": ("/media/original_images/none.jpg", dict.fromkeys(ROLES, MISSING), NOBODY),
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
    from surveys.services.lists import keep_import
    from surveys.services.panels import begin_panel
    from surveys.services.quotas import keep_quota
    from surveys.services.teams import set_role
    from tests.factories import make_unit, make_user

    receive_submission(survey=survey, xml=interviews[0])
    receive_submission(survey=survey, xml=b"<broken")
    release = make_release(survey)
    audio = make_audio()
    course = make_course(site, lessons=1)
    panel = begin_panel(survey=survey, name="p")
    member_list = keep_import(
        survey=survey, panel=panel, filename="m.csv", content=b"name\nm\n", actor=None
    )
    applied = panel.imports.create(survey=survey, filename="n.csv", applied_at=timezone.now())
    return {
        "mailing": survey.mailings.create(channel="letter").pk,
        "panel": panel.pk,
        "panel_member": panel.members.create().pk,
        "panel_list": member_list.pk,
        "applied_panel_list": applied.pk,
        "wave": panel.waves.create(survey=survey, number=1).pk,
        "version": survey.instrument_versions.get().pk,
        "submission": survey.submissions.get().pk,
        "held": survey.held_submissions.get().pk,
        "quota": keep_quota(survey=survey, name="q", conditions={}, target=1, kind="soft").pk,
        "unit": make_unit(survey).pk,
        "list": keep_import(
            survey=survey,
            filename="l.csv",
            content=b"case_id,stratum,base_weight\nc1,A,1\n",
            actor=None,
        ).pk,
        "applied_list": survey.unit_imports.create(filename="a.csv", applied_at=timezone.now()).pk,
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
