"""Each library that was chosen computes something whose result is known.

A test imports its library itself, so that one that can't be imported fails alone.
"""

import pytest


def test_numpy_solves_a_linear_system():
    import numpy as np

    solution = np.linalg.solve(np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([3.0, 5.0]))
    assert solution == pytest.approx([0.8, 1.4])


def test_pandas_averages_a_group_of_the_data(penguins):
    import pandas as pd

    masses = pd.read_csv(penguins).groupby("species")["body_mass_g"].mean()
    assert masses["Gentoo"] == pytest.approx(5076.02, abs=0.01)


def test_scikit_learn_fits_a_line_through_its_points():
    from sklearn.linear_model import LinearRegression

    line = LinearRegression().fit([[0], [1], [2]], [1, 3, 5])
    assert line.coef_ == pytest.approx([2])
    assert line.intercept_ == pytest.approx(1)
