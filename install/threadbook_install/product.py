"""Everything that a start needs, in the right order, skipping what is done already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from . import aot, jdk, jupyter, kernel_build, kernelspec, venv
from .checkout import Checkout, read_json, write_json
from .jdk import Jdk
from .kernel_build import KernelBuild


@dataclass(frozen=True)
class Product:
    """A checkout that is ready to use."""

    checkout: Checkout
    jdk: Jdk
    build: KernelBuild
    python: Path  # of the private environment


def find_jdk(checkout: Checkout, chosen: str | None) -> Jdk:
    """The JDK to use; one that was given with --java is remembered for the next time."""
    memory = checkout.state / "jdk.json"
    remembered = read_json(memory).get("home")
    found = jdk.find(chosen, remembered if isinstance(remembered, str) else None)
    if chosen is not None:
        write_json(memory, {"home": str(found.home)})
    print(f"JDK {found.version}: {found.home}")
    return found


def set_up(checkout: Checkout, chosen_java: str | None, heap: str | None = None) -> Product:
    """Finds the JDK, builds the kernel, makes the environment and registers the kernel in it."""
    found = find_jdk(checkout, chosen_java)
    return finish(checkout, found, kernel_build.make(checkout, found), venv.LAB, heap)


def finish(
    checkout: Checkout, found: Jdk, build: KernelBuild, requirements: str, heap: str | None = None
) -> Product:
    """What comes after the build."""
    python = venv.make(checkout, requirements)
    aot.make(checkout, found, build)
    kernelspec.write(kernelspec.prefix_folder(checkout.venv), found, build, heap)
    jupyter.configure(checkout)
    return Product(checkout, found, build, python)
