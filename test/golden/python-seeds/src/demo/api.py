"""The API: predictions over HTTP."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Body, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, create_model
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import training
from .data import COLUMNS, to_answers, to_features
from .model import Model

MAX_BYTES = 1024 * 1024
MAX_ROWS = 1000
EXAMPLE = {column.name: column.example for column in COLUMNS}

# One row: the columns of data.py with their ranges. Text is no number, unknown fields are errors.
Penguin = create_model(
    "Penguin",
    __config__=ConfigDict(extra="forbid", strict=True, allow_inf_nan=False),
    **{
        column.name: (
            float,
            Field(
                ge=column.low,
                le=column.high,
                description=f"{column.description} in {column.unit}",
                examples=[column.example],
            ),
        )
        for column in COLUMNS
    },
)  # type: ignore[call-overload]


class Prediction(BaseModel):
    """The most likely species, and how likely each is."""

    species: str
    probabilities: dict[str, float]


class Predictions(BaseModel):
    """One prediction for each row, in the order of the rows."""

    predictions: list[Prediction]


class Problem(BaseModel):
    """What is wrong with a request."""

    detail: str


class BodyLimit:
    """Answers 413 to a body of more than MAX_BYTES, whether or not its length was announced."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        messages: list[Message] = []
        size, more = 0, True
        while more:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
            if size > MAX_BYTES:
                detail = f"The body has more than {MAX_BYTES} bytes"
                await JSONResponse({"detail": detail}, 413)(scope, receive, send)
                return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await self.app(scope, replay, send)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load the model once, before the first request."""
    try:
        app.state.model = Model.load(training.MODELS)
    except FileNotFoundError as problem:
        logging.getLogger("uvicorn.error").error("%s: train the model first", problem)
        app.state.model = None
    yield


app = FastAPI(
    title="Penguins",
    description="Tells a penguin's species from four measurements.",
    lifespan=lifespan,
)
app.add_middleware(BodyLimit)


def model_of(request: Request) -> Model:
    model: Model | None = request.app.state.model
    if model is None:
        raise HTTPException(503, "No model is loaded")
    return model


@app.exception_handler(RequestValidationError)
async def explain(_: Request, error: RequestValidationError) -> JSONResponse:
    """Say what is wrong, without the values that were sent: NaN, for one, can't be sent back."""
    problems = error.errors()
    sentences = [explain_one(problem) for problem in problems[:5]]
    if len(problems) > len(sentences):
        sentences.append(f"and {len(problems) - len(sentences)} more")
    return JSONResponse({"detail": "; ".join(sentences)}, 422)


def explain_one(problem: dict[str, Any]) -> str:
    if problem["type"] == "json_invalid":
        return f"The body is no valid JSON: {problem['ctx']['error']}"
    places = [part for part in problem["loc"][1:] if part not in ("one", "many")]
    words = [f"row {part + 1}" if isinstance(part, int) else part for part in places]
    if not words and problem["type"] in ("missing", "model_attributes_type"):
        return "The body has to be a row (an object) or rows (an array), sent as application/json"
    return ": ".join([*words, problem["msg"]])


@app.get("/", include_in_schema=False)
async def documentation() -> RedirectResponse:
    return RedirectResponse("docs")


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    """Whether the process answers."""
    return {"status": "ok"}


@app.get("/readyz", responses={503: {"model": Problem}})
async def readyz(request: Request) -> dict[str, str]:
    """Whether the model is loaded, so that predictions can be asked for."""
    model_of(request)
    return {"status": "ready"}


One = Annotated[Penguin, Tag("one")]  # type: ignore[valid-type]
Many = Annotated[
    list[Penguin],  # type: ignore[valid-type]
    Field(min_length=1, max_length=MAX_ROWS),
    Tag("many"),
]
Given = Annotated[
    One | Many,
    Discriminator(lambda body: "many" if isinstance(body, list) else "one"),
    Body(
        openapi_examples={
            "one": {"summary": "One row", "value": EXAMPLE},
            "many": {"summary": "Many rows", "value": [EXAMPLE, EXAMPLE]},
        }
    ),
]


@app.post("/predict", responses={code: {"model": Problem} for code in (413, 422, 503)})
def predict(given: Given, request: Request) -> Predictions:
    """The species of one row (an object) or of many (an array)."""
    model = model_of(request)
    rows = given if isinstance(given, list) else [given]
    features = to_features(row.model_dump() for row in rows)
    answers = to_answers(model.classes, *model.predict(features))
    return Predictions(predictions=[Prediction.model_validate(answer) for answer in answers])
