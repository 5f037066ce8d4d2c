"""Name, language and time zone, and where the last two show."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from portal.middleware import TimeZoneMiddleware
from portal.time_zones import told

pytestmark = pytest.mark.django_db

PAGE = "/en/account/profile/"


def save(client, **fields):
    return client.post(PAGE, {"first_name": "Lin", "last_name": "Li", **fields}, follow=True)


def test_a_profile_is_saved_and_said_so_in_the_language_chosen(client, site, lin):
    client.force_login(lin)
    answer = save(client, language="zh-hans", time_zone="Asia/Jakarta")
    assert answer.redirect_chain == [("/zh-hans/account/profile/", 302)]
    assert "个人资料已保存。" in answer.content.decode()
    lin.refresh_from_db()
    assert (lin.first_name, lin.language, lin.time_zone) == ("Lin", "zh-hans", "Asia/Jakarta")


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"language": "xx"}, {"first_name": "x" * 151}]
)
def test_what_cannot_be_is_explained_and_nothing_typed_is_lost(client, lin, wrong):
    client.force_login(lin)
    page = save(client, **{"last_name": "Typed", **wrong}).content.decode()
    assert "Please correct what is marked below." in page
    assert 'value="Typed"' in page


def test_nothing_but_the_profile_is_changed_by_its_form(client, lin):
    client.force_login(lin)
    save(client, email="x@y.example", is_superuser="on", groups="9", is_staff="on")
    lin.refresh_from_db()
    assert (lin.email, lin.is_superuser, lin.is_staff) == ("lin@test.example", False, False)
    assert list(lin.groups.values_list("name", flat=True)) == ["trainee"]


@pytest.mark.parametrize(("chosen", "start"), [("zh-hans", "zh-hans"), ("", "en")])
def test_after_log_in_the_start_page_is_in_the_person_s_language(
    client, site, lin, log_in, chosen, start
):
    lin.language = chosen
    lin.save()
    assert log_in(client)["Location"] == f"/{start}/account/"


def shown_to(user, **cookies):
    """How the middleware lets a template show a moment: noon in UTC."""
    request = RequestFactory().get("/")
    request.user, request.COOKIES = user, cookies
    moment = Context({"moment": datetime(2026, 11, 27, 12, tzinfo=UTC)})
    template = Template('{{ moment|date:"H:i" }}')
    return TimeZoneMiddleware(lambda request: template.render(moment))(request)


def test_times_are_in_the_person_s_zone(person):
    assert shown_to(person(time_zone="Asia/Jakarta"), sessionid="x") == "19:00"
    assert shown_to(person(), sessionid="x") == "20:00"


def test_the_editing_desk_reads_the_same_clock(client, site, person):
    editor = person("editor")
    client.force_login(editor)
    for zone, shown in (("Asia/Jakarta", "Asia/Jakarta"), ("", "Asia/Shanghai")):
        save(client, time_zone=zone)
        editor.refresh_from_db()
        assert editor.wagtail_userprofile.get_current_time_zone() == shown
    assert "current_time_zone" not in client.get("/admin/account/").content.decode()


def test_the_editing_desk_speaks_the_language_that_was_chosen(client, site, person):
    client.force_login(person("researcher"))
    for language, title in (("zh-hans", "调查"), ("en", "Surveys")):
        save(client, language=language)
        page = client.get("/admin/surveys/").content.decode()
        assert f'<html lang="{language}"' in page.replace("zh-Hans", "zh-hans")
        assert title in page


def test_a_reader_without_a_session_is_not_looked_up(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert shown_to(None) == "20:00"


def test_the_sessions_are_listed_in_the_person_s_zone(client, site, lin, log_in, settings):
    from allauth.usersessions.models import UserSession

    lin.time_zone = "America/Lima"
    lin.save()
    log_in(client)
    UserSession.objects.update(created_at=datetime(2026, 11, 27, 12, tzinfo=UTC))
    assert "27 Nov 2026, 07:00" in client.get("/en/account/sessions/").content.decode()


@pytest.mark.parametrize(
    ("language", "own", "partner", "other"),
    [
        ("en", "As the site: Beijing time (UTC+08:00)", "Hanoi time (UTC+07:00)", "Lima time"),
        ("zh-hans", "与网站相同：北京时间（UTC+08:00）", "河内时间（UTC+07:00）", "Lima时间"),
    ],
)
def test_zones_are_offered_by_the_names_of_places(client, lin, language, own, partner, other):
    client.force_login(lin)
    page = client.get(f"/{language}/account/profile/").content.decode()
    for name in (own, partner, other):
        assert name in page
    assert page.index(own) < page.index(partner) < page.index(other)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 1, 5, 12, tzinfo=UTC), "5 January 2026, 13:00 (Geneva time, UTC+01:00)"),
        (datetime(2026, 7, 5, 12, tzinfo=UTC), "5 July 2026, 14:00 (Geneva time, UTC+02:00)"),
    ],
)
def test_a_time_is_told_with_the_zone_in_which_it_counts(moment, words):
    assert told(moment, ZoneInfo("Europe/Zurich")) == words
