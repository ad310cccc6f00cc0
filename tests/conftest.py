"""What the tests from outside share. `install/check` runs them; `.threadbook/venv/bin/python -m pytest tests` does too."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterator

import pytest
from threadbook_install import jupyter
from threadbook_install.checkout import Checkout

ROOT = Path(__file__).resolve().parents[1]

# Before any test imports Jupyter: its own folders, not the user's.
os.environ.update(
    {name: value for name, value in jupyter.environment(Checkout(ROOT)).items() if name.startswith(("JUPYTER", "IPY"))}
)

from notebook_session import NotebookSession  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", type=int, default=300, metavar="CELLS", help="how many cells test_soak.py runs (300)")


@pytest.fixture(scope="session")
def checkout() -> Checkout:
    return Checkout(ROOT)


@pytest.fixture
def session() -> Iterator[NotebookSession]:
    """A kernel of its own, driven as a notebook front end does."""
    with NotebookSession() as started:
        yield started
