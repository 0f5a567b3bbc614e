"""The data: its columns, how it is read, and how rows go into and come out of a model."""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import ROOT

DATA = ROOT / "data" / "penguins.csv"
TARGET = "species"

Features = NDArray[np.float64]
"""Measurements of shape (rows, columns), the columns in the order of COLUMNS."""
Labels = NDArray[np.str_]
"""One species a row."""


@dataclass(frozen=True)
class Column:
    """A measurement: what it is, and between which values it is plausible."""

    name: str
    description: str
    unit: str
    low: float
    high: float
    example: float


# What the model sees. The checks of the command line and the API's schema follow from this table.
COLUMNS = (
    Column("bill_length_mm", "Length of the bill", "mm", 25, 75, 39.1),
    Column("bill_depth_mm", "Depth of the bill", "mm", 10, 30, 18.7),
    Column("flipper_length_mm", "Length of the flipper", "mm", 140, 270, 181),
    Column("body_mass_g", "Body mass", "g", 2000, 8000, 3750),
)
NAMES = [column.name for column in COLUMNS]


@dataclass(frozen=True)
class Rows:
    """Measurements with their species."""

    features: Features
    labels: Labels

    def __len__(self) -> int:
        return len(self.labels)


def load(path: Path = DATA) -> tuple[Rows, int]:
    """Read the rows in which no value is missing, and count the others."""
    with path.open(encoding="utf-8", newline="") as file:
        table = [[row[name] for name in (*NAMES, TARGET)] for row in csv.DictReader(file)]
    complete = [row for row in table if not {"", "NA"} & set(row)]
    features = np.array([row[:-1] for row in complete], dtype=np.float64)
    labels = np.array([row[-1] for row in complete], dtype=np.str_)
    return Rows(features, labels), len(table) - len(complete)


def split(rows: Rows) -> tuple[Rows, Rows]:
    """Training rows and held-out rows: every fourth row, the first one included, is held out.

    The file is sorted by species, so each species has its share in both parts.
    """
    held_out = np.arange(len(rows)) % 4 == 0
    return (
        Rows(rows.features[~held_out], rows.labels[~held_out]),
        Rows(rows.features[held_out], rows.labels[held_out]),
    )


def to_features(rows: Iterable[Mapping[str, object]]) -> Features:
    """Check rows that came from outside and line up their values.

    Raises ValueError, which names the row and the column, where a value is missing, not a number or
    not plausible. Other columns are left out.
    """
    values = [[_value(row, column, n) for column in COLUMNS] for n, row in enumerate(rows, 1)]
    return np.array(values, dtype=np.float64).reshape(-1, len(COLUMNS))


def _value(row: Mapping[str, object], column: Column, number: int) -> float:
    where = f"row {number}: {column.name}"
    if column.name not in row:
        raise ValueError(f"{where} is missing")
    given = row[column.name]
    try:
        value = math.nan if isinstance(given, bool) else float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not column.low <= value <= column.high:
        raise ValueError(
            f"{where} has to be a number from {column.low:g} to {column.high:g} {column.unit}, "
            f"but is {given!r:.60}"
        )
    return value


def to_answers(
    classes: list[str], labels: Labels, probabilities: Features
) -> list[dict[str, object]]:
    """The model's answer for each row, as it is printed and sent."""
    return [
        {
            TARGET: str(label),
            "probabilities": {
                name: round(float(share), 6) for name, share in zip(classes, row, strict=True)
            },
        }
        for label, row in zip(labels, probabilities, strict=True)
    ]
