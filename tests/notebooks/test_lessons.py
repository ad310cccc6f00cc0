"""The lessons, executed afresh: every cell runs, the tables are there, and what they show is right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from notebook_session import RUN_DATA
from threadbook_install.checkout import SEED_NOTEBOOK

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
EXECUTORS = ["sequential", "threadpool(5)", "processpool(5)"]

# evaluate(1) to evaluate(10), computed by a C program that does the same hundred million steps
RESULTS = [
    3608916330791240157,
    8864710399857986805,
    5264907439938211112,
    5162074151964725640,
    8482016835670003797,
    4370347834565352829,
    1059448152987360416,
    -9121264351060542399,
    -5512493707188683364,
    -401096060775878476,
]


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.name)
def test_a_lesson_runs_from_top_to_bottom(path: Path) -> None:
    execute(path)


@pytest.fixture(scope="module")
def seed() -> Any:
    return execute(NOTEBOOKS / SEED_NOTEBOOK)


executed: dict[Path, Any] = {}


def execute(path: Path) -> Any:
    """Runs a notebook once; several tests look at the outcome."""
    if path not in executed:
        book = nbformat.read(path, as_version=4)
        NotebookClient(
            book, timeout=600, kernel_name="threadbook", resources={"metadata": {"path": str(path.parent)}}
        ).execute()
        executed[path] = book
    return executed[path]


def cells_with(book: Any, magic: str) -> list[Any]:
    return [cell for cell in book.cells if cell.cell_type == "code" and cell.source.startswith(magic)]


def bundles_of(cell: Any) -> list[Any]:
    return [output.data for output in cell.outputs if "data" in output]


def data_of(cell: Any) -> Any:
    found = [bundle[RUN_DATA] for bundle in bundles_of(cell) if RUN_DATA in bundle]
    assert found, f"no run data under: {cell.source}"
    return found[-1]


@pytest.mark.parametrize("magic", ["%%sequential", "%%threadpool 5", "%%processpool 5"])
def test_each_executor_ran_the_ten_tasks(seed: Any, magic: str) -> None:
    (cell, *_) = cells_with(seed, magic)
    (run,) = data_of(cell)["runs"]
    (measured,) = [one for one in run["rounds"] if not one["warmup"]]
    assert len(measured["tasks"]) == 10
    assert {task["outcome"] for task in measured["tasks"]} == {"success"}
    assert [task["index"] for task in sorted(measured["tasks"], key=lambda task: task["index"])] == list(range(10))
    workers = {task["worker"] for task in measured["tasks"]}
    assert 1 <= len(workers) <= run.get("workers", 1)


def test_every_task_has_a_sensible_course(seed: Any) -> None:
    for magic in ("%%sequential", "%%threadpool 5", "%%processpool 5", "%%compare"):
        for cell in cells_with(seed, magic):
            for run in data_of(cell)["runs"]:
                for measured in run["rounds"]:
                    for task in measured["tasks"]:
                        course = [task[f"{when}Ns"] for when in ("submitted", "started", "ended", "received")]
                        assert course == sorted(course), f"{run['executor']}: {task}"
                        assert 0 <= course[-1] <= measured["makespanNs"] * 1.01 + 1_000_000


def test_the_comparison_shows_a_row_per_executor(seed: Any) -> None:
    cell = cells_with(seed, "%%compare")[0]
    assert [run["executor"] for run in data_of(cell)["runs"]] == EXECUTORS
    bundle = next(bundle for bundle in bundles_of(cell) if RUN_DATA in bundle)
    for executor in EXECUTORS:
        assert executor in bundle["text/plain"]
        assert executor in bundle["text/html"]
    assert "<table" in bundle["text/html"]
    assert all(word in bundle["text/plain"] for word in ("JDK", "processors"))


@pytest.mark.parametrize("magic", ["%%sequential", "%%threadpool 5", "%%processpool 5"])
def test_the_results_are_shown_and_right(seed: Any, magic: str) -> None:
    (cell, *_) = cells_with(seed, magic)
    text = "\n".join(bundle.get("text/plain", "") for bundle in bundles_of(cell))
    for result in RESULTS:
        assert str(result) in text


def test_the_trap_is_noticed(seed: Any) -> None:
    """The naive counting loop: the table says that the JIT removed the work."""
    trap = cells_with(seed, "%%compare")[-1]
    text = "\n".join(bundle.get("text/plain", "") for bundle in bundles_of(trap))
    assert "JIT" in text
    assert data_of(trap)["notes"]


def test_the_committed_outputs_are_there() -> None:
    book = nbformat.read(NOTEBOOKS / SEED_NOTEBOOK, as_version=4)
    for cell in book.cells:
        if cell.cell_type == "code" and cell.source.startswith("%%"):
            assert bundles_of(cell), f"committed without its output: {cell.source}"
