"""install/lab in a fresh copy of this checkout, in a folder with a space in its name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from threadbook_install.checkout import Checkout


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """This checkout with its changes, but nothing of what was ever built or installed in it."""
    origin = Path(__file__).resolve().parents[2]
    root = tmp_path_factory.mktemp("a folder with spaces") / "thread book"
    made = shutil.ignore_patterns(".git", ".threadbook", "target", "__pycache__", ".ipynb_checkpoints")
    shutil.copytree(origin, root, ignore=made)
    return Checkout(root)


def notebook(folder: Path, *cells: str, tags: tuple[str, ...] = ()) -> Path:
    book = new_notebook(cells=[new_code_cell(cell, metadata={"tags": list(tags)}) for cell in cells])
    book.metadata.kernelspec = {"name": "threadbook", "display_name": "Java (Threadbook)", "language": "java"}
    path = folder / "a small notebook.ipynb"
    nbformat.write(book, path)
    return path


def lab(clone: Checkout, home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """install/lab as a user starts it, with the machine's Python and another home folder."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON", "VIRTUAL_ENV"))
    }
    environment.update({"HOME": str(home), "PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR") or str(caches / "pip")})
    python = getattr(sys, "_base_executable", sys.executable)
    return subprocess.run(
        [python, str(clone.root / "install" / "lab"), *options],
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment,
        timeout=900,
    )


def test_one_command_sets_up_and_runs_a_notebook(clone: Checkout, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = notebook(
        tmp_path,
        "int square(int n) { return n * n; }",
        "%%compare sequential, threadpool(2), processpool(2)\nfor (int n : List.of(1, 2, 3))\n    square(n);",
    )

    first = lab(clone, home, "--run", str(path))
    assert first.returncode == 0, first.stdout + first.stderr
    for executor in ("sequential", "threadpool(2)", "processpool(2)"):
        assert executor in first.stdout
    for kind in ("ipynb", "html"):
        written = clone.out / f"a small notebook.{kind}"
        assert written.is_file() and str(written) in first.stdout
    # pip asks `rustc` for its version, and rustup then makes a folder; nothing of that is ours.
    assert {file.name for file in home.iterdir()} <= {".rustup"}, "the user's own configuration is not written"

    started = time.monotonic()
    second = lab(clone, home, "--run", str(path))
    seconds = time.monotonic() - started
    assert second.returncode == 0, second.stdout + second.stderr
    for work in ("Maven", "Installing", "Making", "Recording"):
        assert work in first.stdout
        assert work not in second.stdout, "what is done is not done again"
    assert seconds < 120

    failing = notebook(tmp_path, 'throw new IllegalStateException("on purpose");')
    third = lab(clone, home, "--run", str(failing))
    assert third.returncode == 1
    assert "IllegalStateException" in third.stdout and "on purpose" in third.stdout
    assert "correct the cell" in third.stderr.rstrip().splitlines()[-1]

    expected = notebook(tmp_path, 'throw new IllegalStateException("on purpose");', tags=("raises-exception",))
    fourth = lab(clone, home, "--run", str(expected))
    assert fourth.returncode == 0, fourth.stdout + fourth.stderr


def test_a_stale_or_missing_cache_never_breaks_a_start(clone: Checkout, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = notebook(tmp_path, "%%processpool 1\nfor (int n : List.of(20, 22))\n    n + n;")
    caches = list(clone.kernels.glob("*/*.aot"))
    assert len(caches) == 2, "one of the kernel, one of the worker"
    for spoil in (
        lambda cache: cache.write_bytes(b"not a cache at all"),
        lambda cache: cache.write_bytes(b""),
        lambda cache: cache.unlink(),
    ):
        for cache in caches:
            spoil(cache)
        done = lab(clone, home, "--run", str(path))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "44" in done.stdout
        assert "AOT" not in done.stdout + done.stderr and "[aot]" not in done.stdout + done.stderr


def test_no_jdk_where_it_was_told_to_look(clone: Checkout, tmp_path: Path) -> None:
    done = lab(clone, tmp_path, "--java", str(tmp_path / "nowhere"))
    assert done.returncode == 2
    assert "adoptium" in done.stderr.rstrip().splitlines()[-1]


def test_an_unknown_notebook_is_said_before_anything_is_built(clone: Checkout, tmp_path: Path) -> None:
    done = lab(clone, tmp_path, "--run", "no-such-notebook.ipynb")
    assert done.returncode == 1
    assert "01-threads-and-processes.ipynb" in done.stderr.rstrip().splitlines()[-1]
