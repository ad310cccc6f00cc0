"""The private Python environment `.threadbook/venv`, with pinned packages."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from .checkout import Checkout, read_json, write_json
from .progress import Step, last_lines, run_logged
from .trouble import Trouble

LAB = "requirements.txt"
CHECK = "requirements-check.txt"
CONSTRAINTS = "constraints.txt"


def make(checkout: Checkout, requirements: str) -> Path:
    """Makes the environment and installs a requirement file; answers its Python.

    Skips what an earlier run has done with the same files and the same Python. The machine's own
    pip settings (PIP_* and pip.conf) hold: no index is named here.
    """
    python = checkout.venv_program("python")
    stamp = checkout.venv / "threadbook.json"
    done = read_json(stamp)
    if not usable(python, done):
        create(checkout)
        done = {"base": base_version()}
        write_json(stamp, done)
    wanted = digest_of(checkout, requirements)
    if done.get(requirements) != wanted:
        install(checkout, python, requirements)
        write_json(stamp, {**done, requirements: wanted})
    return python


def usable(python: Path, done: dict[str, object]) -> bool:
    # A link to a Python that was removed since is no file any more.
    return python.is_file() and done.get("base") == base_version()


def base_version() -> str:
    return "%d.%d" % sys.version_info[:2]


def digest_of(checkout: Checkout, requirements: str) -> str:
    digest = hashlib.sha256()
    for name in (LAB, requirements, CONSTRAINTS):
        digest.update((checkout.root / "install" / name).read_bytes())
    return digest.hexdigest()


def environment() -> dict[str, str]:
    """Without what would lead the private Python to packages of another one."""
    unwanted = ("PYTHONHOME", "PYTHONPATH", "PYTHONUSERBASE", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def create(checkout: Checkout) -> None:
    log = checkout.logs / "venv.log"
    with Step(f"Making a private Python environment in {checkout.show(checkout.venv)}") as step:
        shutil.rmtree(checkout.venv, ignore_errors=True)
        command = [sys.executable, "-m", "venv", checkout.venv]
        if run_logged(step, command, log, env=environment()) != 0:
            shutil.rmtree(checkout.venv, ignore_errors=True)
            raise Trouble(
                f"`python -m venv` failed with {sys.executable}:\n{last_lines(log)}", how_to_get_venv()
            )


def install(checkout: Checkout, python: Path, requirements: str) -> None:
    log = checkout.logs / f"pip-{requirements}.log"
    what = "JupyterLab" if requirements == LAB else "what the tests need"
    with Step(f"Installing {what} there (a minute or two the first time)") as step:
        command = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r", requirements]
        code = run_logged(step, command, log, cwd=checkout.root / "install", env=environment())
        if code != 0:
            raise Trouble(
                f"pip failed (exit code {code}). The end of {checkout.show(log)}:\n{last_lines(log)}",
                "Check the network and pip's settings (PIP_INDEX_URL, pip.conf), then start it again.",
            )


def how_to_get_venv() -> str:
    if sys.platform.startswith("linux") and shutil.which("apt-get"):
        return f"If ensurepip is missing: `sudo apt-get install -y python{base_version()}-venv`, then start it again."
    return "Install Python from https://www.python.org/downloads/ (it brings venv), then start it again with that one."
