"""A researcher imports a list of cases: seen first, stored, taken back; and the drawn sample."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from surveys.errors import SurveyError
from surveys.models import Contact, SampleUnit, Survey, UnitImport
from surveys.queries.units import filtered
from surveys.services.contacts import opened, sealed_contact
from surveys.services.teams import set_role
from surveys.services.unit_imports import apply_import
from surveys.tasks import remove_old_files
from tests.factories import make_unit, make_user

ADDRESS = "/admin/surveys/work/units/import/"
HEADER = "case_id,stratum,psu,base_weight,interviewer,name,phone,city\n"
FIRST = HEADER + "c1,A,p1,2,,Li Na,138 0000 0000,HZ\nc2,B,p2,3,,Wang Wei,,GZ\n"


@pytest.fixture(autouse=True)
def lead(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def choose(client, text, **extra):
    file = SimpleUploadedFile("list.csv", text.encode())
    return client.post(ADDRESS, {"file": file}, **extra)


def take(client, text):
    address = choose(client, text)["Location"]
    return client.post(address, follow=True)


def test_nothing_is_stored_before_it_was_seen(client, survey):
    answer = choose(client, FIRST)
    assert not survey.units.exists()
    page = client.get(answer["Location"]).content.decode()
    assert "c1" in page
    assert "138 0000 0000" not in page
    assert "2 new cases, 0 changed" in client.post(answer["Location"], follow=True).content.decode()
    assert set(survey.units.values_list("case_id", "base_weight")) == {("c1", 2.0), ("c2", 3.0)}


def test_contact_data_are_sealed(client, survey):
    take(client, FIRST)
    contact = Contact.objects.get(unit__case_id="c1")
    assert b"138" not in bytes(contact.sealed)
    assert opened(contact) == {"name": "Li Na", "phone": "138 0000 0000"}


def test_the_waiting_file_is_sealed_too(client):
    choose(client, FIRST)
    assert b"Li Na" not in bytes(UnitImport.objects.get().sealed_content)


def test_a_list_that_nobody_stores_goes_after_a_week(client):
    choose(client, FIRST)
    remove_old_files()
    kept = UnitImport.objects.get()
    UnitImport.objects.update(made_at=kept.made_at - timedelta(days=7))
    remove_old_files()
    assert not UnitImport.objects.exists()


def test_a_list_that_is_stored_stays_to_be_undone(client):
    take(client, FIRST)
    UnitImport.objects.update(made_at=timezone.now() - timedelta(days=70))
    remove_old_files()
    assert UnitImport.objects.get().applied_at is not None


def test_all_faults_are_shown_and_nothing_is_kept(client, survey):
    answer = choose(client, HEADER + "c1,A,p1,none,who@test.example,,,\n,A,p,1,,,,\n")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "3 problems" in page
    assert "row 2 › base_weight" in page
    assert "row 3 › case_id" in page
    assert not UnitImport.objects.exists()


def test_a_second_list_changes_only_what_it_says(client, survey):
    interviewer = make_user("interviewer")
    set_role(survey=survey, user=interviewer, role="interviewer")
    take(client, FIRST)
    again = f"case_id,interviewer,phone\nc1,{interviewer.email},139 1111 1111\nc2,,\n"
    address = choose(client, again)["Location"]
    page = client.get(address).content.decode()
    assert "139 1111" not in page
    assert "Telephone" in page
    client.post(address)
    unit = survey.units.select_related("contact").get(case_id="c1")
    assert (unit.interviewer, unit.stratum, unit.attributes) == (interviewer, "A", {"city": "HZ"})
    assert opened(unit.contact) == {"name": "Li Na", "phone": "139 1111 1111"}
    assert UnitImport.objects.order_by("pk").last().before.keys() == {str(unit.pk)}


def test_one_number_in_two_cases_is_told(client):
    take(client, FIRST)
    address = choose(client, HEADER + "c3,A,p1,2,,,+86 138-0000-0000,\n")["Location"]
    assert "telephone number of another case: c3" in " ".join(
        client.get(address).content.decode().split()
    )
    client.post(address)
    shared = client.get("/admin/surveys/work/units/?phone=shared").content.decode()
    assert "c1" in shared
    assert "c3" in shared
    assert ">c2<" not in shared


def test_a_number_that_stands_twice_in_another_survey_is_shared_by_nobody_here(client, survey):
    take(client, FIRST)
    elsewhere = Survey.objects.create(slug="elsewhere", titles={"en": "Elsewhere"})
    for unit in (make_unit(elsewhere), make_unit(elsewhere)):
        sealed_contact(unit, {"phone": "138 0000 0000"}).save()
    assert [*filtered(survey.units.all(), {"phone": "shared"})] == []
    assert filtered(elsewhere.units.all(), {"phone": "shared"}).count() == 2


def test_the_last_import_is_undone_with_what_it_changed(client, survey):
    take(client, FIRST)
    take(client, "case_id,stratum,base_weight,phone\nc1,Z,,139\nc9,A,1,\n")
    assert survey.units.count() == 3
    last = UnitImport.objects.order_by("pk").last()
    answer = client.post(f"{ADDRESS}{last.pk}/undo/", follow=True)
    assert "1 case taken out, 1 put back" in answer.content.decode()
    unit = survey.units.select_related("contact").get(case_id="c1")
    assert (unit.stratum, opened(unit.contact)["phone"]) == ("A", "138 0000 0000")
    assert not survey.units.filter(case_id="c9").exists()


def test_a_list_is_stored_once_and_can_still_be_undone(client, survey):
    """Two clicks: both see a list that waits, the second comes after the first is done."""
    choose(client, FIRST)
    first, second = (UnitImport.objects.get() for _click in range(2))
    apply_import(kept=first)
    with pytest.raises(SurveyError, match="nobody has stored yet"):
        apply_import(kept=second)
    client.post(f"{ADDRESS}{first.pk}/undo/")
    assert not survey.units.exists()


def test_an_earlier_import_and_cases_in_use_are_not_undone(client, survey):
    take(client, FIRST)
    first = UnitImport.objects.get()
    take(client, HEADER + "c9,A,p1,1,,,,\n")
    refused = client.post(f"{ADDRESS}{first.pk}/undo/", follow=True).content.decode()
    assert "Undo later imports first" in refused
    last = UnitImport.objects.order_by("pk").last()
    SampleUnit.objects.get(case_id="c9").attempts.create(mode="phone", result="nobody")
    refused = client.post(f"{ADDRESS}{last.pk}/undo/", follow=True).content.decode()
    assert "found c9" in refused
    assert survey.units.count() == 3


def test_cases_are_given_to_nobody_who_only_looks_on(client, survey):
    viewer = make_user("researcher")
    set_role(survey=survey, user=viewer, role="viewer")
    answer = choose(client, f"{HEADER}c1,A,p1,2,{viewer.email},,,\n")
    assert answer.status_code == 422
    assert "add the person to the team" in answer.content.decode()


def test_a_list_that_no_longer_fits_is_refused_when_it_is_stored(client, survey):
    interviewer = make_user("interviewer")
    member = set_role(survey=survey, user=interviewer, role="interviewer")
    address = choose(client, f"{HEADER}c1,A,p1,2,{interviewer.email},,,\n")["Location"]
    member.delete()
    assert "add the person to the team" in client.post(address, follow=True).content.decode()
    assert not survey.units.exists()


def test_a_drawn_sample_is_used_at_once(client, survey):
    from tests.surveys.test_sample_page import FRAME, OWN, send

    answer = send(client, frame=FRAME, button="use", **OWN)
    assert client.get(answer["Location"]).status_code == 200
    client.post(answer["Location"])
    units = list(survey.units.all())
    assert units
    assert {unit.stratum for unit in units} == {"N", "S"}
    assert all(unit.inclusion_probability for unit in units)
    drawn = sum(unit.base_weight for unit in units)
    assert drawn == pytest.approx(200, rel=0.35)  # the weights estimate the frame's size


def test_the_strata_of_a_drawn_sample_get_their_targets(client, survey):
    from surveys.queries.monitoring import dashboard
    from surveys.services.quotas import keep_quota
    from tests.surveys.test_sample_page import FRAME, OWN, send

    own = {"survey": survey, "conditions": {"unit_stratum": ["N"]}, "kind": "hard"}
    keep_quota(name="North", target=3, **own)
    answer = send(client, frame=FRAME, button="use", **OWN)
    assert "Each becomes the target" in client.get(answer["Location"]).content.decode()
    assert survey.quotas.count() == 1
    client.post(answer["Location"])
    # 20 interviews, ten for each half of the frame; the quota of one's own keeps its kind.
    kept = survey.quotas.values_list("name", "target", "kind")
    assert set(kept) == {("North", 10, "hard"), ("S", 10, "soft")}
    assert [row.target for row in dashboard(survey)["strata"]] == [10, 10]
    keep_quota(name="S", target=11, survey=survey, conditions={"unit_stratum": ["S"]}, kind="soft")
    client.post(f"{ADDRESS}{UnitImport.objects.get().pk}/undo/")
    assert set(survey.quotas.values_list("name", "target")) == {("North", 3), ("S", 11)}


def test_a_sample_without_strata_is_one_stratum(client, survey):
    from tests.surveys.test_sample_page import FRAME, OWN, send

    answer = send(client, frame=FRAME, button="use", **{**OWN, "strata": ""})
    client.post(answer["Location"])
    assert set(survey.units.values_list("stratum", flat=True)) == {"all"}
    assert survey.quotas.get().target == 20


def test_a_drawn_cluster_gives_the_cases_that_are_issued_in_it(client, survey):
    from tests.surveys.test_sample_page import send

    frame = "site,city,persons\n" + "".join(f"s{n},N,{50 + n}\n" for n in range(30))
    values = {"completes": 24, "strata": "city", "measure": "persons", "take": 3, "minimum": 3}
    answer = send(client, frame=frame, button="use", **values)
    client.post(answer["Location"])
    units = list(survey.units.all())
    per_site = {unit.psu: 0 for unit in units}
    for unit in units:
        per_site[unit.psu] += 1
        assert unit.base_weight == pytest.approx(1 / unit.inclusion_probability)
    assert set(per_site.values()) == {6}  # 3 interviews at 0.85 · 0.80 · 0.75


def test_a_spreadsheet_saved_in_chinese_is_read(client, survey):
    text = "case_id;stratum;base_weight;name\nc1;杭州;2;李娜\n"
    file = SimpleUploadedFile("名单.csv", text.encode("gb18030"))
    client.post(client.post(ADDRESS, {"file": file})["Location"])
    assert survey.units.get().stratum == "杭州"
    assert opened(Contact.objects.get()) == {"name": "李娜"}


def test_a_workbook_is_read_from_the_sheet_with_the_cases(client, survey):
    book = Workbook()
    book.active.append(["read me"])
    sheet = book.create_sheet("cases")
    sheet.append(["case_id", "stratum", "base_weight", "phone"])
    sheet.append(["c1", "A", 2.5, 13800000000])
    content = BytesIO()
    book.save(content)
    file = SimpleUploadedFile("list.xlsx", content.getvalue())
    client.post(client.post(ADDRESS, {"file": file})["Location"])
    assert survey.units.get().base_weight == 2.5
    assert opened(Contact.objects.get()) == {"phone": "13800000000"}


@pytest.mark.parametrize("name", ["list.pdf", "list.xlsx"])
def test_what_is_no_table_is_refused_with_its_name(client, name):
    answer = client.post(ADDRESS, {"file": SimpleUploadedFile(name, b"%PDF-1.7")})
    assert answer.status_code == 422
    assert name in answer.content.decode()
    assert not UnitImport.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client, survey, monkeypatch):
    monkeypatch.setattr("surveys.forms.uploads.LARGEST_TABLE", 10)
    answer = choose(client, FIRST)
    assert answer.status_code == 422
    assert "larger than twenty megabytes" in answer.content.decode()
    assert not UnitImport.objects.exists()
