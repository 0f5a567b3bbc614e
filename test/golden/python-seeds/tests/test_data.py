"""What is read from the file, and what is refused from outside."""

import numpy as np
import pytest

from demo import data

ROW = {column.name: column.example for column in data.COLUMNS}


def test_reads_every_complete_row_and_counts_the_others():
    rows, dropped = data.load()
    assert rows.features.shape == (342, 4)
    assert dropped == 2
    assert dict(zip(*np.unique(rows.labels, return_counts=True), strict=True)) == {
        "Adelie": 151,
        "Chinstrap": 68,
        "Gentoo": 123,
    }


def test_reads_the_values_of_the_file():
    rows, _ = data.load()
    assert rows.features[0].tolist() == [39.1, 18.7, 181, 3750]
    assert rows.labels[0] == "Adelie"


def test_holds_out_a_quarter_with_every_species():
    rows, _ = data.load()
    training, held_out = data.split(rows)
    assert (len(training), len(held_out)) == (256, 86)
    assert set(training.labels) == set(held_out.labels) == {"Adelie", "Chinstrap", "Gentoo"}


def test_finds_its_own_rows_plausible():
    rows, _ = data.load()
    given = [dict(zip(data.NAMES, row, strict=True)) for row in rows.features.tolist()]
    assert np.array_equal(data.to_features(given), rows.features)


def test_takes_numbers_that_are_written_as_text_and_ignores_other_columns():
    given = {name: str(value) for name, value in ROW.items()} | {"island": "Dream"}
    assert data.to_features([given]).tolist() == [list(ROW.values())]


@pytest.mark.parametrize("value", ["", "wide", None, True, [], "nan", "inf", 1e9, -1])
def test_says_which_value_is_wrong(value):
    with pytest.raises(ValueError, match="row 2: bill_length_mm has to be a number from 25 to 75"):
        data.to_features([ROW, ROW | {"bill_length_mm": value}])


def test_says_which_value_is_missing():
    with pytest.raises(ValueError, match="row 1: bill_length_mm is missing"):
        data.to_features([{}])
