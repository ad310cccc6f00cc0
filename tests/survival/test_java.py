"""Java as in a source file: the programs that a concurrency course types, through the Jupyter protocol.

The programs stand in Markdown files beside this one; the kernel's own tests read them too, without Jupyter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import pytest
from notebook_session import ANSI, CellResult, NotebookSession

PROGRAMS = Path(__file__).with_name("programs")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Cell:
    """A cell and what is to be seen below it: its prints and value, or a part of an error."""

    code: str
    text: str | None = None
    error: str | None = None


def programs() -> Iterator[tuple[str, list[Cell]]]:
    for file in sorted(PROGRAMS.glob("*.md")):
        for section in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            cells: list[Cell] = []
            for kind, content in BLOCK.findall(section):
                if kind == "java":
                    cells.append(Cell(content.rstrip()))
                else:
                    setattr(cells[-1], kind, content.rstrip())
            yield section.splitlines()[0], cells


def shown(result: CellResult) -> str:
    values = [bundle.get("text/plain", "") for bundle in result.bundles()]
    return "".join([result.stream("stdout"), *values]).strip()


def check(cell: Cell, result: CellResult) -> None:
    if cell.error is not None:
        assert result.status == "error", f"{cell.code}\n{result.text()}"
        assert cell.error in result.text()
        return
    assert result.status == "ok", f"{cell.code}\n{ANSI.sub('', result.text())}"
    if cell.text is not None:
        assert shown(result) == cell.text, cell.code


@pytest.fixture(scope="module")
def notebook() -> Iterator[NotebookSession]:
    """One kernel for all programs, as a long day in one notebook: each replaces what it needs of the others."""
    with NotebookSession() as session:
        yield session


PROGRAM_LIST = list(programs())


def test_the_table_has_its_programs() -> None:
    assert len(PROGRAM_LIST) >= 60


@pytest.mark.parametrize("cells", [cells for _, cells in PROGRAM_LIST], ids=[title for title, _ in PROGRAM_LIST])
def test_a_program_of_the_course_works(notebook: NotebookSession, cells: list[Cell]) -> None:
    for cell in cells:
        check(cell, notebook.run(cell.code))
