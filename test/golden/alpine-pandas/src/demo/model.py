"""The model: linear discriminant analysis, in closed form with NumPy."""

from pathlib import Path
from typing import Self

import numpy as np

from .data import Features, Labels

FILE = "model.npz"


class Model:
    """Predicts a species from measurements."""

    def __init__(self, classes: Labels, weights: Features, biases: Features) -> None:
        self.classes = [str(name) for name in classes]
        self.weights = weights
        self.biases = biases

    @classmethod
    def fit(cls, features: Features, labels: Labels) -> Self:
        """Train on features of shape (rows, columns) and one label a row.

        Each species is a normal distribution with its own mean; all share one covariance.
        """
        classes, which, counts = np.unique(labels, return_inverse=True, return_counts=True)
        means = np.array([features[which == index].mean(axis=0) for index in range(len(classes))])
        deviations = features - means[which]
        covariance = deviations.T @ deviations / (len(features) - len(classes))
        weights = np.linalg.solve(covariance, means.T)
        biases = np.log(counts / counts.sum()) - (means.T * weights).sum(axis=0) / 2
        return cls(classes, weights, biases)

    def predict(self, features: Features) -> tuple[Labels, Features]:
        """The label of each row, and probabilities of shape (rows, classes)."""
        scores = features @ self.weights + self.biases
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities = powers / powers.sum(axis=1, keepdims=True)
        return np.array(self.classes)[probabilities.argmax(axis=1)], probabilities

    def save(self, folder: Path) -> Path:
        """Write the model's file."""
        path = folder / FILE
        np.savez(path, classes=self.classes, weights=self.weights, biases=self.biases)
        return path

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what save() wrote: numbers and names, no code (as a pickle would)."""
        with np.load(folder / FILE, allow_pickle=False) as file:
            return cls(file["classes"], file["weights"], file["biases"])
