"""What a person chooses of an export: columns, identifiers, and what tells missing values apart."""

import io
import re

import pyarrow.parquet as pq
import pyreadstat
import pytest
from django.core.management import CommandError, call_command

from surveys.exports.choosing import personal_paths
from surveys.forms.exchange import ExportForm
from surveys.models import ExportLog
from tests.surveys.instrument.forms import form, nse
from tests.surveys.test_exports import collected, export, rows_of

__all__ = ["collected"]

SPLIT = "grp_main-grp_f-f_injury/1"
ONE = "grp_main-grp_f-f_injury"


@pytest.mark.parametrize(("how", "one", "split"), [("both", 1, 1), ("one", 1, 0), ("split", 0, 1)])
def test_choices_among_several_stand_in_one_column_in_many_or_both(
    collected, tmp_path, how, one, split
):
    row = rows_of(export(tmp_path, "csv", "--multiple", how))[0]
    assert (ONE in row, SPLIT in row) == (bool(one), bool(split))


@pytest.fixture
def holey(collected):
    """Of one interview an answer is blank, one lost, one not asked, and one refused."""
    one = collected.submissions.filter(state="approved").first()
    one.row |= {"b_hh_size": "", "c_hours": "forty", "b_sex": None, "b_hukou_type": "98"}
    one.row |= {"j_note": ""}
    one.save()
    return one


KIND = {"b_hh_size": "blank", "c_hours": "lost", "j_note": "blank"}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav", "dta", "parquet"])
def test_a_table_tells_what_is_blank_or_lost(holey, tmp_path, kind):
    export(tmp_path, kind, "--documented")
    rows = [row for row in rows_of(tmp_path / "cases-missing.csv") if row["table"] == ""]
    told = {
        row["column"].rpartition("-")[2]: (row["missing"], row["sent"])
        for row in rows
        if row["KEY"] == holey.instance_id
    }
    typed = kind not in ("csv", "xlsx")
    assert told["b_hh_size"] == told["j_note"] == ("blank", "")
    assert told.get("c_hours") == (("lost", "forty") if typed else None)
    assert "b_sex" not in told
    assert "b_hukou_type" not in told


def test_the_codebook_has_labels_codes_and_the_ways_of_missing_values(holey, tmp_path):
    export(tmp_path, "dta", "--documented", "--labels", "zh-hans")
    lines = rows_of(tmp_path / "cases-codebook.csv")
    ways = {line["code"]: line["code_label"] for line in lines if line["table"] == "*"}
    assert ways['.b / ""'] == "已问未答"
    codes = {
        line["code"]: (line["code_label"], line["missing"])
        for line in lines
        if line["variable"] == "b_hukou_type" and line["code"]
    }
    assert codes["98"] == ("不知道", "1")
    assert codes["1"][1] == ""
    tables = {line["table"] for line in lines}
    assert tables == {"*", "", "d_job"}


def test_stata_and_spss_and_parquet_do_not_hold_what_is_lost_as_a_value(holey, tmp_path):
    data, meta = pyreadstat.read_dta(export(tmp_path, "dta"), user_missing=True)
    row = data[data["KEY"] == holey.instance_id].iloc[0]
    assert (row["b_hh_size"], row["c_hours"], row["b_sex"]) == ("b", "c", "a")
    assert meta.variable_value_labels["c_hours"]["c"].startswith("lost")
    data, meta = pyreadstat.read_sav(export(tmp_path, "sav"), user_missing=True)
    row = data[data["KEY"] == holey.instance_id].iloc[0]
    assert (row["b_hh_size"], row["c_hours"]) == (-9, -8)
    assert meta.variable_value_labels["c_hours"][-8].startswith("lost")
    assert meta.missing_ranges["c_hours"] == [{"lo": -8, "hi": -8}]
    assert b"missing" in pq.read_schema(export(tmp_path, "parquet")).metadata


def test_long_texts_are_whole_in_stata(holey, tmp_path):
    text = "长" * 2_000 + "=" * 40_000
    holey.row["j_note"] = text
    holey.save()
    data, _meta = pyreadstat.read_dta(export(tmp_path, "dta"))
    assert text in set(data["j_note"])


def test_nothing_that_names_a_person_leaves_without_identifiers(collected, tmp_path):
    stored = list(collected.submissions.filter(state="approved"))
    for each in stored:
        each.row["j_note"] = "Mrs Wang, 3rd floor"
        each.save()
    folder = tmp_path
    first = export(folder, "csv", "--without-identifiers", "--documented")
    rows = rows_of(first)
    text = "".join(path.read_text() for path in folder.glob("*.csv"))
    for each in stored:
        assert each.instance_id not in text
        assert each.row["a_case_id"] not in text
        assert each.row["deviceid"] not in text
        assert each.row["start"] not in text
    assert "Mrs Wang" not in text
    assert not [name for name in rows[0] if re.search("j_gps-|Submitter", name)]
    assert len(rows[0]["SubmissionDate"]) == 10
    assert rows[0]["grp_main-grp_b-b_sex"] == stored[0].row["b_sex"]
    keys = [row["KEY"] for row in rows]
    assert len(set(keys)) == len(stored)
    assert {row["PARENT_KEY"] for row in rows_of(folder / "d_job-repeat.csv")} <= set(keys)
    again = rows_of(export(folder, "csv", "--without-identifiers", name="again"))
    assert [row["KEY"] for row in again] == keys
    assert ExportLog.objects.first().options["identifiers"] is False


def test_what_is_made_of_a_name_is_a_name():
    made = form("""
    | survey |           |        |       |             |
    |        | type      | name   | label | calculation |
    |        | text      | who    | Who?  |             |
    |        | integer   | age    | Age?  |             |
    |        | calculate | hello  |       | concat('Dear ', ${who}) |
    |        | calculate | letter |       | concat(${hello}, '!') |
    |        | calculate | old    |       | ${age} > 60 |
    """)
    names = {path.rpartition("/")[2] for path in personal_paths(made)}
    assert names & {"who", "age", "hello", "letter", "old"} == {"who", "hello", "letter"}
    assert {"a_case_id", "deviceid", "j_gps"} <= {
        path.rpartition("/")[2] for path in personal_paths(nse())
    }


def test_attachments_name_people(collected, tmp_path):
    out = str(tmp_path / "a.zip")
    with pytest.raises(CommandError, match="attachments"):
        call_command(
            "export_cases", "--survey", "work", "--format", "attachments", "--out", out,
            "--without-identifiers", stdout=io.StringIO(),
        )  # fmt: skip
    asked = ExportForm({"format": "attachments", "without_identifiers": "on"})
    assert "without_identifiers" in asked.errors
