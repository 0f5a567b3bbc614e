"""Tells a penguin's species from four measurements."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder: it holds src/, data/ and models/."""
