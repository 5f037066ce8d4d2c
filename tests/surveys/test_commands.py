"""Commands as a researcher calls them: results or one list of faults, and nothing in between."""

import hashlib
import io

import pytest
from django.core.management import CommandError, call_command

from surveys.models import Survey
from tests.nse import WORKBOOK
from tests.surveys.test_files import DATA, EXAMPLE


def run_survey(out, **files):
    paths = {"data": DATA, "design": EXAMPLE / "design.toml", "plan": EXAMPLE / "plan.toml"}
    arguments = [f"--{name}={path}" for name, path in {**paths, **files}.items()]
    call_command("run_survey", *arguments, f"--out={out}", stdout=io.StringIO())


def test_run_survey_writes_weights_estimates_and_findings(tmp_path):
    run_survey(tmp_path / "new" / "out")
    names = sorted(path.name for path in (tmp_path / "new" / "out").iterdir())
    assert names == ["estimates.csv", "estimates.json", "findings.pdf", "weights.csv"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_run_survey_lists_faults_ends_with_2_and_leaves_nothing(tmp_path, capsys, language):
    data = tmp_path / "broken.csv"
    data.write_text(DATA.read_text().replace("2609.10", "many", 1))
    with pytest.raises(SystemExit) as ended:
        run_survey(tmp_path / "new" / "out", data=data, language=language)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "line 2 › income" in told
    assert {"en": "found:", "zh-hans": "实际"}[language] in told
    assert not (tmp_path / "new").exists()


def test_run_survey_refuses_a_file_as_its_folder_before_it_computes(tmp_path, capsys):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(SystemExit) as ended:
        run_survey(tmp_path / "out")
    assert ended.value.code == 2
    assert "out" in capsys.readouterr().err


def test_import_instrument_makes_the_survey_and_publishes(db):
    out = io.StringIO()
    call_command("import_instrument", WORKBOOK, "--survey", "new", "--publish", stdout=out)
    version = Survey.objects.get(slug="new").instrument_versions.get()
    assert version.state == "published"
    assert "published" in out.getvalue()


def test_import_instrument_leaves_no_survey_after_a_fault(db, tmp_path, capsys):
    broken = tmp_path / "form.xlsx"
    broken.write_bytes(b"no workbook")
    with pytest.raises(SystemExit) as ended:
        call_command("import_instrument", broken, "--survey", "new")
    assert ended.value.code == 2
    assert capsys.readouterr().err
    assert not Survey.objects.exists()


def test_collector_key_names_the_surveys_there_are(survey):
    with pytest.raises(CommandError, match="work"):
        call_command("collector_key", "--survey", "other")


PLAN = (EXAMPLE / "sample.toml").read_text()


def draw_sample(folder, plan=PLAN, language="en", seed="5"):
    (folder / "sample.toml").write_text(plan)
    out = io.StringIO()
    call_command(
        "draw_sample",
        DATA,
        "--plan",
        folder / "sample.toml",
        "--seed",
        seed,
        "--out",
        folder / "new" / "sample.csv",
        "--language",
        language,
        stdout=out,
    )
    return out.getvalue()


@pytest.mark.parametrize(
    ("language", "head"), [("en", "Margin of error at 50%"), ("zh-hans", "比例为50%时的误差范围")]
)
def test_draw_sample_writes_the_sample_and_tells_what_to_expect(tmp_path, language, head):
    told = draw_sample(tmp_path, language=language)
    lines = (tmp_path / "new" / "sample.csv").read_text().splitlines()
    assert lines[0].endswith("probability_1,probability_2,inclusion_probability,base_weight")
    assert len(lines) == 1 + 780
    assert head in told
    assert "\t3000\t60\t780\t480\t–\t5.3%\t5.4%\t" in told
    again = tmp_path / "again"
    again.mkdir()
    draw_sample(again)
    assert (again / "new" / "sample.csv").read_text().splitlines() == lines


@pytest.mark.parametrize(("language", "head"), [("en", "found:"), ("zh-hans", "实际")])
def test_draw_sample_lists_faults_ends_with_2_and_leaves_nothing(tmp_path, capsys, language, head):
    broken = PLAN.replace("psu", "team").replace("city", "town")
    with pytest.raises(SystemExit) as ended:
        draw_sample(tmp_path, plan=broken, language=language)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "'team'" in told
    assert "'town'" in told
    assert head in told
    assert not (tmp_path / "new").exists()


def test_draw_sample_wants_a_whole_number_as_seed(tmp_path):
    with pytest.raises(CommandError, match="expected a whole number"):
        draw_sample(tmp_path, seed="-1.5")


def imported(tmp_path, table, name="study.md", **options):
    source = tmp_path / name
    source.write_text(table, "utf-8")
    out = io.StringIO()
    call_command("import_instrument", source, stdout=out, **options)
    return out.getvalue()


LISTED = """
| survey   |
|          | type                            | name | label | media::image |
|          | select_one_from_file cities.csv | city | City  | map.png      |
| settings |
|          | form_id | version |
|          | places  | 1       |
"""


def test_import_instrument_opens_the_survey_it_publishes_and_keeps_the_files(db, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "cities.csv").write_text("name,label\nhz,Hangzhou\n")
    (folder / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    told = imported(tmp_path, LISTED, survey="places", publish=True, files=folder)

    survey = Survey.objects.get(slug="places")
    version = survey.instrument_versions.get()
    assert (survey.state, version.state) == ("open", "published")
    assert [file.name for file in version.files.all()] == ["cities.csv", "map.png"]
    content = (folder / "cities.csv").read_bytes()
    assert version.files.first().md5 == hashlib.md5(content, usedforsecurity=False).hexdigest()
    assert "places" in told


def test_import_instrument_does_not_publish_what_lacks_its_files(db, tmp_path, capsys):
    with pytest.raises(SystemExit):
        imported(tmp_path, LISTED, survey="places", publish=True)
    told = capsys.readouterr().err
    assert "cities.csv" in told
    assert "map.png" in told
    assert not Survey.objects.exists()


def test_import_instrument_tells_house_rules_and_takes_the_form(db, tmp_path, capsys):
    imported(tmp_path, LISTED.replace("| form_id | version |", "| form_id | versio |"))
    assert "settings › row 7 › version" in capsys.readouterr().err
    version = Survey.objects.get(slug="study").instrument_versions.get()
    assert version.state == "draft"
    assert version.warnings
