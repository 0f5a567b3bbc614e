"""Each library that was chosen computes something whose result is known.

A test imports its library itself, so that one that can't be imported fails alone.
"""

import pytest


def test_torch_differentiates():
    import torch

    x = torch.tensor(3.0, requires_grad=True)
    (x**2 + 2 * x).backward()
    assert x.grad.item() == pytest.approx(8)
