"""Replicate factors: R's where they are determined, their laws where signs or chance are free."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from surveys.errors import SurveyError
from surveys.sampling import replicates
from surveys.sampling.design import Design, Stage
from surveys.sampling.hadamard import hadamard
from surveys.sampling.replicates import ReplicateDesign
from surveys.sampling.strata import first_stage

DATA = Path(__file__).parents[2] / "reference" / "data"
CASES = json.loads((DATA.parent / "replicates.json").read_text())["cases"]
NSW = pd.read_csv(DATA / "nsw.csv", na_values="NA")


def design(strata, clusters, sizes=None, lonely="fail"):
    names, codes = np.unique(strata, return_inverse=True)
    population = None if sizes is None else np.asarray(sizes, float)
    stage = Stage(codes, np.unique(clusters, return_inverse=True)[1], population)
    return Design((stage,), tuple(map(str, names)), lonely)


NSW_DESIGN = design(NSW["stratum"], NSW["psu"])
NSW_FINITE = design(NSW["stratum"], NSW["psu"], NSW["fpc_psu"])
NSW_ONE = design(np.zeros(len(NSW)), NSW["psu"])
NSW_PAIRS = design(NSW["vstrat"], 2 * NSW["vstrat"] + NSW["vpsu"])


def expected(name, made):
    """The reference design of this name, as R made it, and R's factors per cluster of `made`."""
    file = f"data/rep_{name}.csv"
    given = next(c["design"] for c in CASES if c["design"]["factors"] == file)
    factors = pd.read_csv(DATA.parent / file, index_col=0)
    rows = np.unique(made.clusters, return_index=True)[1]
    return given, factors.loc[NSW[given["key"]].iloc[rows]].to_numpy(float)


def sorted_columns(factors):
    return factors[:, np.lexsort(factors[::-1])]


def spread(made: ReplicateDesign, factors=None):
    """scale Σ rscale (factor − 1)(factor − 1)': what the variance of every total rests on."""
    off = (made.factors if factors is None else factors) - 1
    return made.scale * (off * made.rscales) @ off.T


def same(one, other, tolerance=1e-12):
    return bool(np.allclose(one, other, rtol=0, atol=tolerance))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("jk1", replicates.jackknife(NSW_ONE)),
        ("jkn", replicates.stratified_jackknife(NSW_DESIGN)),
        ("jknfpc", replicates.stratified_jackknife(NSW_FINITE)),
        ("jknmse", replicates.stratified_jackknife(NSW_DESIGN, mse=True)),
    ],
)
def test_jackknives_are_those_of_r(name, made):
    given, factors = expected(name, made)
    assert same(sorted_columns(made.factors), sorted_columns(factors))
    assert sorted(made.rscales) == pytest.approx(sorted(given["rscales"]), rel=1e-12)
    assert made.scale == pytest.approx(given["scale"], rel=1e-12)
    assert made.mse == given["mse"]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("brr", replicates.balanced_half_samples(NSW_PAIRS)),
        ("fay", replicates.balanced_half_samples(NSW_PAIRS, rho=0.3)),
    ],
)
def test_half_samples_are_balanced_as_those_of_r(name, made):
    given, factors = expected(name, made)
    assert made.scale == pytest.approx(given["scale"], rel=1e-12)
    assert set(made.rscales) == {1.0}
    assert made.factors.shape[1] == len(given["rscales"])
    assert same(spread(made), spread(made, factors))
    assert same(made.factors.mean(axis=1), 1)


def test_successive_differences_compare_the_neighbours_that_r_compares():
    made = replicates.successive_differences(NSW_ONE, 128)
    given, factors = expected("sdr", made)
    assert (made.scale, made.mse) == (given["scale"], given["mse"])
    assert same(spread(made), spread(made, factors))


def test_successive_differences_of_pairs_give_the_variance_of_pairs():
    made = replicates.successive_differences(design([1, 1, 2, 2], [1, 2, 3, 4]))
    pair = [[1, -1], [-1, 1]]
    assert same(spread(made), np.kron(np.eye(2), pair))


def test_fewer_successive_differences_use_rows_again():
    made = replicates.successive_differences(NSW_DESIGN, 40)
    assert made.factors.shape == (116, 40)


def test_rao_wu_has_the_variance_of_the_jackknife_in_the_long_run():
    two = design([1, 1, 1, 2, 2], [5, 4, 3, 2, 1])
    made = replicates.rao_wu(two, 40_000, np.random.default_rng(1))
    wanted = spread(replicates.stratified_jackknife(two))
    assert same(spread(made), wanted, 0.05)
    assert made.scale == 1 / 39_999
    assert replicates.rao_wu(two, 50, np.random.default_rng(1), mse=True).scale == 1 / 50


def test_a_generator_in_the_same_state_gives_the_same_bootstrap():
    one, two = (replicates.rao_wu(NSW_DESIGN, 20, np.random.default_rng(3)) for _ in "ab")
    assert (one.factors == two.factors).all()
    assert one.rank(np.full(116, True)) == 20
    assert one.rank(np.full(116, False)) == 0


@pytest.mark.parametrize("rows", [1, 2, 3, 20, 28, 36, 59, 117, 129, 250])
def test_hadamard_matrices_are_orthogonal(rows):
    matrix = hadamard(rows)
    order = len(matrix)
    assert rows <= order <= rows + 11
    assert (matrix @ matrix.T == order * np.eye(order)).all()
    assert (matrix[:, 0] == 1).all()


LONELY = ([1, 1, 2, 3, 3], [1, 2, 3, 4, 5])


def test_one_cluster_drawn_with_certainty_adds_nothing():
    made = replicates.stratified_jackknife(design(*LONELY, [9, 9, 1, 9, 9]))
    assert made.factors.shape == (5, 4)
    assert (made.factors[2] == 1).all()


@pytest.mark.parametrize(("rule", "scale"), [("remove", 1), ("average", 3 / 2)])
def test_the_rule_for_single_clusters_sets_the_scale(rule, scale):
    lonely = design(*LONELY, lonely=rule)
    assert replicates.stratified_jackknife(lonely).scale == scale
    assert replicates.successive_differences(lonely).scale == pytest.approx(scale * 4 / 8)
    assert replicates.rao_wu(lonely, 11, np.random.default_rng(1)).scale == scale / 10


def code_of(call):
    with pytest.raises(SurveyError) as raised:
        call()
    return [(p.code, p.found) for p in raised.value.problems]


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda: replicates.jackknife(design([1, 2], [1, 2])), ("jackknife_strata", "1, 2")),
        (
            lambda: replicates.stratified_jackknife(design(*LONELY)),
            ("replicates_lonely_psu", "2"),
        ),
        (
            lambda: replicates.stratified_jackknife(design(*LONELY, lonely="adjust")),
            ("replicates_lonely_psu", "2"),
        ),
        (
            lambda: replicates.jackknife(design([1], [1], lonely="average")),
            ("replicates_lonely_psu", "1"),
        ),
        (
            lambda: replicates.balanced_half_samples(design([1, 1, 1, 2], [1, 2, 3, 4])),
            ("two_clusters_per_stratum", "1: 3, 2: 1"),
        ),
        (lambda: replicates.balanced_half_samples(NSW_PAIRS, rho=1.0), ("fay_rho", "1.0")),
        (lambda: replicates.rao_wu(NSW_DESIGN, 1, None), ("replicate_count", "1")),
        (lambda: replicates.successive_differences(NSW_DESIGN, 3), ("replicate_count", "3")),
    ],
)
def test_what_a_method_cannot_do_is_named(call, problem):
    assert code_of(call) == [problem]


def test_a_stratum_without_a_name_is_numbered():
    nameless = Design((Stage(np.array([0, 1]), np.array([0, 1])),))
    found = ("replicates_lonely_psu", "#1, #2")
    assert code_of(lambda: replicates.stratified_jackknife(nameless)) == [found]


def test_factors_that_do_not_sum_to_the_clusters_are_refused():
    stage = first_stage(design([1, 1], [1, 2]))
    off = np.array([[1.0, 1.0], [1.0, 1.5]])
    assert code_of(lambda: replicates.check_sums(stage, off)) == [("factor_sums", "2.5")]


def test_given_factors_are_kept_in_the_order_of_the_rows():
    factors = np.array([[0.0, 2.0], [2.0, 0.0]])
    made = replicates.given(np.array([1, 0, 1]), factors, scale=0.5, mse=True)
    assert made.of_rows().tolist() == [[2, 0], [0, 2], [2, 0]]
    assert (made.scale, made.rscales.tolist(), made.mse) == (0.5, [1, 1], True)


def test_all_faults_of_given_factors_are_told_at_once():
    def call():
        replicates.given(
            np.array([0, 0]),
            np.array([[np.nan, 1.0]]),
            scale=0,
            rscales=np.array([]),
        )

    assert [code for code, _ in code_of(call)] == [
        "factors_numbers",
        "factors_rscales",
        "factors_scale",
    ]
