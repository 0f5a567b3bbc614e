"""The model: logistic regression on standardised measurements, with scikit-learn."""

import io
import re
from pathlib import Path
from typing import Self
from zipfile import ZipFile, ZipInfo

import numpy as np
import skops.io
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from .data import Features, Labels

FILE = "model.skops"
# What a model file may hold beside plain numbers: anything else is refused, not run.
TRUSTED: list[str] = []
SCHEMA = "schema.json"
ADDRESS = re.compile(r'(?<="__id__": )\d+|(?<="file": ")\d+')


class Model:
    """Predicts a species from measurements."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self.classes = [str(name) for name in pipeline.classes_]

    @classmethod
    def fit(cls, features: Features, labels: Labels) -> Self:
        """Train on features of shape (rows, columns) and one label a row."""
        pipeline = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
        return cls(pipeline.fit(features, labels))

    def predict(self, features: Features) -> tuple[Labels, Features]:
        """The label of each row, and probabilities of shape (rows, classes)."""
        probabilities = self.pipeline.predict_proba(features)
        return np.array(self.classes)[probabilities.argmax(axis=1)], probabilities

    def save(self, folder: Path) -> Path:
        """Write the model's file, which holds no code (unlike a pickle).

        skops dates the parts and names them by their place in memory. They are numbered here, and
        the date is dropped, so that the same training gives the same file.
        """
        path = folder / FILE
        numbers: dict[str, str] = {}

        def number(address: re.Match[str]) -> str:
            return numbers.setdefault(address[0], str(len(numbers)))

        with ZipFile(io.BytesIO(skops.io.dumps(self.pipeline))) as dump, ZipFile(path, "w") as file:
            schema = ADDRESS.sub(number, dump.read(SCHEMA).decode())
            file.writestr(ZipInfo(SCHEMA), schema)
            for part in dump.namelist():
                address, _, ending = part.partition(".")
                if address in numbers:
                    file.writestr(ZipInfo(f"{numbers[address]}.{ending}"), dump.read(part))
        return path

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what save() wrote."""
        return cls(skops.io.load(folder / FILE, trusted=TRUSTED))
