"""Each library that was chosen computes something whose result is known.

A test imports its library itself, so that one that can't be imported fails alone.
"""

import pytest


def test_scikit_learn_fits_a_line_through_its_points():
    from sklearn.linear_model import LinearRegression

    line = LinearRegression().fit([[0], [1], [2]], [1, 3, 5])
    assert line.coef_ == pytest.approx([2])
    assert line.intercept_ == pytest.approx(1)
