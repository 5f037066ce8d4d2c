"""Waves: members of a panel become cases, know what they said before, and are followed."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.models import Invitation, Survey
from surveys.queries.panels import attrition
from surveys.services.drafts import begin_draft, run_draft
from surveys.services.intake import receive_submission
from surveys.services.panels import begin_panel, withdraw_member
from surveys.services.waves import Carried, Choice, draw_wave
from tests.factories import make_unit
from tests.surveys.makers_panels import held, join
from tests.surveys.test_exports import rows_of

HOME = "/admin/surveys/work/panels/"


@pytest.fixture(autouse=True)
def lead(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def draw(client, panel, **values):
    data = {"survey": "work", "seed": "1", "inviting": "on", "carried": "", **values}
    return client.post(f"{HOME}{panel.pk}/waves/", data, follow=True)


def test_members_become_cases_with_links_in_their_language(client, panel, later):
    join(panel, "m1", language="zh-hans")
    join(panel, "m2", consented_on=None)
    join(panel, "m3", state="moved")
    told = draw(client, panel, survey="later").content.decode()
    assert "Wave 1: 1 member is a case" in told
    unit = later.units.get()
    assert (unit.case_id, unit.stratum, unit.member.member_id) == ("m1-1", "A", "m1")
    assert Invitation.objects.get().language == "zh-hans"


def test_a_random_part_carries_the_weight_of_all(panel, survey, lead):
    for number in range(10):
        join(panel, f"m{number}", base_weight=3.0)
    drawn = [
        draw_wave(panel=panel, survey=survey, actor=lead, choice=Choice(size=4, seed=7))
        for _ in range(2)
    ]
    first, second = (set(wave.units.values_list("member_id", flat=True)) for wave in drawn)
    assert first == second
    assert [unit.base_weight for unit in drawn[0].units.all()] == [7.5] * 4


def test_earlier_answers_stand_in_the_questionnaire(panel, survey, lead, member):
    first = draw_wave(panel=panel, survey=survey, actor=lead)
    held(first, member, row={"b_birth_year": "1990", "c_hours": None}, state="approved")
    carried = Carried({"b_birth_year": "b_birth_year"}, Survey.objects.filter(pk=survey.pk))
    second = draw_wave(panel=panel, survey=survey, actor=lead, carried=carried)
    unit = second.units.get()
    assert unit.attributes == {"b_birth_year": "1990"}
    draft, _token = begin_draft(
        survey=survey, version=survey.instrument_versions.get(), language="en", consent=None,
        invitation=unit.invitations.get(),
    )  # fmt: skip
    places = run_draft(draft).places.values()
    assert "1990" in {place.value for place in places if place.slot.node.name == "b_birth_year"}


def test_who_was_recruited_from_another_panel_s_wave_is_known_by_its_answers(panel, survey, lead):
    first = join(panel, "m1")
    wave = draw_wave(panel=panel, survey=survey, actor=lead)
    interview = held(wave, first, row={"b_birth_year": "1990"})
    other = begin_panel(survey=survey, name="Others")
    join(other, "n1", recruited_from=interview.unit)
    carried = Carried({"born": "b_birth_year"}, Survey.objects.filter(pk=survey.pk))
    later = draw_wave(panel=other, survey=survey, actor=lead, carried=carried)
    assert later.units.get().attributes == {"born": "1990"}


def test_answers_of_a_survey_that_is_not_read_are_not_carried(panel, survey, lead, member, later):
    first = draw_wave(panel=panel, survey=survey, actor=lead)
    held(first, member, row={"b_birth_year": "1990"})
    carried = Carried({"b_birth_year": "b_birth_year"}, Survey.objects.filter(pk=later.pk))
    second = draw_wave(panel=panel, survey=later, actor=lead, carried=carried)
    assert second.units.get().attributes == {}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"carried": "b_birth_year\nnothing"}, "Line 2: found nothing"),
        ({"carried": "b_birth_year = nowhere"}, "found nowhere"),
        ({"stratum": "Z"}, "not one of the available choices"),
        ({"size": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_told(client, panel, member, wrong, told):
    answer = draw(client, panel, **wrong)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not panel.waves.exists()


def test_nobody_to_ask_is_told(client, panel):
    assert "at least one active member" in draw(client, panel).content.decode()


def test_the_last_wave_is_undone_until_somebody_begins(client, panel, survey, member):
    draw(client, panel)
    draw(client, panel)
    first, last = panel.waves.all()
    refused = client.post(f"{HOME}{panel.pk}/waves/{first.pk}/remove/", follow=True)
    assert "Undo later waves first" in refused.content.decode()
    client.post(f"{HOME}{panel.pk}/waves/{last.pk}/remove/")
    assert survey.units.filter(wave=first).count() == survey.units.count() == 1
    Invitation.objects.update(sent_at="2026-06-01T10:00Z")
    refused = client.post(f"{HOME}{panel.pk}/waves/{first.pk}/remove/", follow=True)
    assert "people have begun with it" in refused.content.decode()


def test_attrition_follows_the_first_waves_respondents(panel, survey, lead):
    people = [join(panel, f"m{number}") for number in range(4)]
    waves = [draw_wave(panel=panel, survey=survey, actor=lead) for _ in range(3)]
    for wave, answering in zip(waves, ((0, 1, 2), (0, 1, 3), (0, 3)), strict=True):
        for number in answering:
            held(wave, people[number])
    withdraw_member(member=people[2])
    rows = attrition(panel)
    assert [(row.drawn, row.answered, row.steadfast, row.closed, row.open) for row in rows] == [
        (4, 3, 3, 0, 1), (4, 3, 2, 1, 0), (4, 2, 1, 1, 1),
    ]  # fmt: skip
    assert [row.retention for row in rows] == [1, 2 / 3, 1 / 3]
    assert {row.withdrawn for row in rows} == {1}


def test_the_page_asks_no_more_often_for_more(client, panel, survey, lead):
    def count():
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"{HOME}{panel.pk}/").status_code == 200
        return len(found)

    join(panel, "m1")
    draw_wave(panel=panel, survey=survey, actor=lead)
    count()
    few = count()
    for number in range(2, 12):
        join(panel, f"m{number}", recruited_from=make_unit(survey))
    for _ in range(3):
        draw_wave(panel=panel, survey=survey, actor=lead)
    assert count() == few


def test_the_export_links_the_waves_of_a_person_and_names_nobody(
    panel, survey, lead, member, tmp_path, interviews
):
    from tests.surveys.test_imports import export

    for number in range(2):
        wave = draw_wave(panel=panel, survey=survey, actor=lead)
        submission = receive_submission(survey=survey, xml=interviews[number]).submission
        submission.unit = wave.units.get()
        submission.save()
    path = export("work", tmp_path / "out.csv")
    assert [(row["MemberID"], row["Wave"]) for row in rows_of(path)] == [
        ("m1", "1"), ("m1", "2"),
    ]  # fmt: skip
    assert "李娜" not in path.read_text()
    call_command(
        "export_cases", "--survey", "work", "--format", "csv", "--all", "--without-identifiers",
        "--out", str(tmp_path / "none.csv"),
    )  # fmt: skip
    first, second = (row["MemberID"] for row in rows_of(tmp_path / "none.csv"))
    assert first == second
    assert first != "m1"


def test_the_cases_of_a_wave_are_listed_and_assigned_alone(client, panel, survey, lead, member):
    cases = "/admin/surveys/work/units/"
    other = make_unit(survey)
    assert "wave" not in client.get(cases).context["form"].fields
    join(panel, "m8")
    first = draw_wave(panel=panel, survey=survey, actor=lead)
    withdraw_member(member=panel.members.get(member_id="m8"))
    second = draw_wave(panel=panel, survey=survey, actor=lead)

    def listed(wave):
        return [unit.case_id for unit in client.get(cases, {"wave": wave}).context["units"]]

    assert listed(first.pk) == [f"{member.member_id}-1", "m8-1"]
    assert listed(second.pk) == [f"{member.member_id}-2"]
    assert listed("none") == [other.case_id]
    assert len(listed("")) == len(listed("99999")) == 4
    assert str(second) in client.get(cases).content.decode()
    chosen = {"which": "all", "person": lead.pk}
    client.post(f"{reverse('surveys_assign', args=['work'])}?wave={second.pk}", chosen)
    assert [unit.case_id for unit in survey.units.filter(interviewer=lead)] == listed(second.pk)
