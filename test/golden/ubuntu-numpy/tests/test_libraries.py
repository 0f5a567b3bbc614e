"""Each library that was chosen computes something whose result is known.

A test imports its library itself, so that one that can't be imported fails alone.
"""

import pytest


def test_numpy_solves_a_linear_system():
    import numpy as np

    solution = np.linalg.solve(np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([3.0, 5.0]))
    assert solution == pytest.approx([0.8, 1.4])
