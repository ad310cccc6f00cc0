"""install/lab: sets Threadbook up if need be, then opens JupyterLab or runs a notebook."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Sequence

from . import heap, jupyter, product
from .checkout import SEED_NOTEBOOK, Checkout
from .product import Product
from .trouble import Trouble


def main(arguments: Sequence[str]) -> int:
    chosen, passed_on = parse(arguments)
    checkout = Checkout.here()
    # What is asked for in vain is said before anything is built.
    notebook = None if chosen.run is None else notebook_named(checkout, chosen.run)
    folder = chosen.notebooks.absolute() if chosen.notebooks else checkout.notebooks
    if not folder.is_dir():
        raise Trouble(f"There is no folder {folder}.", "Name one that exists: --notebooks DIR.")
    ready = product.set_up(checkout, chosen.java, heap.choose(checkout, chosen.heap))
    if chosen.setup_only:
        print("Ready: install/lab opens JupyterLab.")
        return 0
    if notebook is not None:
        return run_notebook(ready, notebook, chosen.out.absolute() if chosen.out else checkout.out)
    command = lab_command(ready, folder, chosen.browser, chosen.port) + passed_on
    return replace_by(command, jupyter.environment(checkout))


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Our own options, and what stands after `--`."""
    own, passed_on = list(arguments), []
    if "--" in own:
        cut = own.index("--")
        own, passed_on = own[:cut], own[cut + 1 :]
    parser = argparse.ArgumentParser(
        prog="install/lab",
        description="Sets Threadbook up if need be (a few minutes the first time, seconds later) and opens"
        " JupyterLab on the lessons. Everything it makes is in .threadbook, which may be deleted.",
        epilog="What stands after -- is passed on to JupyterLab: install/lab -- --LabApp.dark_theme=1",
    )
    parser.add_argument("--java", metavar="DIR", help="the folder of a JDK 25 or newer; remembered")
    parser.add_argument("--heap", metavar="SIZE", help=heap.HELP)
    parser.add_argument(
        "--run",
        metavar="NOTEBOOK",
        nargs="?",
        const=SEED_NOTEBOOK,
        help=f"run a notebook without a browser and print its tables (default: {SEED_NOTEBOOK})",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="where --run writes (default: .threadbook/out)")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="open no browser, only say the URL")
    parser.add_argument("--port", type=int, help="the port (default: 8888, or the next that is free)")
    parser.add_argument("--notebooks", type=Path, metavar="DIR", help="another folder of notebooks to open")
    parser.add_argument("--setup-only", action="store_true", help="set up, open nothing")
    return parser.parse_args(own), passed_on


def notebook_named(checkout: Checkout, name: str) -> Path:
    """A notebook by its path, or by its name in notebooks/."""
    for candidate in (Path(name), checkout.notebooks / name, checkout.notebooks / f"{name}.ipynb"):
        if candidate.is_file():
            return candidate.absolute()
    there = ", ".join(sorted(file.name for file in checkout.notebooks.glob("*.ipynb")))
    raise Trouble(f"There is no notebook {name}.", f"Give the path of one, or one of these: {there}.")


def run_notebook(ready: Product, notebook: Path, out: Path) -> int:
    script = Path(__file__).with_name("run_notebook.py")
    # The script has the terminal for itself and ends in its own words.
    return subprocess.call(
        [str(ready.python), str(script), str(notebook), str(out)],
        stdin=subprocess.DEVNULL,
        env=jupyter.environment(ready.checkout),
    )


def lab_command(ready: Product, folder: Path, browser: bool, port: int | None) -> list[str]:
    command = [
        str(ready.python),
        "-m",
        "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={folder}",
        # Nobody is offered extensions from the network inside a pinned environment.
        "--LabApp.extension_manager=readonly",
    ]
    if (folder / SEED_NOTEBOOK).is_file():
        command.append(f"--LabApp.default_url=/lab/tree/{SEED_NOTEBOOK}")
    if not browser:
        command.append("--no-browser")
    if port is not None:
        command.append(f"--port={port}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # In a container one often is root; the server listens on loopback only.
        command.append("--allow-root")
    return command


def replace_by(command: list[str], environment: dict[str, str]) -> int:
    """Becomes another program where the system can do that, else waits for it."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(command[0], command, environment)
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # JupyterLab has got it too, and asks whether it is meant.
            continue
