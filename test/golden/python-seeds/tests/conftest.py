"""What several tests share."""

import pytest

from demo import data, training


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    """A folder with a freshly trained model."""
    folder = tmp_path_factory.mktemp("models")
    training.train(folder)
    return folder


@pytest.fixture
def penguins():
    """The file of the data."""
    return data.DATA
