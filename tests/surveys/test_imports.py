"""Existing answers come in: from every format, with a loss report, through the one intake."""

import csv
import io
import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from surveys.models import Submission, Survey
from surveys.services.imports import Reading, check_answers
from surveys.services.instruments import publish_instrument
from surveys.services.intake import receive_submission
from tests.surveys.test_exports import rows_of

OWN = {
    "SubmissionDate", "meta-instanceID", "KEY", "PARENT_KEY", "ReviewState", "CaseID", "Stratum",
    "PSU", "BaseWeight", "MemberID", "Wave", "AttachmentsExpected",
}  # fmt: skip


@pytest.fixture
def collected(survey, interviews):
    for xml in interviews:
        receive_submission(survey=survey, xml=xml)
    return survey


@pytest.fixture
def second(survey):
    """A second survey with the same questionnaire."""
    version = survey.instrument_versions.get()
    made = Survey.objects.create(slug="second", titles={"en": "Second"})
    version.pk, version.survey, version.state = None, made, "draft"
    version._state.adding = True
    version.save()
    publish_instrument(version=version)
    return made


def run(*arguments):
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def export(slug, out, *options, kind="csv"):
    run("export_cases", "--survey", slug, "--format", kind, "--out", out, "--all", *options)
    return out


def answers(path):
    return [{name: cell for name, cell in row.items() if name not in OWN} for row in rows_of(path)]


@pytest.mark.parametrize("labels", [(), ("--labels", "zh-hans")], ids=["codes", "labels"])
def test_an_export_that_is_imported_and_exported_has_the_same_cells(
    collected, second, tmp_path, labels
):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first = export("work", tmp_path / "one/cases.csv", *labels)
    told = run("import_answers", tmp_path / "one/d_job-repeat.csv", first, "--survey", "second")
    assert "stored: 6" in told
    assert "not mapped" not in told
    again = export("second", tmp_path / "two/cases.csv", *labels)
    differing = [
        (name, cell, row[name])
        for given, row in zip(answers(first), answers(again), strict=True)
        for name, cell in given.items()
        if cell != row[name]
    ]
    assert differing == []
    jobs = [answers(tmp_path / name / "d_job-repeat.csv") for name in ("one", "two")]
    assert jobs[0] == jobs[1] != []
    assert set(second.submissions.values_list("source", flat=True)) == {Submission.Source.FILE}


@pytest.mark.parametrize("multiple", ["both", "one", "split"])
@pytest.mark.parametrize("packed", [False, True], ids=["alone", "packed"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav", "dta", "parquet"])
def test_every_format_comes_in_again_with_all_that_stands_beside_it(
    collected, second, tmp_path, kind, multiple, packed
):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    options = ("--documented", "--multiple", multiple)
    export("work", tmp_path / f"one/cases.{kind}", *options, kind=kind)
    files = sorted((tmp_path / "one").iterdir())
    if packed:
        files = [_packed(files, tmp_path / "cases.zip")]
    told = run("import_answers", *files, "--survey", "second")
    assert "stored: 6" in told
    assert "not mapped" not in told
    export("work", tmp_path / "one/cases.csv")
    export("second", tmp_path / "two/cases.csv")
    before, after = (answers(tmp_path / name / "cases.csv") for name in ("one", "two"))
    differing = {
        name: (row[name], again[name])
        for row, again in zip(before, after, strict=True)
        for name in row
        if row[name] != again[name] and float(row[name] or 0) != float(again[name] or 0)
    }
    assert differing == {}
    jobs = [answers(tmp_path / name / "d_job-repeat.csv") for name in ("one", "two")]
    assert [{name: float(cell or 0) for name, cell in row.items()} for row in jobs[0]] == [
        {name: float(cell or 0) for name, cell in row.items()} for row in jobs[1]
    ]


def test_what_a_file_of_spss_calls_missing_is_told(collected, second, tmp_path):
    one = collected.submissions.first()
    one.row |= {"b_hh_size": "", "c_hours": "forty"}
    one.save()
    export("work", tmp_path / "cases.sav", kind="sav")
    told = run("import_answers", *tmp_path.iterdir(), "--survey", "second")
    for column in ("b_hh_size", "c_hours"):
        assert f"{column}: 1 values that the file calls missing are blank" in told
    assert "b_hukou_type" not in told
    assert "not used" not in told
    assert "not taken over: SubmissionDate" in told


def test_rows_without_answers_are_told(second, tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("KEY,b_sex\na,1\nb,\n")
    told = run("import_answers", path, "--survey", "second", "--dry-run")
    assert "rows without any answer: 1, first [3]" in told


def _packed(files, archive):
    with zipfile.ZipFile(archive, "w") as packed:
        for file in files:
            packed.write(file, file.name)
    return archive


def test_a_second_import_knows_every_row_and_tells_changed_ones(collected, second, tmp_path):
    file = export("work", tmp_path / "cases.csv")
    run("import_answers", file, "--survey", "second")
    assert "known: 6" in run("import_answers", file, "--survey", "second")
    rows = rows_of(file)
    rows[0]["grp_main-grp_c-c_hours"] = "1"
    told = run("import_answers", written(tmp_path, rows), "--survey", "second")
    assert "known: 5" in told
    assert "conflict: 1" in told
    assert second.submissions.count() == 6
    assert second.held_submissions.count() == 1


def written(folder, rows, name="file.csv", encoding="utf-8", delimiter=","):
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def report_of(survey, path, **reading):
    return check_answers(survey=survey, files={path.name: path}, reading=Reading(**reading))


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("gb18030", "|")],
)
def test_encodings_and_delimiters_are_found_out(survey, tmp_path, encoding, delimiter):
    rows = [{"_uuid": "a", "性别": "男"}, {"_uuid": "b", "性别": "女"}]
    path = written(tmp_path, rows, encoding=encoding, delimiter=delimiter)
    report = report_of(survey, path)
    assert report["tables"][0]["matched"] == {"性别": "grp_main/grp_b/b_sex"}
    assert report["misfits"] == {}


def test_kobo_s_slashes_and_split_choices_and_places_are_matched(survey, tmp_path):
    rows = [
        {
            "_uuid": "a", "grp_main/grp_b/b_sex": "1", "grp_main/grp_f/f_injury/1": "1",
            "grp_main/grp_f/f_injury/2": "0", "_j_gps_latitude": "30.1", "_j_gps_longitude": "120",
            "_submission_time": "2026-05-01", "_index": "1",
        }
    ]  # fmt: skip
    path = written(tmp_path, rows)
    assert report_of(survey, path)["tables"][0]["unmapped"] == []
    run("import_answers", path, "--survey", "work")
    row = survey.submissions.get().row
    assert (row["b_sex"], row["f_injury"], row["j_gps"]) == ("1", "1", "30.1 120 0 0")


def test_kobo_s_repeats_are_joined_by_their_index(survey, tmp_path):
    book = openpyxl.Workbook()
    main = book.active
    main.title = "NSE"
    main.append(["a_case_id", "_uuid", "_index"])
    main.append(["c1", "u1", 1])
    main.append(["c2", "u2", 2])
    repeat = book.create_sheet("d_job")
    question = next(path.rpartition("/")[2] for path in questions_of(survey) if "/d_job/" in path)
    repeat.append([question, "_parent_index", "_index"])
    for parent in (2, 2, 9):
        repeat.append([1, parent, 1])
    path = tmp_path / "kobo.xlsx"
    book.save(path)
    report = report_of(survey, path)
    assert report["orphans"] == {"count": 1, "first": [4]}
    run("import_answers", path, "--survey", "work")
    counts = [len(each.repeats["d_job"]) for each in survey.submissions.order_by("pk")]
    assert counts == [0, 2]


def questions_of(survey):
    from surveys.queries import questionnaire_of

    return questionnaire_of(survey.instrument_versions.get()).questions


def test_the_report_tells_every_loss_with_rows(survey, tmp_path):
    rows = [
        {"id": "a", "b_sex": "1", "b_hh_size": "three", "colour": "red"},
        {"id": "", "b_sex": "2", "b_hh_size": "2", "colour": "red"},
        {"id": "a", "b_sex": "2", "b_hh_size": "2", "colour": "red"},
        {"id": "d", "b_sex": "7", "b_hh_size": "2.0", "colour": "blue"},
    ]
    report = report_of(survey, written(tmp_path, rows), key="id")
    assert report["rows"] == 4
    assert report["tables"][0]["unmapped"] == ["colour"]
    assert report["without_key"] == {"count": 1, "first": [3]}
    assert report["key_twice"] == {"count": 1, "first": [4]}
    assert report["misfits"]["b_hh_size"]["examples"] == [(2, "three")]
    assert report["misfits"]["b_sex"] == {"why": "choice", "count": 1, "examples": [(5, "7")]}
    assert "grp_main/grp_b/b_educ" in report["questions_unfilled"]


def test_a_dry_run_stores_nothing_and_a_value_that_fits_nothing_is_kept_and_flagged(
    survey, tmp_path
):
    path = written(tmp_path, [{"id": "a", "sex of person": "7"}])
    options = (
        path,
        "--survey",
        "work",
        "--key",
        "id",
        "--map",
        "sex of person=grp_main/grp_b/b_sex",
    )
    assert "no code or label" in run("import_answers", *options, "--dry-run")
    assert not survey.submissions.exists()
    run("import_answers", *options)
    stored = survey.submissions.get()
    assert stored.row["b_sex"] == "7"
    assert stored.state == Submission.State.HAS_ISSUES


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"_uuid,b_sex\na,1\0\n", "NUL"),
        (b'_uuid,b_sex\na,"1\n', "quotes that are closed"),
        (b"_uuid,b_sex\na,1,2\nb\n", "row 3"),
        (b"_uuid,_uuid\na,1\n", "stands once"),
        (b"", "at least one line"),
        (b"b_sex\n1\n", "a column that names each row"),
    ],
    ids=["NUL", "quote", "width", "twice", "empty", "key"],
)
def test_a_broken_file_is_refused_with_its_rows_and_stores_nothing(
    survey, tmp_path, capsys, content, words
):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(SystemExit):
        run("import_answers", path, "--survey", "work")
    assert words in capsys.readouterr().err
    assert not survey.submissions.exists()


def test_a_wrong_format_or_map_is_told(survey, tmp_path, capsys):
    (tmp_path / "file.exe").write_bytes(b"MZ")
    with pytest.raises(SystemExit):
        run("import_answers", tmp_path / "file.exe", "--survey", "work")
    path = written(tmp_path, [{"_uuid": "a"}])
    with pytest.raises(SystemExit):
        run("import_answers", path, "--survey", "work", "--map", "no=where")
    told = capsys.readouterr().err
    assert ".csv" in told
    assert "a column of the file" in told
    assert "the path of a question" in told
    with pytest.raises(CommandError):
        run("import_answers", path, "--survey", "work", "--map", "no")
