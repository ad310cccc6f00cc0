"""Where things are in a checkout of Threadbook. Whatever is made goes below `.threadbook`."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEED_NOTEBOOK = "01-threads-and-processes.ipynb"


@dataclass(frozen=True)
class Checkout:
    """The folder that was cloned."""

    root: Path

    @staticmethod
    def here() -> "Checkout":
        return Checkout(Path(__file__).resolve().parents[2])

    @property
    def state(self) -> Path:
        """Everything that is made here and may be deleted at any time."""
        return self.root / ".threadbook"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def out(self) -> Path:
        """Executed notebooks, HTML pages and screenshots."""
        return self.state / "out"

    @property
    def logs(self) -> Path:
        return self.state / "log"

    @property
    def venv(self) -> Path:
        return self.state / "venv"

    @property
    def kernels(self) -> Path:
        """One folder per build of the kernel, so that a running kernel keeps its own jars."""
        return self.state / "kernel"

    @property
    def jupyter(self) -> Path:
        """Jupyter's configuration, data and runtime files, kept apart from the user's own."""
        return self.state / "jupyter"

    def venv_program(self, name: str) -> Path:
        """A program of the private environment: `bin/NAME`, on Windows `Scripts/NAME.exe`."""
        if sys.platform == "win32":
            return self.venv / "Scripts" / f"{name}.exe"
        return self.venv / "bin" / name

    def show(self, path: Path) -> str:
        """A path as a person in this folder would write it."""
        try:
            return str(path.relative_to(self.root))
        except ValueError:
            return str(path)


def read_json(path: Path) -> dict[str, Any]:
    """What a stamp file says; empty if there is none or it cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Writes a file in one step: a reader sees the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    os.replace(part, path)
