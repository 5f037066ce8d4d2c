import numpy as np
import pytest
from scipy.sparse import issparse

from surveys.numerics import matrices
from surveys.numerics.matrices import design_matrix, full, products, scaled

CODES, NUMBERS = [np.array([0, 1, 1]), np.array([2, 0, 1])], np.array([[20.0], [0.0], [5.0]])
MATRIX = [[1, 0, 0, 0, 1, 20], [0, 1, 1, 0, 0, 0], [0, 1, 0, 1, 0, 5]]


@pytest.mark.parametrize(("most", "sparse"), [(18, False), (17, True)])
def test_a_large_matrix_is_kept_sparse(monkeypatch, most, sparse):
    monkeypatch.setattr(matrices, "MOST_NUMBERS", most)
    x, weights, factors = (
        design_matrix(CODES, [2, 3], NUMBERS),
        np.array([2.0, 1, 3]),
        np.arange(6.0),
    )
    assert issparse(x) is sparse
    assert full(x).tolist() == MATRIX
    assert full(scaled(x, factors)).tolist() == (np.array(MATRIX) * factors).tolist()
    wanted = sum(w * np.outer(row, row) for w, row in zip(weights, MATRIX, strict=True))
    assert products(x, weights).tolist() == wanted.tolist()
