"""Runs a notebook headless: run_notebook.py NOTEBOOK OUT_FOLDER.

Runs with the private environment's Python. Prints each cell's output as text as soon as the cell
is done, writes the executed notebook and an HTML page, and ends with exit code 1 if a cell failed
that is not tagged `raises-exception`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def main(notebook: Path, out: Path) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace", line_buffering=True)
    book = nbformat.read(notebook, as_version=4)
    code_cells = [cell for cell in book.cells if cell.cell_type == "code"]
    numbers = {cell.get("id", index): index for index, cell in enumerate(code_cells, start=1)}

    def number_of(cell: Any) -> str:
        return f"{numbers.get(cell.get('id'), '?')}/{len(code_cells)}"

    def started(cell: Any, cell_index: int) -> None:
        if cell.cell_type == "code" and cell.source.strip():
            print(f"\n--- cell {number_of(cell)}: {first_line(cell.source)}")

    def executed(cell: Any, cell_index: int, execute_reply: Any) -> None:
        for output in cell.get("outputs", []):
            print(text_of(output).rstrip("\n"))

    client = NotebookClient(
        book,
        timeout=None,
        kernel_name=book.metadata.get("kernelspec", {}).get("name", "threadbook"),
        resources={"metadata": {"path": str(notebook.parent)}},
        record_timing=False,
        on_cell_execute=started,
        on_cell_executed=executed,
    )
    print(f"Running {notebook.name}: {len(code_cells)} cells")
    failure = ""
    try:
        client.execute()
    except CellExecutionError as error:
        failure = f"A cell failed: {error.ename}: {error.evalue}".rstrip(": ")
    except DeadKernelError:
        failure = "The kernel ended while it ran a cell"

    executed_notebook, page = write(book, notebook, out)
    print(f"\nExecuted notebook: {executed_notebook}\nHTML page: {page}")
    if failure:
        print(
            f"{ANSI.sub('', failure)}\nThe cell's output is above; correct the cell in {notebook}, then run it again.",
            file=sys.stderr,
        )
        return 1
    return 0


def write(book: Any, notebook: Path, out: Path) -> tuple[Path, Path]:
    out.mkdir(parents=True, exist_ok=True)
    executed_notebook = out / notebook.name
    nbformat.write(book, executed_notebook)
    page = executed_notebook.with_suffix(".html")
    body, _ = HTMLExporter().from_notebook_node(book, resources={"metadata": {"name": notebook.stem}})
    page.write_text(body, encoding="utf-8")
    return executed_notebook, page


def first_line(source: str) -> str:
    line = source.strip().splitlines()[0]
    return line if len(line) <= 80 else line[:77] + "..."


def text_of(output: Any) -> str:
    """An output as a terminal can show it; colours only where there is one."""
    kind = output.output_type
    if kind == "stream":
        text = output.text
    elif kind == "error":
        text = "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
    else:
        text = output.data.get("text/plain", "")
    return text if sys.stdout.isatty() else ANSI.sub("", text)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
