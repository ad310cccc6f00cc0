"""What is shown while something takes time: a line per step, and that it is still alive."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Mapping, Sequence

SECONDS_BETWEEN_SIGNS_OF_LIFE = 15


class Step:
    """One step: its name when it starts, how long it took when it ends.

    On a terminal the newest line of the program's output is shown in place; elsewhere, as in a
    log, a line appears now and then.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._terminal = sys.stdout.isatty()

    def __enter__(self) -> "Step":
        self._started = time.monotonic()
        self._shown = self._started
        print(f"{self._name} ...", end="" if self._terminal else "\n", flush=True)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        outcome = "failed after" if kind else "done in"
        self._line(f"{self._name}: {outcome} {time.monotonic() - self._started:.1f} s")
        if self._terminal:
            print()

    def sign_of_life(self, text: str) -> None:
        """Shows what is going on right now, as far as there is room and not too often."""
        now = time.monotonic()
        pause = 0.1 if self._terminal else SECONDS_BETWEEN_SIGNS_OF_LIFE
        if now - self._shown >= pause and text:
            self._shown = now
            self._line(f"{self._name} ... {now - self._started:.0f} s: {text[:100]}")

    def _line(self, text: str) -> None:
        if self._terminal:
            width = max(20, shutil.get_terminal_size().columns - 1)
            print("\r" + text[:width].ljust(width), end="", flush=True)
        else:
            print(text, flush=True)


def run_logged(
    step: Step,
    command: Sequence[str | Path],
    log: Path,
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    seconds: float = 3600,
) -> int:
    """Runs a program, all it prints going to the file `log`; answers its exit code.

    It gets no input, and is ended after `seconds` (exit code -1) or if this program is interrupted.
    """
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8", errors="replace") as written:
        process = subprocess.Popen(
            [os.fspath(part) for part in command],
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        overdue = threading.Timer(seconds, process.kill)
        overdue.daemon = True
        overdue.start()
        try:
            assert process.stdout is not None
            for line in process.stdout:
                written.write(line)
                written.flush()
                step.sign_of_life(line.strip())
            code = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            expired = not overdue.is_alive()
            overdue.cancel()
    return -1 if expired and code != 0 else code


def last_lines(log: Path, count: int = 25) -> str:
    """The end of a log, indented, for an error message."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join("  " + line for line in lines[-count:])
