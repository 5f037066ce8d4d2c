"""A panel: people join, are asked in waves, are followed, and leave at once."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.models import Contact, ContactReading, Draft, Invitation, PanelMember, Survey
from surveys.services.contacts import contact_of, opened, sealed_contact
from surveys.services.drafts import begin_draft
from surveys.services.intake import receive_submission
from surveys.services.invitations import token_of
from surveys.services.lists import keep_import
from surveys.services.panels import withdraw_member
from surveys.services.teams import set_role
from surveys.services.unit_imports import apply_import
from surveys.services.waves import draw_wave
from tests.factories import make_unit, make_user

HOME = "/admin/surveys/work/panels/"
LIST = "member_id,name,phone,consented_on,language,stratum,city\n"
TWO = LIST + "m1,李娜,138 0000 0000,2026-05-31,zh-hans,A,HZ\nm2,Wang Wei,,2026-06-01,en,B,GZ\n"


@pytest.fixture(autouse=True)
def lead(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def choose(client, panel, text):
    file = SimpleUploadedFile("people.csv", text.encode())
    return client.post(f"{HOME}{panel.pk}/import/", {"file": file})


def take(client, panel, text):
    return client.post(choose(client, panel, text)["Location"], follow=True).content.decode()


def test_a_panel_begins_with_a_name_of_its_own(client, survey):
    client.post(HOME, {"name": "Riders"})
    assert survey.panels.get().name == "Riders"
    again = client.post(HOME, {"name": "Riders"})
    assert again.status_code == 422
    assert "a panel of this name already" in again.content.decode()


class TestLists:
    def test_people_join_by_a_file_that_is_seen_first(self, client, panel):
        address = choose(client, panel, TWO)["Location"]
        shown = client.get(address).content.decode()
        assert "m1" in shown
        assert "李娜" not in shown
        assert not panel.members.exists()
        assert "2 new members, 0 changed" in client.post(address, follow=True).content.decode()
        first = panel.members.get(member_id="m1")
        assert (first.consented_on, first.language) == (date(2026, 5, 31), "zh-hans")
        assert first.attributes == {"city": "HZ"}
        assert opened(contact_of(first))["phone"] == "138 0000 0000"

    def test_who_has_no_member_id_is_given_one(self, client, panel):
        take(client, panel, "name\n李娜\n")
        assert len(panel.members.get().member_id) == 9

    def test_all_faults_are_told_at_once(self, client, panel, member):
        withdraw_member(member=member)
        text = LIST + "m1,,,,,,\nm3,,,31/5/2026,xx,A,\nm3,,,,,,\n"
        answer = choose(client, panel, text)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "4 problems" in page
        for told in ("member_id</strong>", "<dd>31/5/2026</dd>", "<dd>xx</dd>", "<dd>m3</dd>"):
            assert told in page

    def test_the_last_list_is_taken_back_with_what_it_changed(self, client, panel):
        take(client, panel, TWO)
        take(client, panel, "member_id,consented_on,phone,state\nm1,2026-07-01,139,moved\nm9,,,\n")
        first = panel.members.get(member_id="m1")
        assert (first.consented_on, first.state) == (date(2026, 7, 1), "moved")
        last = panel.imports.order_by("pk").last()
        told = client.post(f"{HOME}{panel.pk}/lists/{last.pk}/undo/", follow=True).content.decode()
        assert "1 member taken out, 1 put back" in told
        first.refresh_from_db()
        assert (first.consented_on, first.state) == (date(2026, 5, 31), "active")
        assert opened(contact_of(first))["phone"] == "138 0000 0000"
        assert panel.members.count() == 2

    def test_members_who_were_asked_are_not_taken_out(self, client, panel, survey, lead):
        take(client, panel, TWO)
        draw_wave(panel=panel, survey=survey, actor=lead)
        kept = panel.imports.get()
        told = client.post(f"{HOME}{panel.pk}/lists/{kept.pk}/undo/", follow=True).content.decode()
        assert "Undo the wave first" in told
        assert panel.members.count() == 2

    def test_a_workbook_with_dates_and_other_encodings_are_read(self, client, panel):
        book = openpyxl.Workbook()
        book.active.append(["member_id", "name", "consented_on"])
        book.active.append(["m7", "李娜", date(2026, 5, 31)])
        content = io.BytesIO()
        book.save(content)
        for name, body in (
            ("people.xlsx", content.getvalue()),
            ("people.csv", "member_id,name\nm8,李娜\n".encode("gb18030")),
            ("people.csv", "member_id\tname\nm9\t李娜\n".encode("utf-16")),
        ):
            file = SimpleUploadedFile(name, body)
            answer = client.post(f"{HOME}{panel.pk}/import/", {"file": file})
            client.post(answer["Location"])
        joined = panel.members.select_related("contact").order_by("member_id")
        assert [each.member_id for each in joined] == ["m7", "m8", "m9"]
        assert joined[0].consented_on == date(2026, 5, 31)
        assert {opened(each.contact)["name"] for each in joined} == {"李娜"}

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("people.csv", b"\x00\x01\x02"),
            ("people.xlsx", b"PK\x03\x04broken"),
            ("people.pdf", b"%PDF"),
            ("people.csv", b"shoe,size\n1,2\n"),
            ("people.csv", b"member_id,name\n"),
            ("people.csv", b"member_id,base_weight\nm1,-1\n"),
            ("people.csv", b"member_id\n" + b"m" * 41),
        ],
        ids=["bytes", "no workbook", "kind", "columns", "empty", "weight", "long"],
    )
    def test_what_is_no_list_is_explained(self, client, panel, name, body):
        answer = client.post(f"{HOME}{panel.pk}/import/", {"file": SimpleUploadedFile(name, body)})
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]
        assert not panel.imports.exists()

    def test_a_case_of_a_survey_of_others_is_not_found(self, client, panel):
        other = Survey.objects.create(slug="other", titles={"en": "Other"})
        unit = make_unit(other)
        answer = choose(client, panel, f"recruited_from\nother/{unit.case_id}\n")
        assert answer.status_code == 422
        assert "whose fieldwork you run" in answer.content.decode()


class TestRecruiting:
    @pytest.fixture
    def interviewed(self, survey, interviews):
        """Two interviews; one of the two people has agreed to be asked again."""
        found = []
        for number, answer in enumerate("10"):
            unit = make_unit(survey, stratum="S", base_weight=2.5, attributes={"city": "HZ"})
            sealed_contact(unit, {"name": "李娜", "phone": f"13{number}"}).save()
            submission = receive_submission(survey=survey, xml=interviews[number]).submission
            submission.row["j_recontact"] = answer
            submission.unit = unit
            submission.save()
            found.append(unit)
        return found

    def recruit(self, client, panel, **values):
        data = {"survey": "work", "people": "interviews", "question": "", "codes": "1"}
        data |= {"consented_on": "", **values}
        return client.post(f"{HOME}{panel.pk}/recruit/", data)

    def test_who_agreed_in_the_interview_joins_with_sealed_contact_data(
        self, client, panel, interviewed
    ):
        answer = self.recruit(client, panel, question="j_recontact")
        assert "李娜" not in client.get(answer["Location"]).content.decode()
        client.post(answer["Location"])
        joined = panel.members.get()
        assert (joined.recruited_from, joined.stratum, joined.base_weight) == (
            interviewed[0], "S", 2.5,
        )  # fmt: skip
        assert joined.consented_on is not None
        assert opened(contact_of(joined)) == {"name": "李娜", "phone": "130"}
        assert joined.attributes == {"city": "HZ"}

    def test_recruiting_again_brings_nobody_twice_and_nobody_back(self, client, panel, interviewed):
        for _ in range(2):
            client.post(self.recruit(client, panel)["Location"])
        assert panel.members.count() == 2
        withdraw_member(member=panel.members.first())
        client.post(self.recruit(client, panel)["Location"])
        assert panel.members.filter(state="withdrawn").count() == 1
        assert panel.members.count() == 2

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"question": "nothing"}, "no question of this name"),
            ({"question": "j_recontact", "codes": " "}, "which answers mean consent"),
            ({"question": "j_recontact", "people": "cases"}, "answered no question"),
            ({"survey": "elsewhere"}, "not one of the available choices"),
            ({}, "Nobody of this survey fits"),
        ],
    )
    def test_what_cannot_be_is_told(self, client, panel, wrong, told):
        answer = self.recruit(client, panel, **wrong)
        assert answer.status_code == 422
        assert told in answer.content.decode()


class TestLeaving:
    @pytest.fixture
    def invitation(self, panel, later, lead, member):
        draw_wave(panel=panel, survey=later, actor=lead)
        return Invitation.objects.select_related("unit").get()

    def assert_gone(self, member, invitation):
        member.refresh_from_db()
        invitation.refresh_from_db()
        assert (member.state, invitation.unit.disposition) == ("withdrawn", "211")
        assert invitation.revoked_at is not None
        contact = Contact.objects.get(member=member)
        assert (bytes(contact.sealed), contact.phone_index) == (b"", "")

    def test_the_desk_withdraws_a_member_at_once(self, client, panel, member, invitation, later):
        version = later.instrument_versions.create(form_id="f", version="1", title="t")
        begin_draft(
            survey=later, version=version, language="en", consent=None, invitation=invitation
        )
        page = client.post(f"{HOME}{panel.pk}/members/{member.pk}/withdraw/", follow=True)
        assert "contact data erased" in page.content.decode()
        self.assert_gone(member, invitation)
        assert not Draft.objects.exists()
        link = reverse("respond_invitation", args=[token_of(invitation)])
        assert client.get(link).status_code == 404

    @pytest.mark.parametrize(
        ("language", "told"), [("en", "Leave the panel"), ("zh-hans", "退出固定样本组")]
    )
    def test_a_person_leaves_by_their_own_link(self, client, member, invitation, language, told):
        client.logout()
        address = f"/{language}/respond/i/{token_of(invitation)}/leave/"
        assert told in client.get(address).content.decode()
        member.refresh_from_db()
        assert member.state == "active"
        assert client.post(address).status_code == 200
        self.assert_gone(member, invitation)
        assert client.get(address).status_code == 404

    def test_links_of_people_in_no_panel_offer_no_leaving(self, client, survey):
        from surveys.services.invitations import invite

        (made,) = invite(survey=survey, units=[make_unit(survey)])
        address = reverse("respond_leave", args=[token_of(made)])
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404

    def test_undoing_an_import_brings_back_no_contact_data(
        self, client, member, invitation, later, lead
    ):
        unit = invitation.unit
        for phone in (139, 137):
            content = f"case_id,phone\n{unit.case_id},{phone}\n".encode()
            kept = keep_import(survey=later, filename="a.csv", content=content, actor=lead)
            apply_import(kept=kept)
        withdraw_member(member=member)
        for each in later.unit_imports.all():
            assert not any(before.get("contact") for before in each.before.values())
        client.post(f"/admin/surveys/later/units/import/{kept.pk}/undo/")
        kept.refresh_from_db()
        assert kept.undone_at is not None
        assert bytes(Contact.objects.get(unit=unit).sealed) == b""

    def test_nobody_changes_or_reads_who_has_left(self, client, panel, member):
        withdraw_member(member=member)
        address = f"{HOME}{panel.pk}/members/{member.pk}/"
        assert "Read the contact data" not in client.get(address).content.decode()
        assert client.post(address, {"state": "active"}).status_code == 422
        member.refresh_from_db()
        assert member.state == "withdrawn"


class TestMembers:
    def test_contact_data_are_read_with_a_reason(self, client, panel, member, lead):
        address = f"{HOME}{panel.pk}/members/{member.pk}/"
        assert "李娜" not in client.get(address).content.decode()
        assert client.post(f"{address}contact/", {"reason": ""}).status_code == 422
        told = client.post(f"{address}contact/", {"reason": "moved house"}).content.decode()
        assert "李娜" in told
        assert ContactReading.objects.get().reader == lead

    def test_what_has_changed_is_kept_and_the_rest_stays(self, client, panel, member):
        data = {"state": "moved", "language": "en", "consented_on": "", "phone": "139"}
        client.post(f"{HOME}{panel.pk}/members/{member.pk}/", data)
        member.refresh_from_db()
        assert (member.state, member.language, member.consented_on) == ("moved", "en", None)
        assert opened(contact_of(member)) == {"name": "李娜", "phone": "139"}

    def test_the_interviewer_of_a_wave_sees_how_to_reach_the_person(
        self, client, panel, member, survey, lead, person
    ):
        interviewer = person("interviewer")
        wave = draw_wave(panel=panel, survey=survey, actor=lead)
        wave.units.update(interviewer=interviewer)
        client.force_login(interviewer)
        page = client.get(f"/en/fieldwork/work/cases/{wave.units.get().pk}/").content.decode()
        assert "李娜" in page
        assert ContactReading.objects.get().reader == interviewer


class TestRights:
    @pytest.fixture
    def addresses(self, panel, member, survey, lead):
        wave = draw_wave(panel=panel, survey=survey, actor=lead)
        place, person = f"{HOME}{panel.pk}/", f"{HOME}{panel.pk}/members/{member.pk}/"
        return [
            HOME, place, f"{place}import/", f"{place}recruit/", f"{place}waves/",
            f"{place}waves/{wave.pk}/remove/", person, f"{person}contact/", f"{person}withdraw/",
        ]  # fmt: skip

    @pytest.mark.parametrize("role", ["viewer", "analyst", "interviewer", None])
    def test_only_who_runs_the_fieldwork_has_panels(self, client, survey, addresses, role):
        user = make_user("researcher")
        if role:
            set_role(survey=survey, user=user, role=role)
        client.force_login(user)
        for address in addresses:
            assert client.get(address).status_code in (404, 405)
            sent = client.post(address, {"name": "x", "survey": "work"})
            assert sent.status_code in (404, 405)
        assert PanelMember.objects.get().state == "active"

    def test_the_team_of_another_survey_does_not_reach_in_by_its_own(
        self, client, panel, member, later
    ):
        stranger = make_user("researcher")
        set_role(survey=later, user=stranger, role="lead")
        client.force_login(stranger)
        for address in (f"{panel.pk}/", f"{panel.pk}/members/{member.pk}/"):
            assert client.get(f"/admin/surveys/later/panels/{address}").status_code == 404

    def test_a_wave_goes_only_into_surveys_whose_fieldwork_one_runs(self, client, panel, member):
        Survey.objects.create(slug="other", titles={"en": "Other"})
        data = {"survey": "other", "seed": "1", "carried": ""}
        assert client.post(f"{HOME}{panel.pk}/waves/", data).status_code == 422

    def test_the_wave_of_another_survey_is_undone_by_its_own_team(
        self, client, panel, member, later, lead
    ):
        wave = draw_wave(panel=panel, survey=later, actor=lead)
        later.members.all().delete()
        address = f"{HOME}{panel.pk}/waves/{wave.pk}/remove/"
        assert client.post(address).status_code == 404
        assert later.units.exists()
