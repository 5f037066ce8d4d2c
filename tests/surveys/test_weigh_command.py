"""`weigh` tells in the terminal what the weighting page shows."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.surveys.makers_answers import PLAN, REST


def weigh(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("weigh", "--survey=work", *arguments, stdout=out, stderr=err)
    return out.getvalue()


def test_it_tells_the_same_and_writes_the_weights(answered, tmp_path):
    told = weigh(f"--out={tmp_path / 'new' / 'weights.csv'}")
    assert "Effective sample size\t29" in told
    assert "Raking to control totals\t" in told
    assert len((tmp_path / "new" / "weights.csv").read_text().split()) == 41


def test_it_compares_two_files(answered, tmp_path):
    for name, text in (("a.toml", PLAN), ("b.toml", REST)):
        (tmp_path / name).write_text(text)
    told = weigh(f"--plan={tmp_path / 'a.toml'}", f"--against={tmp_path / 'b.toml'}")
    assert "This plan\tThe other\tDifference" in told
    assert "Sum of weights\t1,000\t390" in told


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_lists_the_faults_of_both_files(answered, tmp_path, capsys, language):
    (tmp_path / "a.toml").write_text(PLAN.replace('"sex"', '"sexx"'))
    (tmp_path / "b.toml").write_text("a = [")
    with pytest.raises(SystemExit) as ended:
        weigh(
            f"--plan={tmp_path / 'a.toml'}",
            f"--against={tmp_path / 'b.toml'}",
            f"--language={language}",
        )
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "a.toml › weighting.steps[1]" in told
    assert "b.toml" in told


def test_a_survey_without_a_plan_says_what_is_missing(survey, capsys):
    with pytest.raises(SystemExit):
        weigh()
    assert "0" in capsys.readouterr().err


def test_an_unknown_survey_is_named(db):
    with pytest.raises(CommandError, match="'work'"):
        weigh()
