"""Files as ODK Central and KoboToolbox write them, and as older versions answered them."""

import csv
import io
import zipfile

import openpyxl
import pytest

from surveys.models import Survey
from surveys.services.imports import Reading, check_answers
from surveys.services.instruments import import_instrument, publish_instrument
from tests.surveys.instrument.forms import workbook
from tests.surveys.test_imports import run

SHEET = """
| type                  | name   | label::English (en) | label::中文 (zh) |
| begin_group           | home   | Home                | 家庭             |
| text                  | street | Street              | 街道             |
| geopoint              | place  | Place               | 位置             |
| end_group             |        |                     |                  |
| select_multiple means | means  | Means of transport  | 交通方式         |
| begin_repeat          | person | Person              | 成员             |
| integer               | age    | Age                 | 年龄             |
| begin_repeat          | job    | Job                 | 工作             |
| integer               | hours  | Hours               | 工时             |
| end_repeat            |        |                     |                  |
| end_repeat            |        |                     |                  |
| begin_group           | past   | Past                | 过去             |
| begin_repeat          | former | Former job          | 以前的工作       |
| integer               | years  | Years               | 年数             |
| end_repeat            |        |                     |                  |
| end_group             |        |                     |                  |
"""
CHOICES = """
| list_name | name | label::English (en) | label::中文 (zh) |
| means     | bus  | Public bus          | 公交车           |
| means     | bike | Bicycle             | 自行车           |
| means     | foot | On foot             | 步行             |
"""
SETTINGS = """
| form_id   | form_title | version | default_language |
| household | Household  | {}      | English (en)     |
"""


def publish(survey, version, sheet=SHEET):
    content = workbook(survey=sheet, choices=CHOICES, settings=SETTINGS.format(version))
    made = import_instrument(survey=survey, content=content, filename="household.xlsx")
    publish_instrument(version=made)
    return made


@pytest.fixture
def household(db):
    survey = Survey.objects.create(slug="home", titles={"en": "Home"})
    publish(survey, "1")
    return survey


def taken(survey, *paths):
    told = run("import_answers", *paths, "--survey", survey.slug)
    assert "not mapped" not in told
    assert "not used" not in told
    assert "without their interview" not in told
    return list(survey.submissions.order_by("pk"))


CENTRAL = {
    "household.csv": """SubmissionDate,home-street,home-place-Latitude,home-place-Longitude,home-place-Altitude,home-place-Accuracy,means,means/bus,means/bike,means/foot,meta-instanceID,meta-instanceName,KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion
2026-05-01T08:00:00.000Z,"West Lake, 1",30.1,120.2,5,4.9,bus foot,1,0,1,uuid:a,Home of Wang,uuid:a,5,Alice,0,0,,approved,collect:1,0,1
2026-05-01T09:00:00.000Z,East 2,,,,,,,,,uuid:b,,uuid:b,5,Alice,0,0,,,collect:1,0,1
""",
    "household-person.csv": """age,PARENT_KEY,KEY
40,uuid:a,uuid:a/person[1]
12,uuid:a,uuid:a/person[2]
70,uuid:b,uuid:b/person[1]
""",
    "household-job.csv": """hours,PARENT_KEY,KEY
35,uuid:a/person[1],uuid:a/person[1]/job[1]
5,uuid:a/person[1],uuid:a/person[1]/job[2]
""",
    "household-former.csv": """years,PARENT_KEY,KEY
30,uuid:b,uuid:b/past/former[1]
""",
    "media/photo.jpg": "picture",
}


def test_the_archive_of_odk_central_comes_in_with_repeats_in_repeats(household, tmp_path):
    path = tmp_path / "household.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in CENTRAL.items():
            archive.writestr(name, content)
    first, second = taken(household, path)
    assert first.row["street"] == "West Lake, 1"
    assert first.row["place"] == "30.1 120.2 5 4.9"
    assert first.row["means"] == "bus foot"
    assert [entry["age"] for entry in first.repeats["person"]] == ["40", "12"]
    jobs = {name: rows for name, rows in first.repeats.items() if rows and name != "person"}
    [(_name, hours)] = jobs.items()
    assert [(entry["hours"], entry["_key"]) for entry in hours] == [
        ("35", "person[1]/job[1]"), ("5", "person[1]/job[2]"),
    ]  # fmt: skip
    assert [entry["age"] for entry in second.repeats["person"]] == ["70"]
    assert "30" in [entry.get("years") for rows in second.repeats.values() for entry in rows]
    assert first.issue_count == second.issue_count == 0


KOBO_NAMES = """"home/street";"home/place";"home/_place_latitude";"home/_place_longitude";"home/_place_altitude";"home/_place_precision";"means";"means/bus";"means/bike";"means/foot";"meta/rootUuid";"_id";"_uuid";"_submission_time";"_validation_status";"_notes";"_status";"_submitted_by";"__version__";"_tags";"_index"\r
"West Lake, 1";"30.1 120.2 0 0";"30.1";"120.2";"0";"0";"bus foot";"1";"0";"1";"uuid:a";"61";"4858-a";"2026-05-01T09:41:19";"";"";"submitted_via_web";"";"vQx";"";"1"\r
"East 2";"";"";"";"";"";"";"";"";"";"";"62";"";"2026-05-01T09:41:38";"";"";"submitted_via_web";"";"vQx";"";"2"\r
"""
KOBO_LABELS = """"Street";"Place";"_Place_latitude";"_Place_longitude";"_Place_altitude";"_Place_precision";"Means of transport";"Means of transport/Public bus";"Means of transport/Bicycle";"Means of transport/On foot";"_id";"_uuid";"_submission_time";"_tags";"_index"\r
"West Lake, 1";"30.1 120.2 0 0";"30.1";"120.2";"0";"0";"Public bus On foot";"1";"0";"1";"61";"4858-a";"2026-05-01T09:41:19";"";"1"\r
"East 2";"";"";"";"";"";"";"";"";"";"62";"";"2026-05-01T09:41:38";"";"2"\r
"""
KOBO_TEXT_ONLY = """"Street";"Means of transport";"_id";"_uuid"\r
"West Lake, 1";"Public bus On foot";"61";"4858-a"\r
"East 2";"";"62";""\r
"""


@pytest.mark.parametrize(
    ("content", "place"),
    [(KOBO_NAMES, "30.1 120.2 0 0"), (KOBO_LABELS, "30.1 120.2 0 0"), (KOBO_TEXT_ONLY, "")],
    ids=["names", "labels", "labels in one column"],
)
def test_kobo_s_csv_comes_in_with_names_or_labels(household, tmp_path, content, place):
    path = tmp_path / "Household_-_all_versions.csv"
    path.write_text(content, newline="")
    first, second = taken(household, path)
    assert (first.row["street"], first.row["means"]) == ("West Lake, 1", "bus foot")
    assert (first.row["place"] or "") == place
    assert second.row["street"] == "East 2"
    assert first.issue_count == 0


def test_kobo_s_workbook_links_repeats_in_repeats_by_their_index(household, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Household"
    tables = {
        "Household": [["street", "_id", "_uuid", "_index"], ["West", 1, "ua", 1],
                      ["East", 2, "ub", 2]],
        "person": [["age", "_index", "_parent_table_name", "_parent_index", "_submission__id",
                    "_submission__uuid"],
                   [40, 1, "Household", 2, 2, "ub"], [12, 2, "Household", 1, 1, "ua"]],
        "job": [["hours", "_index", "_parent_table_name", "_parent_index", "_submission__id",
                 "_submission__uuid"],
                [35, 1, "person", 1, 2, "ub"], [5, 2, "person", 2, 1, "ua"],
                [9, 3, "person", 7, 1, "ua"]],
    }  # fmt: skip
    for name, rows in tables.items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "kobo.xlsx"
    book.save(path)
    report = check_answers(survey=household, files={path.name: path}, reading=Reading())
    assert report["orphans"] == {"count": 1, "first": [4]}
    run("import_answers", path, "--survey", "home")
    west, east = household.submissions.order_by("pk")
    found = {
        each.row["street"]: {
            (entry.get("age"), entry.get("hours"))
            for rows in each.repeats.values()
            for entry in rows
        }
        for each in (west, east)
    }
    assert found == {"West": {("12", None), (None, "5")}, "East": {("40", None), (None, "35")}}


@pytest.fixture
def grown(household):
    """The second version asks no street any more, and a telephone number instead."""
    publish(household, "2", SHEET.replace("street | Street ", "phone  | Phone  "))
    return household


def write(path, *rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_row_answers_the_version_that_it_names_or_the_newest_with_its_questions(grown, tmp_path):
    rows = [
        {"_uuid": "a", "street": "West", "phone": "", "FormVersion": ""},
        {"_uuid": "b", "street": "", "phone": "138", "FormVersion": ""},
        {"_uuid": "c", "street": "", "phone": "", "FormVersion": "1"},
        {"_uuid": "d", "street": "", "phone": "", "FormVersion": "7"},
        {"_uuid": "e", "street": "East", "phone": "139", "FormVersion": "2"},
    ]
    path = write(tmp_path / "answers.csv", *rows)
    report = check_answers(survey=grown, files={path.name: path}, reading=Reading())
    assert report["tables"][0]["unmapped"] == []
    assert report["elsewhere"] == {"home/street": 1}
    assert "home/street: 1 answers" in run("import_answers", path, "--survey", "home")
    stored = grown.submissions.order_by("pk")
    assert [each.instrument.version for each in stored] == ["1", "2", "1", "2", "2"]
    assert stored[0].row["street"] == "West"
    assert stored[1].row["phone"] == "138"
    assert {each.issue_count for each in stored} == {0}


def test_an_archive_that_is_none_or_too_large_is_told(household, tmp_path, capsys, monkeypatch):
    from surveys.imports import zip_source

    (tmp_path / "a.zip").write_bytes(b"PK no archive")
    with pytest.raises(SystemExit):
        run("import_answers", tmp_path / "a.zip", "--survey", "home")
    monkeypatch.setattr(zip_source, "MOST_UNPACKED", 10)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("household.csv", "KEY\n" + "a\n" * 100)
    (tmp_path / "b.zip").write_bytes(out.getvalue())
    with pytest.raises(SystemExit):
        run("import_answers", tmp_path / "b.zip", "--survey", "home")
    told = capsys.readouterr().err
    assert "a.zip" in told
    assert "204 bytes" in told


def test_each_fault_of_an_archive_is_told_with_its_file(household, tmp_path, capsys):
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("household.csv", "KEY\na,b\n")
        archive.writestr("person.parquet", b"PAR1")
        archive.writestr("readme.txt", "Not a table: a word, and another.")
        archive.writestr("__MACOSX/household.csv", "\0")
    with pytest.raises(SystemExit):
        run("import_answers", path, "--survey", "home")
    told = capsys.readouterr().err
    assert "c.zip › household.csv › row 2" in told
    assert "c.zip › person.parquet" in told
    assert "readme" not in told
    assert "MACOSX" not in told


def test_an_archive_whose_content_is_damaged_is_told(household, tmp_path, capsys):
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("household.csv", "KEY\n" + "a\n" * 1_000)
    content = bytearray(path.read_bytes())
    content[50:56] = b"\xff" * 6
    path.write_bytes(content)
    with pytest.raises(SystemExit):
        run("import_answers", path, "--survey", "home")
    assert "d.zip" in capsys.readouterr().err


def test_two_repeats_of_one_name_are_told_apart_as_odk_central_numbers_them():
    from surveys.imports.matching import _repeat_of
    from surveys.imports.sources import Source
    from surveys.instrument.nodes import Repeat

    repeats = {path: Repeat(f"/data/{path}", "job", ()) for path in ("a/job", "b/job")}

    def found(name, header=("PARENT_KEY", "KEY")):
        return _repeat_of(Source(name, header, rows=iter), repeats)

    assert found("form-job~1") == "a/job"
    assert found("form-job~2") == "b/job"
    assert found("form-a-job") == "a/job"
    assert found("survey-of-job", ("KEY",)) is None  # a form's own name, no table of a repeat
