"""The model: better than the baseline, the same at every training, unchanged by its file."""

import json

import numpy as np

from demo import data, training
from demo.model import FILE, Model


def test_beats_the_baseline_on_rows_it_has_not_seen(models):
    metrics = training.evaluate(Model.load(models))
    assert metrics["baseline_accuracy"] < 0.5
    assert metrics["accuracy"] > 0.9
    assert metrics == json.loads((models / training.METRICS).read_text())


def test_gives_each_row_its_most_likely_species():
    rows, _ = data.load()
    model = Model.fit(rows.features, rows.labels)
    labels, probabilities = model.predict(rows.features)
    assert probabilities.shape == (len(rows), 3)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert labels.tolist() == [model.classes[best] for best in probabilities.argmax(axis=1)]


def test_is_the_same_after_saving_and_loading(models):
    rows, _ = data.load()
    training_rows, _ = data.split(rows)
    fitted = Model.fit(training_rows.features, training_rows.labels)
    loaded = Model.load(models)
    assert loaded.classes == fitted.classes
    assert np.allclose(loaded.predict(rows.features)[1], fitted.predict(rows.features)[1])


def test_writes_the_same_file_at_every_training(models, tmp_path):
    training.train(tmp_path)
    assert (tmp_path / FILE).read_bytes() == (models / FILE).read_bytes()
