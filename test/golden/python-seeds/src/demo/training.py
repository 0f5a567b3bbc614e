"""Trains the model, and measures it on rows that it has not seen."""

import json
from pathlib import Path

import numpy as np

from . import ROOT
from .data import Rows, load, split
from .model import Model

MODELS = ROOT / "models"
METRICS = "metrics.json"


def train(folder: Path = MODELS) -> dict[str, float]:
    """Train on the training rows, and write the model and its metrics into the folder."""
    rows, dropped = load()
    training, _ = split(rows)
    model = Model.fit(training.features, training.labels)
    folder.mkdir(parents=True, exist_ok=True)
    path = model.save(folder)
    print(f"trained on {len(training)} rows ({dropped} of the file miss a value), wrote {path}")
    metrics = evaluate(model)
    text = json.dumps(metrics, indent=2) + "\n"
    (folder / METRICS).write_text(text, encoding="utf-8", newline="\n")
    return metrics


def evaluate(model: Model) -> dict[str, float]:
    """Measure a model on the held-out rows, against the answer that is most often right."""
    rows, _ = load()
    training, held_out = split(rows)
    usual = most_frequent(training)
    labels, probabilities = model.predict(held_out.features)
    column = {name: index for index, name in enumerate(model.classes)}
    given = probabilities[range(len(held_out)), [column[name] for name in held_out.labels]]
    metrics = {
        "accuracy": round(float(np.mean(labels == held_out.labels)), 4),
        "baseline_accuracy": round(float(np.mean(held_out.labels == usual)), 4),
        "log_loss": round(float(-np.log(np.clip(given, 1e-15, 1)).mean()), 4),
        "training_rows": len(training),
        "held_out_rows": len(held_out),
    }
    print(
        f"accuracy {metrics['accuracy']:.3f} on {len(held_out)} held-out rows "
        f"(always answering {usual}: {metrics['baseline_accuracy']:.3f}), "
        f"log loss {metrics['log_loss']:.3f}"
    )
    return metrics


def most_frequent(rows: Rows) -> str:
    """The species that most rows have."""
    names, counts = np.unique(rows.labels, return_counts=True)
    return str(names[counts.argmax()])
