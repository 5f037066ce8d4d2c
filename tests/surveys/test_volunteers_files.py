"""Volunteers from files: a fourth file, and the faults of all of them at once."""

import pytest
from django.core.management import call_command

from surveys.errors import SurveyError
from tests.surveys.makers_volunteers import EXAMPLE, run_example

FILES = ("volunteers.csv", "design.toml", "plan.toml", "reference.csv")


def changed(folder, **changes):
    """The example's files with one text of each replaced, in a folder of their own."""
    for name in FILES:
        text = (EXAMPLE / name).read_text("utf-8")
        before, after = changes.get(name.partition(".")[0], ("", ""))
        assert before in text
        (folder / name).write_text(text.replace(before, after, 1), "utf-8")
    return {
        "data": folder / "volunteers.csv",
        "design": folder / "design.toml",
        "plan": folder / "plan.toml",
        "reference": folder / "reference.csv",
    }


def problems_of(**paths):
    with pytest.raises(SurveyError) as caught:
        run_example(**paths)
    return {(each.code, each.where) for each in caught.value.problems}


def test_the_faults_of_four_files_are_told_together(tmp_path):
    paths = changed(
        tmp_path,
        volunteers=("5834.09", "much"),
        design=("[variables.b_sex]", "[design]\nclusters = ['b_sex']\n[variables.b_sex]"),
        plan=('method = "doubly_robust"', 'method = "doubly_robust"\nmagic = 1'),
    )
    codes = {code for code, _where in problems_of(**paths)}
    assert codes == {"unknown_key", "not_a_number", "volunteers_not_drawn"}
    paths = changed(
        tmp_path,
        design=("[variables.b_sex]", "[design]\nclusters = ['b_sex']\n[variables.b_sex]"),
        reference=("209.3551", "-1"),
    )
    codes = {code for code, _where in problems_of(**paths)}
    assert codes == {"volunteers_not_drawn", "base_weight_not_positive"}


def test_a_reference_that_is_wanted_and_missing_is_told():
    wanted = {("reference_table", "plan.toml › volunteers › reference")}
    assert problems_of(reference=None) == wanted
    gone = EXAMPLE / "nowhere.csv"
    assert problems_of(reference=gone) == {("file_unreadable", str(gone))}


def test_a_reference_that_nobody_wants_is_told(tmp_path):
    plan = tmp_path / "plan.toml"
    text = (EXAMPLE / "plan.toml").read_text("utf-8")
    start, end = text.index("[volunteers]"), text.index("[estimation]")
    plan.write_text(text[:start] + text[end:], "utf-8")
    assert ("reference_not_wanted", "reference.csv") in problems_of(plan=plan)


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "expected: the table of a reference sample"), ("zh-hans", "参照样本的表")],
)
def test_the_command_tells_what_is_missing(tmp_path, capsys, language, told):
    with pytest.raises(SystemExit) as ended:
        call_command(
            "run_survey",
            data=EXAMPLE / "volunteers.csv",
            design=EXAMPLE / "design.toml",
            plan=EXAMPLE / "plan.toml",
            out=tmp_path / "out",
            language=language,
        )
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_command_writes_the_four_files(tmp_path):
    call_command(
        "run_survey",
        data=EXAMPLE / "volunteers.csv",
        design=EXAMPLE / "design.toml",
        plan=EXAMPLE / "plan.toml",
        reference=EXAMPLE / "reference.csv",
        out=tmp_path,
    )
    names = {each.name for each in tmp_path.iterdir()}
    assert names == {"weights.csv", "estimates.csv", "estimates.json", "findings.pdf"}
