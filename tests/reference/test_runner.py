"""The runner itself: nothing is left out, and what is wrong or missing fails."""

from collections import Counter
from copy import deepcopy

import numpy as np
import pytest

from tests.reference.as_r import linpack_rank
from tests.reference.compare import Tolerance
from tests.reference.conftest import HERE
from tests.reference.reading import Case, cases_in
from tests.reference.runner import run, told
from tests.reference.summary import lines

CASES = cases_in(HERE)


def test_all_cases_of_all_files_are_run():
    assert Counter(case.group for case in CASES) == {
        "means_totals": 32,
        "domains": 28,
        "ratios": 7,
        "quantiles": 11,
        "proportion_ci": 17,
        "chisq": 10,
        "regression": 13,
        "variance": 2,
        "weighting": 13,
        "weighted_estimates": 80,
        "lonely_psu": 16,
        "replicates": 43,
        "replicates_reweighted": 26,
        "nonresponse": 2,
        "nonprobability": 12,
        "kish": 1,
    }
    assert len({case.id for case in CASES}) == len(CASES) == 313


def changed(group, change):
    """The first case of a file, with one thing made different."""
    case = next(each for each in CASES if each.group == group)
    given = deepcopy(case.given)
    change(given)
    return Case(case.folder, case.group, given)


def test_a_number_beyond_the_tolerance_differs():
    def change(given):
        given["expected"]["estimate"][0] *= 1 + 3e-9

    case = changed("means_totals", change)
    outcome = run(case)
    assert outcome.status == "differ"
    assert [each.quantity for each in outcome.differing] == ["estimate"]
    assert outcome.worst == pytest.approx(3e-9, rel=1e-3)
    assert told(case, outcome).startswith(f"{case.id} estimate: off by 3e-09")


def test_a_wrong_weight_in_a_file_differs(tmp_path):
    case = next(each for each in CASES if each.group == "weighting")
    given = case.given["expected"]["file"]
    (tmp_path / "data").symlink_to(HERE / "data")
    (tmp_path / "expected").mkdir()
    header, first, *rest = (HERE / given).read_text().splitlines()
    wrong = "\n".join([header, str(float(first) + 1e-6), *rest])
    (tmp_path / given).write_text(wrong)
    outcome = run(Case(tmp_path, case.group, case.given))
    assert [each.quantity for each in outcome.differing] == [f"{given} › weight"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda given: given["op"].update(name="mode"), "mode"),
        (lambda given: given["expected"].update(skewness=1.0), "quantity skewness"),
        (
            lambda given: given["weighting"].append({"step": "smooth"}),
            "weighting step smooth",
        ),
    ],
)
def test_what_the_engine_lacks_is_unsupported(change, reason):
    outcome = run(changed("means_totals", change))
    assert (outcome.status, outcome.reason) == ("unsupported", reason)


def test_missing_and_infinite_numbers_are_no_agreement():
    tolerance = Tolerance(1e-9, 1e-10)
    assert tolerance.relative([np.nan], [np.nan]) == 0
    assert tolerance.relative([np.nan], [1.0]) == np.inf
    assert tolerance.relative([1.0, 2.0], [1.0]) == np.inf


def test_an_error_that_is_noise_counts_as_zero():
    tolerance = Tolerance(1e-9, 1e-10)
    assert tolerance.errors([1e-12, 2.0], [3e-13, 2.0], [40.0, 5.0]) == 0
    assert tolerance.errors([1e-8], [3e-13], [40.0]) > tolerance.rtol


def test_covariances_are_measured_by_the_errors():
    tolerance = Tolerance(1e-9, 0.0)
    expected = [[4.0, 0.0], [0.0, 9.0]]
    assert tolerance.covariances([[4.0, 6e-9], [6e-9, 9.0]], expected, [1, 1]) == pytest.approx(
        6e-9 / (2 * 3)
    )


def test_rank_as_linpack_counts_it():
    nearly = np.array([[1.0, 1.0, 0.0], [0.0, 1e-6, 0.0], [0.0, 0.0, 2.0]])
    assert np.linalg.matrix_rank(nearly) == 3
    assert linpack_rank(nearly) == 2
    assert linpack_rank(np.eye(3)) == 3
    assert linpack_rank(np.zeros((3, 2))) == 0


def test_the_summary_counts_by_operation():
    table = list(lines([("a/mean", "agree", 1e-12, []), ("a/mean", "differ", 0.5, ["se of b"])]))
    assert table[1].split() == ["a/mean", "1", "0", "1", "5.0e-01"]
    assert table[2].split() == ["all", "1", "0", "1", "5.0e-01"]
    assert table[3].endswith("a/mean: se of b")
