"""install/kernel: registers the kernel with a Jupyter that the user already has."""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path
from typing import Sequence

from . import aot, heap, kernel_build, kernelspec, product
from .checkout import Checkout
from .kernel_build import KernelBuild
from .trouble import Trouble


def main(arguments: Sequence[str]) -> int:
    chosen = parse(arguments)
    folder = folder_for(chosen)
    if chosen.uninstall:
        return uninstall(folder)
    if folder.exists() and not kernelspec.is_ours(folder):
        raise Trouble(
            f"{folder} exists and is not a kernel of Threadbook.", "Move it away, or choose another place: --prefix DIR."
        )
    checkout = Checkout.here()
    size = heap.choose(checkout, chosen.heap)
    found = product.find_jdk(checkout, chosen.java)
    build = kernel_build.make(checkout, found)
    aot.make(checkout, found, build)
    installed = copy(build, folder)
    kernelspec.write(folder, found, installed, size)
    print(f'Registered "{kernelspec.DISPLAY_NAME}" in {folder}\nRestart your Jupyter if it does not show up.')
    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="install/kernel",
        description="Registers the Threadbook kernel with a Jupyter you already have. The kernel is copied there, so"
        " this checkout may move; after a change, register it again.",
    )
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--user", action="store_true", help="for you, in every Jupyter of this machine")
    place.add_argument("--sys-prefix", action="store_true", help="in the environment that `jupyter` belongs to")
    place.add_argument("--prefix", type=Path, metavar="DIR", help="in DIR/share/jupyter/kernels")
    parser.add_argument("--uninstall", action="store_true", help="remove it from there again")
    parser.add_argument("--java", metavar="DIR", help="the folder of a JDK 25 or newer; remembered")
    parser.add_argument("--heap", metavar="SIZE", help=heap.HELP)
    return parser.parse_args(arguments)


def folder_for(chosen: argparse.Namespace) -> Path:
    if chosen.user:
        return kernelspec.user_folder()
    return kernelspec.prefix_folder(chosen.prefix or kernelspec.prefix_of_jupyter())


def copy(build: KernelBuild, folder: Path) -> KernelBuild:
    """Puts the jars and caches into the kernelspec folder itself, so that it stands alone.

    Times are kept, else the caches would no longer fit the jars.
    """
    installed = KernelBuild(folder / build.folder.name)
    part = installed.folder.with_name(installed.folder.name + f".{os.getpid()}.part")
    if not (installed.jar.is_file() and installed.cache_stamp.is_file()):
        shutil.rmtree(installed.folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(build.folder, part, copy_function=shutil.copy2)
        os.replace(part, installed.folder)
    kernel_build.remove_old_builds(installed)
    return installed


def uninstall(folder: Path) -> int:
    if not folder.exists():
        print(f"Nothing is registered in {folder}.")
        return 0
    if not kernelspec.is_ours(folder):
        raise Trouble(f"{folder} is not a kernel of Threadbook; it was left alone.", "Remove it yourself if you wish to.")
    shutil.rmtree(folder)
    print(f"Removed {folder}")
    return 0
