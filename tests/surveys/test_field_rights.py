"""Two teams side by side: nobody reaches into the fieldwork of the other, by whatever address."""

import pytest
from django.urls import get_resolver
from django.utils import timezone

from surveys.models import Contact, ContactReading, SampleUnit, Survey
from surveys.services.contacts import sealed_contact
from surveys.services.invitations import invite
from surveys.services.lists import keep_import
from surveys.services.panels import begin_panel
from surveys.services.quotas import keep_quota
from surveys.services.teams import set_role
from surveys.services.waves import draw_wave
from surveys.views.fieldwork.addresses import sample_urlpatterns
from tests.factories import make_unit, make_user

OPEN_TO_VIEWERS = {"surveys_fieldwork", "surveys_rates"}


@pytest.fixture
def theirs(survey):
    """Another survey, with everything that fieldwork has."""
    other = Survey.objects.create(slug="other", titles={"en": "Other"}, state="open")
    unit = make_unit(other, stratum="A")
    sealed_contact(unit, {"name": "李娜", "email": "li@test.example"}).save()
    invite(survey=other, units=[unit])
    panel = begin_panel(survey=other, name="p")
    member = panel.members.create(consented_on="2026-01-01")
    sealed_contact(member, {"name": "王伟"}).save()
    wave = draw_wave(panel=panel, survey=other, actor=None)
    waiting = keep_import(
        survey=other, filename="l.csv", content=b"case_id,stratum,base_weight\nc,A,1\n", actor=None
    )
    of_panel = keep_import(
        survey=other, panel=panel, filename="m.csv", content=b"name\nx\n", actor=None
    )
    keys = {
        "quota": keep_quota(survey=other, name="q", conditions={}, target=1, kind="soft").pk,
        "mailing": other.mailings.create(channel="letter").pk,
        "unit": unit.pk, "panel": panel.pk, "member": member.pk, "wave": wave.pk,
        "list": waiting.pk, "panel_list": of_panel.pk,
    }  # fmt: skip
    return other, keys


def addresses(slug, keys):
    """Every address of sample and fieldwork in the admin, with these keys."""
    base = f"/admin/surveys/{slug}/"
    panel = f"{base}panels/{keys['panel']}/"
    person = f"{panel}members/{keys['member']}/"
    mailing, unit_list = f"{base}mailings/{keys['mailing']}/", f"{base}units/import/{keys['list']}/"
    return {
        "surveys_fieldwork": f"{base}fieldwork/",
        "surveys_rates": f"{base}rates/",
        "surveys_quotas": f"{base}quotas/",
        "surveys_quota_remove": f"{base}quotas/{keys['quota']}/remove/",
        "surveys_invitations": f"{base}invitations/",
        "surveys_invitations_change": f"{base}invitations/change/",
        "surveys_links": f"{base}invitations/links.csv",
        "surveys_mailings": f"{base}mailings/",
        "surveys_mailing_send": f"{mailing}send/",
        "surveys_mailing_undo": f"{mailing}undo/",
        "surveys_letters": f"{mailing}letters.pdf",
        "surveys_panels": f"{base}panels/",
        "surveys_panel": panel,
        "surveys_panel_import": f"{panel}import/",
        "surveys_panel_recruit": f"{panel}recruit/",
        "surveys_panel_preview": f"{panel}lists/{keys['panel_list']}/",
        "surveys_panel_undo": f"{panel}lists/{keys['panel_list']}/undo/",
        "surveys_wave": f"{panel}waves/",
        "surveys_wave_remove": f"{panel}waves/{keys['wave']}/remove/",
        "surveys_panel_member": person,
        "surveys_panel_contact": f"{person}contact/",
        "surveys_panel_withdraw": f"{person}withdraw/",
        "surveys_units": f"{base}units/",
        "surveys_assign": f"{base}units/assign/",
        "surveys_unit": f"{base}units/{keys['unit']}/",
        "surveys_units_import": f"{base}units/import/",
        "surveys_units_preview": unit_list,
        "surveys_units_undo": f"{unit_list}undo/",
    }


def state(other):
    """What an attack would change."""
    return (
        other.units.count(), other.quotas.count(), other.mailings.filter(sent_at=None).count(),
        other.invitations.filter(revoked_at=None, sent_at=None).count(), other.waves.count(),
        other.panels.get().members.filter(state="active").count(), ContactReading.objects.count(),
        other.unit_imports.filter(applied_at=None).count(),
    )  # fmt: skip


def try_all(client, found, closed):
    for name, address in found.items():
        for method in ("get", "post"):
            answer = getattr(client, method)(address, {"reason": "I want to", "state": "active"})
            assert answer.status_code in closed or name in OPEN_TO_VIEWERS, (name, method)


def test_every_address_is_tried(theirs):
    _other, keys = theirs
    names = {
        pattern.name
        for entry in sample_urlpatterns
        for pattern in getattr(entry, "url_patterns", [entry])
    }
    assert names == set(addresses("other", keys))
    assert names <= set(get_resolver().reverse_dict)


@pytest.mark.parametrize("role", ["lead", "supervisor"])
def test_the_team_of_one_survey_has_nothing_of_another(client, survey, theirs, role):
    other, keys = theirs
    before = state(other)
    stranger = make_user("researcher")
    set_role(survey=survey, user=stranger, role=role)
    client.force_login(stranger)
    for name, address in addresses("other", keys).items():
        for method in ("get", "post"):
            assert getattr(client, method)(address).status_code in (404, 405), (name, method)
    for name, address in addresses("work", keys).items():
        if any(f"/{key}/" in address for key in keys.values()):
            for method in ("get", "post"):
                assert getattr(client, method)(address).status_code in (404, 405), (name, method)
    assert state(other) == before


@pytest.mark.parametrize("role", ["viewer", "analyst", "interviewer"])
def test_a_role_without_fieldwork_changes_nothing_in_it(client, theirs, role):
    other, keys = theirs
    before = state(other)
    member = make_user("researcher")
    set_role(survey=other, user=member, role=role)
    client.force_login(member)
    try_all(client, addresses("other", keys), (404, 405))
    assert state(other) == before


def test_an_interviewer_has_no_case_of_another_survey(client, survey, theirs):
    other, keys = theirs
    interviewer = make_user("interviewer")
    set_role(survey=survey, user=interviewer, role="interviewer")
    SampleUnit.objects.filter(pk=keys["unit"]).update(interviewer=interviewer)
    client.force_login(interviewer)
    for slug in ("other", "work"):
        address = f"/en/fieldwork/{slug}/cases/{keys['unit']}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"mode": "phone", "result": "refused"}).status_code == 404
        assert client.post(f"{address}answer/").status_code == 404
    assert not ContactReading.objects.exists()
    assert Contact.objects.filter(unit__survey=other).exists()


def test_an_interviewer_who_left_the_team_has_no_cases_any_more(client, person, survey):
    interviewer = person("interviewer")
    unit = make_unit(survey, interviewer=interviewer)
    client.force_login(interviewer)
    assert client.get(f"/en/fieldwork/work/cases/{unit.pk}/").status_code == 200
    survey.members.filter(user=interviewer).delete()
    assert client.get(f"/en/fieldwork/work/cases/{unit.pk}/").status_code == 404


def test_formulas_leave_in_no_table(client, person, survey):
    client.force_login(person("researcher"))
    unit = survey.units.create(case_id="=cmd|1", stratum="@S", psu="1", base_weight=1)
    invite(survey=survey, units=[unit])
    (line,) = client.get("/admin/surveys/work/invitations/links.csv").content.decode().split()[1:]
    assert line.startswith("'=cmd|1,'@S,")


def test_three_thousand_cases_of_an_interviewer_come_in_pages(
    client, person, survey, django_assert_max_num_queries
):
    interviewer = person("interviewer")
    SampleUnit.objects.bulk_create(
        SampleUnit(
            survey=survey, case_id=f"c{number:04}", stratum="A", psu="1", base_weight=1,
            interviewer=interviewer,
        )
        for number in range(3000)
    )  # fmt: skip
    survey.units.get(case_id="c2999").attempts.create(
        mode="phone", result="appointment", next_at=timezone.now()
    )
    client.force_login(interviewer)
    with django_assert_max_num_queries(20):
        page = client.get("/en/fieldwork/work/")
    assert len(page.context["units"]) == 50
    assert page.context["units"][0].case_id == "c2999"
