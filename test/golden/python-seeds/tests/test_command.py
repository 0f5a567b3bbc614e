"""The command line, as it is typed."""

import io
import json

import pytest

from demo import __main__, data, training

ROW = {column.name: column.example for column in data.COLUMNS}


@pytest.fixture
def run(models, monkeypatch, capsys):
    """Runs a command: its exit code, what it printed, and its complaints."""
    monkeypatch.setattr(training, "MODELS", models)
    capsys.readouterr()

    def run(*words):
        monkeypatch.setattr("sys.argv", ["", *words])
        return __main__.main(), *capsys.readouterr()

    return run


def species(printed):
    return [answer["species"] for answer in json.loads(printed)["predictions"]]


def test_predicts_one_row(run):
    code, printed, complaints = run("predict", json.dumps(ROW))
    assert (code, species(printed), complaints) == (0, ["Adelie"], "")


def test_predicts_the_rows_of_standard_input(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps([ROW, ROW])))
    assert species(run("predict", "-")[1]) == ["Adelie", "Adelie"]


def test_predicts_a_csv_file(run, tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text(",".join(data.NAMES) + "\n50,15,220,5000\n40,19,185,3700\n")
    assert species(run("predict", str(file))[1]) == ["Gentoo", "Adelie"]


def test_prints_the_accuracy(run):
    code, printed, _ = run("evaluate")
    assert code == 0
    word, accuracy, *_ = printed.split()
    assert word == "accuracy"
    assert float(accuracy) > 0.9


@pytest.mark.parametrize(
    "rows", ["", "none.csv", "{", "[]", "[1]", "{}", '{"bill_length_mm": NaN}', "[" * 100_000]
)
def test_refuses_bad_rows_with_one_line(run, rows):
    code, printed, complaints = run("predict", rows)
    assert (code, printed) == (2, "")
    assert len(complaints.splitlines()) == 1


def test_says_how_to_make_a_model(run, monkeypatch, tmp_path):
    monkeypatch.setattr(training, "MODELS", tmp_path)
    with pytest.raises(SystemExit, match="train"):
        run("evaluate")
