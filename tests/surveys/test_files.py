"""A researcher's own files: the numbers equal R's `survey`, and faults are told all at once."""

import csv
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from django.core.management import call_command

from surveys import files
from surveys.cleaning.csv_table import read_table
from surveys.errors import Problem, SurveyError
from surveys.findings.results import warnings_of
from surveys.management.commands import run_survey
from surveys.pipeline import read_plan
from surveys.plans.design import read_design
from surveys.sampling.replicates import stratified_jackknife

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "tests" / "reference"
EXAMPLE = ROOT / "docs" / "examples" / "nsw"
DATA = REFERENCE / "data" / "nsw.csv"


def run(data=DATA, design=EXAMPLE / "design.toml", plan=EXAMPLE / "plan.toml"):
    return files.run(data, design, plan, lock_sha256="0" * 64, code_version="test")


@pytest.fixture(scope="module")
def finished():
    return run()


def reference(name, case_id):
    cases = json.loads((REFERENCE / name).read_text())["cases"]
    return next(case["expected"] for case in cases if case["id"] == case_id)


def estimate(results, name, level="", **domain):
    return next(
        each
        for each in results.estimates
        if (each.name, each.level, dict(each.domain)) == (name, level, domain)
    )


def test_weights_are_those_of_calibrate_with_raking_in_r(finished):
    analysis, _ = finished
    path = REFERENCE / reference("weighting.json", "o156_weights_nsw")["file"]
    with path.open() as file:
        expected = [float(row[-1]) for row in list(csv.reader(file))[1:]]
    np.testing.assert_allclose(analysis.weights.values, expected, rtol=1e-7)


@pytest.mark.parametrize(
    ("case_id", "names"),
    [
        ("o157_mean_nsw", ["hours", "insured", "satisfaction"]),
        ("o158_total_nsw", ["total_hours", "total_insured"]),
        ("o201_ratio_nsw", ["contribution_per_hour"]),
    ],
)
def test_estimates_and_errors_are_those_of_r(finished, case_id, names):
    _, results = finished
    expected = reference("weighted_estimates.json", case_id)
    found = [estimate(results, name) for name in names]
    assert [each.value for each in found] == pytest.approx(expected["estimate"], rel=1e-9)
    assert [each.standard_error for each in found] == pytest.approx(expected["se"], rel=1e-7)


def test_replicates_are_weighted_anew_as_in_r(tmp_path):
    """JKn: the same plan with a table of replicates gives R's errors of a re-raked jackknife."""
    plan = tmp_path / "plan.toml"
    table = '[replicates]\nmethod = "stratified_jackknife"\n'
    plan.write_text((EXAMPLE / "plan.toml").read_text() + table)
    _, results = run(plan=plan)
    expected = reference("replicates_reweighted.json", "o241_mean_nsw")
    found = [estimate(results, name) for name in ("hours", "insured")]
    assert [each.value for each in found] == pytest.approx(expected["estimate"], rel=1e-9)
    assert [each.standard_error for each in found] == pytest.approx(expected["se"], rel=1e-7)
    assert [each.degrees_of_freedom for each in found] == [106, 106]
    assert {each.variance for each in results.estimates} == {"replicate:JKn"}
    assert results.design.variance == "replicate:JKn"


def test_replicate_weights_of_the_data_give_the_errors_of_the_jackknife(tmp_path):
    """The factors of a jackknife, written into the file, are read back and re-weighted alike."""
    document = files.read_design_document(EXAMPLE / "design.toml")
    table = read_table(DATA.read_bytes(), DATA.name)
    sample = read_design(document, table, "design.toml")
    made = stratified_jackknife(sample.design)
    rows = made.of_rows() * sample.base[:, None]
    names = [f"repw{number}" for number in range(rows.shape[1])]
    data, plan = tmp_path / "data.csv", tmp_path / "plan.toml"
    pd.concat([table, pd.DataFrame(rows, columns=names)], axis=1).to_csv(data, index=False)
    given = f'[replicates]\nmethod = "given"\ncolumns = ["repw*"]\nscale = {made.scale!r}\n'
    given += f"rscales = {made.rscales.tolist()}\n"
    plan.write_text((EXAMPLE / "plan.toml").read_text() + given)
    _, results = run(data=data, plan=plan)
    expected = reference("replicates_reweighted.json", "o241_mean_nsw")
    found = [estimate(results, name) for name in ("hours", "insured")]
    assert [each.standard_error for each in found] == pytest.approx(expected["se"], rel=1e-7)
    assert {each.variance for each in results.estimates} == {"replicate:given"}


def test_estimates_of_domains_are_those_of_r(finished):
    _, results = finished
    expected = reference("weighted_estimates.json", "o160_by_nsw")
    assert len(expected["groups"]) == 6
    for group in expected["groups"]:
        found = estimate(results, "insured", **group["key"])
        assert found.value == pytest.approx(group["estimate"][0], rel=1e-9)
        assert found.standard_error == pytest.approx(group["se"][0], rel=1e-7)
        assert found.degrees_of_freedom == group["degf_domain"]


def test_outputs_hold_every_weight_and_estimate(finished):
    analysis, results = finished
    first = replace(results.indicators[0], base={"en": "Employees", "zh-hans": "雇员"})
    results = replace(results, indicators=(first, *results.indicators[1:]))
    contents = files.outputs(analysis, results)
    assert len(contents["weights.csv"].splitlines()) == 3000 + 1
    rows = list(csv.DictReader(contents["estimates.csv"].decode().splitlines()))
    assert len(rows) == len(results.estimates)
    assert {"n", "effective_n", "standard_error", "design_effect", "status"} <= rows[0].keys()
    told = {row["name"]: row["base"] for row in rows}
    assert [told.pop(first.name), *{*told.values()}] == ["Employees / 雇员", ""]
    assert json.loads(contents["estimates.json"])["confidence"] == 0.95


def test_both_coefficients_of_variation_of_a_share_are_given(finished):
    analysis, results = finished
    share = replace(estimate(results, "insured"), value=0.8, standard_error=0.1)
    contents = files.outputs(analysis, replace(results, estimates=(share,)))
    (row,) = csv.DictReader(contents["estimates.csv"].decode().splitlines())
    assert float(row["coefficient_of_variation"]) == pytest.approx(0.125)
    assert float(row["cv_for_rule"]) == pytest.approx(0.5)


@dataclass
class Fault:
    """What a researcher got wrong, and the codes that must be reported together."""

    file: str
    change: tuple[str, str]
    codes: set[str]


FAULTS = {
    "unknown variable in the plan": Fault(
        "plan", ('variable = "sat"', 'variable = "satt"'), {"unknown_variable"}
    ),
    "unknown key in the plan": Fault("plan", ("[estimation]", "[estimates]"), {"unknown_key"}),
    "control totals that do not add up": Fault(
        "plan", ('"F" = 149128', '"F" = 149129'), {"margin_totals_differ"}
    ),
    "a level without control total": Fault(
        "plan", ('"ride" =', '"rides" ='), {"level_without_target", "empty_cell"}
    ),
    "a plan that is no TOML": Fault("plan", ("[estimation]", "[estimation"), {"not_toml"}),
    "a design naming no column": Fault("design", ('["psu"]', '["cluster"]'), {"unknown_variable"}),
    "a declared column that is absent": Fault(
        "design", ("[variables.city]", "[variables.town]"), {"unknown_column"}
    ),
    "a number that is none": Fault("data", ("2609.10", "2609,10"), {"cell_count"}),
    "money that is no number": Fault("data", ("2609.10", "many"), {"not_a_number"}),
    "missing codes that are no list": Fault(
        "design", ('missing = ["NA"]', 'missing = "NA"'), {"condition_codes"}
    ),
    "a weight of zero": Fault("data", ("91.466361", "0"), {"base_weight_not_positive"}),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_place_and_remedy(tmp_path, fault):
    paths = {"data": DATA, "design": EXAMPLE / "design.toml", "plan": EXAMPLE / "plan.toml"}
    text = paths[fault.file].read_text()
    assert fault.change[0] in text
    paths[fault.file] = tmp_path / paths[fault.file].name
    paths[fault.file].write_text(text.replace(*fault.change, 1))
    with pytest.raises(SurveyError) as caught:
        run(**paths)
    problems = caught.value.problems
    assert {problem.code for problem in problems} == fault.codes
    for problem in problems:
        assert problem.where
        assert problem.found
        assert problem.expected()
        assert problem.remedy()


def test_faults_of_three_files_are_told_together(tmp_path):
    faults = [FAULTS[name] for name in ("a design naming no column", "money that is no number")]
    faults.append(FAULTS["unknown variable in the plan"])
    paths = {"data": DATA, "design": EXAMPLE / "design.toml", "plan": EXAMPLE / "plan.toml"}
    for fault in faults:
        text = paths[fault.file].read_text().replace(*fault.change, 1)
        paths[fault.file] = tmp_path / paths[fault.file].name
        paths[fault.file].write_text(text)
    with pytest.raises(SurveyError) as caught:
        run(**paths)
    places = " ".join(problem.where for problem in caught.value.problems)
    assert {problem.code for problem in caught.value.problems} >= {
        "unknown_variable",
        "not_a_number",
    }
    assert "design.toml" in places
    assert "income" in places


def test_a_stratum_with_one_cluster_is_named(tmp_path):
    lines = DATA.read_text().splitlines()
    header = lines[0].split(",")
    stratum, psu = header.index("stratum"), header.index("psu")
    kept = [
        line
        for line in lines[1:]
        if (cells := line.split(","))[stratum] != "C1.plat" or cells[psu] == "1"
    ]
    data = tmp_path / "nsw.csv"
    data.write_text("\n".join([lines[0], *kept]) + "\n")
    with pytest.raises(SurveyError, match=r"C1\.plat") as caught:
        run(data=data)
    assert {problem.code for problem in caught.value.problems} == {"lonely_psu"}


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"report": 5}, ("report_form", "plan › report")),
        ({"report": {"titel": {}}}, ("unknown_key", "plan › report › titel")),
        ({"report": {"title": 5}}, ("labels_form", "plan › report › title")),
        ({"report": {"chapters": 5}}, ("labels_by_code", "plan › report › chapters")),
        ({"report": {"chapters": {"a": 5}}}, ("labels_form", "plan › report › chapters › a")),
        ({"control_totals": 5}, ("control_totals_form", "plan › control_totals")),
        ({"recodes": 5}, ("recodes_form", "plan › recodes")),
    ],
)
def test_a_part_of_the_plan_that_is_no_table_is_a_problem(document, found):
    indicator = {"name": "hours", "statistic": "mean", "variable": "hours"}
    with pytest.raises(SurveyError) as caught:
        read_plan({"indicators": [indicator], **document}, "plan", {})
    assert [(each.code, each.where) for each in caught.value.problems] == [found]


def test_provenance_is_of_the_bytes_that_were_read(tmp_path, monkeypatch):
    data = tmp_path / "nsw.csv"
    content = DATA.read_bytes()
    data.write_bytes(content)
    analyse = files.pipeline.analyse

    def analyse_while_the_file_changes(*arguments):
        data.write_bytes(b"changed")
        return analyse(*arguments)

    monkeypatch.setattr(files.pipeline, "analyse", analyse_while_the_file_changes)
    _, results = run(data=data)
    assert results.provenance.data_sha256 == hashlib.sha256(content).hexdigest()


def command(out, plan=EXAMPLE / "plan.toml", **options):
    design = EXAMPLE / "design.toml"
    call_command("run_survey", data=DATA, design=design, plan=plan, out=out, **options)


@pytest.mark.parametrize("below", ["", "folder"])
def test_a_folder_that_cannot_be_made_is_told_before_anything_is_computed(
    tmp_path, monkeypatch, capsys, below
):
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setattr(files, "run", lambda *arguments, **options: pytest.fail("computed"))
    with pytest.raises(SystemExit) as ended:
        command(tmp_path / "taken" / below)
    assert ended.value.code == 2
    assert "a folder that can be made and written to" in capsys.readouterr().err


def test_a_file_that_cannot_be_replaced_is_a_problem(tmp_path):
    (tmp_path / "b.csv" / "c").mkdir(parents=True)
    with pytest.raises(SurveyError) as caught:
        files.write(tmp_path, {"b.csv": b"2\n"})
    assert [each.code for each in caught.value.problems] == ["folder_unwritable"]


def test_faults_are_told_in_the_chosen_language(tmp_path, capsys):
    plan = tmp_path / "plan.toml"
    plan.write_text("[estimation")
    with pytest.raises(SystemExit) as ended:
        command(tmp_path / "out", plan, language="zh-hans")
    assert ended.value.code == 2
    assert "应为" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_warnings_are_told_and_the_results_written(tmp_path, monkeypatch, capsys):
    warning = Problem("few_respondents", "plan › control_totals.city › C1", "12")
    run_files = files.run

    def run_with_warning(*arguments, **options):
        analysis, results = run_files(*arguments, **options)
        return analysis, replace(results, warnings=warnings_of([warning]))

    monkeypatch.setattr(files, "run", run_with_warning)
    monkeypatch.setattr(run_survey, "render_pdf", lambda html: b"%PDF")
    command(tmp_path / "out")
    errors = capsys.readouterr().err
    assert "plan › control_totals.city › C1" in errors
    assert "30 or more respondents" in errors
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "weights.csv",
        "estimates.csv",
        "estimates.json",
        "findings.pdf",
    }


def test_nothing_is_written_beside_what_is_complete(tmp_path):
    files.write(tmp_path / "out", {"a.csv": b"1\n", "b.csv": b"2\n"})
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.csv", "b.csv"]
