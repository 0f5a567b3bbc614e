"""The model: a small neural network, with PyTorch."""

from pathlib import Path
from typing import Self

import numpy as np
import torch
from torch import nn

from .data import Features, Labels

FILE = "model.pt"
HIDDEN = 16
EPOCHS = 300

torch.set_num_threads(1)  # the network is too small to share out


class Network(nn.Module):
    """Standardises the measurements, then one hidden layer: a score for each species."""

    centre: torch.Tensor
    spread: torch.Tensor

    def __init__(self, columns: int, classes: int) -> None:
        super().__init__()
        self.register_buffer("centre", torch.zeros(columns))
        self.register_buffer("spread", torch.ones(columns))
        self.layers = nn.Sequential(
            nn.Linear(columns, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, classes)
        )

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.layers((inputs - self.centre) / self.spread)
        return scores


class Model:
    """Predicts a species from measurements."""

    def __init__(self, classes: list[str], network: Network) -> None:
        self.classes = classes
        self.network = network.eval()

    @classmethod
    def fit(cls, features: Features, labels: Labels) -> Self:
        """Train on features of shape (rows, columns) and one label a row."""
        torch.manual_seed(0)
        classes, which = np.unique(labels, return_inverse=True)
        inputs = torch.as_tensor(features, dtype=torch.float32)
        truth = torch.as_tensor(which)
        network = Network(inputs.shape[1], len(classes))
        network.centre, network.spread = inputs.mean(dim=0), inputs.std(dim=0)
        optimizer = torch.optim.AdamW(network.parameters(), lr=0.01)
        for _ in range(EPOCHS):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(network(inputs), truth)
            loss.backward()
            optimizer.step()
        return cls(classes.tolist(), network)

    def predict(self, features: Features) -> tuple[Labels, Features]:
        """The label of each row, and probabilities of shape (rows, classes)."""
        with torch.inference_mode():
            scores = self.network(torch.as_tensor(features, dtype=torch.float32))
            probabilities = scores.softmax(dim=1).numpy().astype(np.float64)
        return np.array(self.classes)[probabilities.argmax(axis=1)], probabilities

    def save(self, folder: Path) -> Path:
        """Write the model's file: the network's numbers and the species."""
        path = folder / FILE
        torch.save({"classes": self.classes, "network": self.network.state_dict()}, path)
        return path

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what save() wrote: anything but numbers and names is refused, not run."""
        content = torch.load(folder / FILE, weights_only=True)
        classes, state = content["classes"], content["network"]
        network = Network(len(state["centre"]), len(classes))
        network.load_state_dict(state)
        return cls(classes, network)
