"""The command line: python -m demo train | evaluate | predict | serve."""

import argparse
import csv
import gc
import io
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Model

PROGRAM = f"python -m {__package__}"

# Each command imports what it needs itself, so that none waits for the libraries of another.


def train(_: argparse.Namespace) -> None:
    from . import training

    training.train()


def evaluate(_: argparse.Namespace) -> None:
    from . import training

    training.evaluate(trained_model())


def predict(arguments: argparse.Namespace) -> None:
    from . import data

    features = data.to_features(parse(arguments.rows))
    model = trained_model()
    answers = data.to_answers(model.classes, *model.predict(features))
    print(json.dumps({"predictions": answers}, indent=2))


def serve(_: argparse.Namespace) -> None:
    host, port = os.environ.get("HOST") or "0.0.0.0", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"PORT has to be a number from 1 to 65535, but is {port!r}")

    # Large libraries make many objects that stay for good. Not to look through them again and again
    # for garbage, now or later, saves a tenth of the start.
    gc.disable()
    import uvicorn

    from .api import app

    gc.freeze()
    gc.enable()
    uvicorn.run(app, host=host, port=int(port), timeout_graceful_shutdown=1)


def trained_model() -> "Model":
    from .model import Model
    from .training import MODELS

    try:
        return Model.load(MODELS)
    except FileNotFoundError:
        sys.exit(f"There is no trained model in {MODELS}. Make one: {PROGRAM} train")


def parse(given: str) -> list[dict[str, object]]:
    """Rows from JSON, from a CSV file, or from either on standard input ('-')."""
    text = given
    if given == "-":
        text = sys.stdin.read()
    elif not is_json(given):
        try:
            text = Path(given).read_text(encoding="utf-8-sig")
        except OSError as problem:
            raise ValueError(f"can't read {given!r:.200}: {problem.strerror}") from None
    if is_json(text):
        try:
            rows = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as problem:
            raise ValueError(f"that is no valid JSON: {problem}") from None
        rows = rows if isinstance(rows, list) else [rows]
    else:
        rows = list(csv.DictReader(io.StringIO(text)))
    if not rows:
        raise ValueError("there is no row to predict")
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError('each row has to be an object such as {"bill_length_mm": 39.1, ...}')
    return rows


def is_json(text: str) -> bool:
    return text.lstrip().startswith(("{", "["))


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog=PROGRAM, description="Tells a penguin's species from measurements."
    )
    commands = root.add_subparsers(required=True, metavar="command")
    for command, purpose in (
        (train, "train the model, write it and its metrics to models/"),
        (evaluate, "measure the trained model on the held-out rows"),
        (predict, "print the species of one or more rows as JSON"),
        (serve, "answer predictions over HTTP; HOST and PORT say where (0.0.0.0, 8000)"),
    ):
        added = commands.add_parser(command.__name__, help=purpose, description=purpose)
        added.set_defaults(command=command)
        if command is predict:
            added.add_argument("rows", help="a JSON object or array, a CSV file, or - for stdin")
    return root


def main() -> int:
    # The first process of a container ignores SIGTERM unless it says otherwise. At once: nothing is
    # left to save, and large libraries take their time to be unloaded.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
    arguments = parser().parse_args()
    try:
        arguments.command(arguments)
    except ValueError as problem:
        print(f"{PROGRAM}: {problem}", file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{PROGRAM}: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
