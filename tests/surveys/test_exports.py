"""Answers go out: every format, its shape, its labels, and what a spreadsheet could run."""

import csv
import io
import threading
import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from surveys.exports.cells import as_sent, harmless, number_of
from surveys.models import ExportLog, Submission
from surveys.queries import exported
from surveys.services import exports
from surveys.services.blobs import keep_blob
from surveys.services.intake import receive_submission
from surveys.services.review import approve_submissions


@pytest.fixture
def collected(survey, interviews):
    """Six interviews; all without issues are approved."""
    for xml in interviews:
        receive_submission(survey=survey, xml=xml)
    approve_submissions(survey=survey, actor=None)
    return survey


def export(folder, kind, *options, name="cases"):
    out = folder / f"{name}.{'xml' if kind == 'ddi' else kind}"
    call_command(
        "export_cases", "--survey", "work", "--format", kind, "--out", str(out), *options,
        stdout=io.StringIO(), stderr=io.StringIO(),
    )  # fmt: skip
    return out


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_the_shape_of_odk_central(collected, tmp_path):
    rows = rows_of(export(tmp_path, "csv"))
    approved = collected.submissions.filter(state=Submission.State.APPROVED).order_by("pk")
    assert [row["KEY"] for row in rows] == [each.instance_id for each in approved]
    first = approved[0]
    assert rows[0]["grp_main-grp_b-b_sex"] == first.row["b_sex"]
    assert rows[0]["meta-instanceID"] == first.instance_id
    assert rows[0]["ReviewState"] == "approved"
    assert rows[0]["DeviceID"] == first.row["deviceid"]
    assert rows[0]["FormVersion"] == first.instrument.version
    assert next(iter(rows[0])) == "SubmissionDate"
    assert [name for name in rows[0] if "j_gps-" in name] == [
        f"grp_j-j_gps-{part}" for part in ("Latitude", "Longitude", "Altitude", "Accuracy")
    ]


def test_repeats_stand_beside_and_link_to_their_interview(collected, tmp_path):
    export(tmp_path, "csv", "--all")
    jobs = rows_of(tmp_path / "d_job-repeat.csv")
    stored = {
        f"{each.instance_id}/{job['_key']}": job
        for each in collected.submissions.all()
        for job in each.repeats["d_job"]
    }
    assert jobs
    assert {row["KEY"] for row in jobs} == set(stored)
    assert all(row["KEY"].startswith(f"{row['PARENT_KEY']}/grp_main/grp_d/d_job[") for row in jobs)
    column = next(iter(jobs[0]))  # the group inside the repeat stands before the question's name
    name = column.rpartition("-")[2]
    assert [row[column] for row in jobs] == [stored[row["KEY"]][name] or "" for row in jobs]


def test_choices_among_several_are_split_and_blank_where_not_asked(collected, tmp_path):
    rows = rows_of(export(tmp_path, "csv", "--all"))
    for row, stored in zip(rows, collected.submissions.order_by("pk"), strict=True):
        answer = stored.row["f_injury"]
        for code in ("0", "1", "98"):
            expected = "" if answer is None else str(int(code in answer.split()))
            assert row[f"grp_main-grp_f-f_injury/{code}"] == expected


@pytest.mark.parametrize(
    ("language", "words"), [("en", {"Male", "Female"}), ("zh-hans", {"男", "女"})]
)
def test_labels_stand_in_place_of_codes(collected, tmp_path, language, words):
    rows = rows_of(export(tmp_path, "csv", "--labels", language))
    assert {row["grp_main-grp_b-b_sex"] for row in rows} <= words


def test_only_approved_interviews_leave_unless_all_are_asked_for(collected, tmp_path):
    collected.submissions.update(state=Submission.State.REJECTED)
    assert rows_of(export(tmp_path, "csv")) == []
    assert len(rows_of(export(tmp_path, "csv", "--all"))) == 6
    assert rows_of(export(tmp_path, "csv", "--all", "--pilot")) == []
    assert rows_of(export(tmp_path, "csv", "--all", "--changed-since", "2100-01-01")) == []
    assert ExportLog.objects.filter(survey=collected, action="command").count() == 4


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("+x", "'+x"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"),
     ("\rx", "'\rx"), ("-5", "-5"), ("+8613800", "+8613800"), ("a=b", "a=b"), ("\n=x", "'\n=x"), ("'=x", "''=x")],
)  # fmt: skip
def test_what_a_spreadsheet_could_run_is_made_harmless_and_back(text, cell):
    assert harmless(text) == cell
    assert as_sent(cell) == text


def test_formulae_in_answers_are_texts_in_csv_and_excel_and_whole_in_parquet(collected, tmp_path):
    import pyarrow.parquet as pq

    evil = '=HYPERLINK("http://127.0.0.1")'
    one = collected.submissions.filter(state=Submission.State.APPROVED).first()
    one.row["j_note"] = evil
    one.save()
    column = "grp_j-j_note"
    assert "'" + evil in {row[column] for row in rows_of(export(tmp_path, "csv"))}
    sheet = openpyxl.load_workbook(export(tmp_path, "xlsx"))["data"]
    place = [cell.value for cell in sheet[1]].index(column)
    cells = {row[place].value: row[place].data_type for row in sheet.iter_rows(min_row=2)}
    assert cells["'" + evil] == "s"
    assert evil in pq.read_table(export(tmp_path, "parquet")).column(column).to_pylist()


HOSTILE_ANSWERS = (
    "9" * 400, "9" * 5_000, "1e308", "-1e309", "1e-400", "NaN", "inf", "\u0664\u0660", "0x28", "1_000", "4,5",
    "0001-01-01", "9999-12-31", "2021-02-30", "\u202e\U0001f3e0", "x" * 40_000, "a\u0301" * 300,
)  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav", "dta", "parquet"])
def test_no_answer_keeps_an_export_from_being_made(collected, tmp_path, kind):
    """Each question of an interview has another one; what no type holds is left to CSV."""
    for turn, one in enumerate(collected.submissions.all()):
        for place, name in enumerate(one.row):
            one.row[name] = HOSTILE_ANSWERS[(place + turn) % len(HOSTILE_ANSWERS)]
        one.save()
    out = export(tmp_path, kind, "--all")
    assert out.stat().st_size > 1_000
    if kind == "csv":
        row = one.row
        cells = {cell for each in rows_of(out) for cell in each.values()}
        assert {row["b_hh_size"], row["c_hours"], row["j_note"]} <= cells


@pytest.mark.parametrize("text", ["9" * 400, "1e308", "٤٠", "NaN", "1_000", "0x1"])
def test_what_is_no_number_that_every_format_holds(text):
    assert number_of(text) is None


def test_spss_has_labels_and_tells_missing_values_apart(collected, tmp_path):
    import pyreadstat

    one = collected.submissions.filter(state=Submission.State.APPROVED).first()
    one.row |= {"b_hh_size": "", "b_hukou_type": "98", "b_sex": None}
    one.save()
    data, meta = pyreadstat.read_sav(
        export(tmp_path, "sav", "--labels", "zh-hans"), user_missing=True
    )
    row = data[data["KEY"] == one.instance_id].iloc[0]
    assert meta.variable_value_labels["b_hukou_type"][98.0] == "不知道"
    assert (
        meta.column_names_to_labels["b_sex"] == one.instrument_label("b_sex")
        if hasattr(one, "instrument_label")
        else True
    )
    assert row["b_hukou_type"] == 98
    assert meta.missing_ranges["b_hukou_type"] == [{"lo": 98.0, "hi": 98.0}]
    assert row["b_hh_size"] == -9
    assert meta.missing_ranges["b_hh_size"] == [{"lo": -9.0, "hi": -9.0}]
    assert row["b_sex"] != row["b_sex"]
    names = rows_of(tmp_path / "cases-names.csv")
    assert {"variable": "b_sex", "column": "grp_main-grp_b-b_sex"}.items() <= next(
        each for each in names if each["variable"] == "b_sex"
    ).items()


def test_stata_tells_missing_values_apart(collected, tmp_path):
    import pyreadstat

    one = collected.submissions.filter(state=Submission.State.APPROVED).first()
    one.row |= {"b_hh_size": "", "b_hukou_type": "98", "b_sex": None}
    one.save()
    data, meta = pyreadstat.read_dta(export(tmp_path, "dta"), user_missing=True)
    row = data[data["KEY"] == one.instance_id].iloc[0]
    assert (row["b_hh_size"], row["b_hukou_type"], row["b_sex"]) == ("b", "d", "a")
    assert meta.variable_value_labels["b_hukou_type"]["d"] == "Don't know"
    assert (tmp_path / "d_job-repeat.dta").exists()


def test_parquet_keeps_not_asked_apart_from_blank(collected, tmp_path):
    import pyarrow.parquet as pq

    one = collected.submissions.filter(state=Submission.State.APPROVED).first()
    one.row |= {"b_sex": None, "b_hukou_type": ""}
    one.save()
    table = pq.read_table(export(tmp_path, "parquet"))
    place = table.column("KEY").to_pylist().index(one.instance_id)
    assert table.column("grp_main-grp_b-b_sex").to_pylist()[place] is None
    assert table.column("grp_main-grp_b-b_hukou_type").to_pylist()[place] == ""
    assert str(table.schema.field("grp_main-grp_b-b_hh_size").type) == "int64"


def test_attachments_come_in_one_archive_with_a_table(collected, tmp_path):
    one = collected.submissions.filter(state=Submission.State.APPROVED).first()
    blob = keep_blob([b"picture"])
    one.attachments.create(name="../a b.jpg", blob=blob)
    out = tmp_path / "files.zip"
    call_command(
        "export_cases", "--survey", "work", "--format", "attachments", "--out", str(out),
        stdout=io.StringIO(),
    )  # fmt: skip
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        table = list(
            csv.DictReader(io.StringIO(archive.read("attachments.csv").decode("utf-8-sig")))
        )
        assert archive.read(table[0]["file"]) == b"picture"
    assert all(".." not in name and not name.startswith("/") for name in names)
    assert table[0]["KEY"] == one.instance_id


def test_an_export_asks_the_same_number_of_queries_for_one_and_for_six(
    collected, tmp_path, django_assert_num_queries
):
    export(tmp_path, "csv")
    with django_assert_num_queries(6):
        export(tmp_path, "csv", "--all")
    Submission.objects.exclude(pk=collected.submissions.first().pk).update(pilot=True)
    with django_assert_num_queries(6):
        export(tmp_path, "csv", "--all")


def test_a_wrong_survey_folder_or_time_is_told(collected, tmp_path):
    for options, words in [
        (("--survey", "none", "--out", "x.csv"), "work"),
        (("--survey", "work", "--out", str(tmp_path / "no" / "x.csv")), "no such folder"),
        (("--survey", "work", "--out", "x.csv", "--changed-since", "soon"), "found 'soon'"),
        (("--survey", "work", "--out", "x.csv", "--labels", "fr"), "expected one of en, zh-hans"),
    ]:
        with pytest.raises(CommandError, match=words):
            call_command("export_cases", *options)


def test_progress_is_told_over_a_connection_of_its_own_and_its_error_ends_the_export(
    collected, tmp_path, monkeypatch
):
    """On SQLite a connection that reads an old state may not write."""
    threads = []

    def tell(done):
        threads.append(threading.get_ident())
        if done == 95:
            raise RuntimeError("taken over")

    for module in (exports, exported):  # the query is read in chunks, and progress is told by them
        monkeypatch.setattr(module, "CHUNK", 2)
    with pytest.raises(RuntimeError, match="taken over"):
        exports.write_export(
            survey=collected, kind="csv", selection=exports.Selection(all_states=True),
            out=tmp_path / "cases.csv", tell=tell,
        )  # fmt: skip
    assert len(threads) == 3
    assert threading.get_ident() not in threads
