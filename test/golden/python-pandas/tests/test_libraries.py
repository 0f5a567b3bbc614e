"""Each library that was chosen computes something whose result is known.

A test imports its library itself, so that one that can't be imported fails alone.
"""

import pytest


def test_pandas_averages_a_group_of_the_data(penguins):
    import pandas as pd

    masses = pd.read_csv(penguins).groupby("species")["body_mass_g"].mean()
    assert masses["Gentoo"] == pytest.approx(5076.02, abs=0.01)
