"""The API, as a client sees it."""

import json

import pytest
from fastapi.testclient import TestClient

from demo import api, data, training

ROW = {column.name: column.example for column in data.COLUMNS}
GENTOO = dict(zip(data.NAMES, [50, 15, 220, 5000], strict=True))
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def client(models, monkeypatch):
    monkeypatch.setattr(training, "MODELS", models)
    with TestClient(api.app) as client:
        yield client


def test_leads_from_the_root_to_the_documentation(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.url.path == "/docs"


def test_is_live_and_ready(client):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_is_live_but_not_ready_without_a_model(monkeypatch, tmp_path):
    monkeypatch.setattr(training, "MODELS", tmp_path)
    with TestClient(api.app) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
        assert client.post("/predict", json=ROW).status_code == 503


def test_predicts_one_row(client):
    answer = client.post("/predict", json=ROW)
    assert answer.status_code == 200
    (prediction,) = answer.json()["predictions"]
    assert prediction["species"] == "Adelie"
    assert sum(prediction["probabilities"].values()) == pytest.approx(1, abs=1e-4)


def test_predicts_many_rows_in_their_order(client):
    answer = client.post("/predict", json=[GENTOO, ROW, GENTOO])
    found = [prediction["species"] for prediction in answer.json()["predictions"]]
    assert found == ["Gentoo", "Adelie", "Gentoo"]


def test_every_example_of_the_documentation_works(client):
    content = client.get("/openapi.json").json()["paths"]["/predict"]["post"]["requestBody"]
    examples = content["content"]["application/json"]["examples"].values()
    for example in examples:
        assert client.post("/predict", json=example["value"]).status_code == 200


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"bill_length_mm": 7}, "bill_length_mm: Input should be greater than or equal to 25"),
        ({"bill_length_mm": "39.1"}, "bill_length_mm: Input should be a valid number"),
        ({"bill_length_mm": float("nan")}, "bill_length_mm: Input should be a finite number"),
        ({"bill_length_mm": float("inf")}, "bill_length_mm: Input should be a finite number"),
        ({"bill_length_mm": True}, "bill_length_mm: Input should be a valid number"),
        ({"colour": "black"}, "colour: Extra inputs are not permitted"),
    ],
)
def test_says_what_is_wrong_with_a_value(client, change, complaint):
    answer = client.post("/predict", content=json.dumps(ROW | change), headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["detail"] == complaint


def test_says_which_row_is_wrong(client):
    answer = client.post("/predict", json=[ROW, {}])
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("row 2: bill_length_mm: Field required")


@pytest.mark.parametrize("body", ["", "{", "[]", "1", "null", "[null]", '"x"', "[" * 500])
def test_refuses_what_is_no_row(client, body):
    answer = client.post("/predict", content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    assert isinstance(answer.json()["detail"], str)


def test_refuses_too_many_rows(client):
    assert client.post("/predict", json=[ROW] * 1000).status_code == 200
    answer = client.post("/predict", json=[ROW] * 1001)
    assert answer.status_code == 422
    assert "at most 1000" in answer.json()["detail"]


def test_refuses_a_body_that_is_too_large(client):
    assert client.post("/predict", content=b" " * 1_100_000, headers=JSON).status_code == 413


def test_refuses_a_large_body_of_unknown_length(client):
    parts = (b" " * 100_000 for _ in range(11))
    assert client.post("/predict", content=parts, headers=JSON).status_code == 413
