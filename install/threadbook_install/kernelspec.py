"""The folder that tells Jupyter of the kernel: kernel.json, and where such folders go."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from . import aot
from .checkout import read_json, write_json
from .jdk import Jdk
from .kernel_build import JAR, KernelBuild
from .trouble import Trouble

# A small notebook stays small: the heap starts small and is collected before it grows. Measured after
# 150 small cells: 221 to 238 MiB resident instead of 360 to 430.
SMALL_HEAP_FIRST = ["-XX:InitialRAMPercentage=0.2", "-XX:GCTimeRatio=4"]

NAME = "threadbook"
DISPLAY_NAME = "Java (Threadbook)"


def kernel_json(jdk: Jdk, build: KernelBuild, heap: str | None = None) -> dict[str, Any]:
    """What Jupyter reads: the found JDK's own `java`, and the AOT caches that are there.

    heap: the largest heap, as 4g; by default none is named, so that the user's JDK_JAVA_OPTIONS can: what stands
        here wins over those. No collector is named either, since two of them would be in conflict.
    """
    flags: list[str] = [aot.PREVIEW, *SMALL_HEAP_FIRST]
    if heap is not None:
        flags.append(f"-Xmx{heap}")
    if build.kernel_cache.is_file():
        flags += [f"-XX:AOTCache={build.kernel_cache}", aot.QUIET]
    if build.worker_cache.is_file():
        flags.append(f"-Dthreadbook.worker.aot={build.worker_cache}")
    return {
        "argv": [str(jdk.java), *flags, "-jar", str(build.jar), "{connection_file}"],
        "display_name": DISPLAY_NAME,
        "language": "java",
        # SIGINT would end a JVM.
        "interrupt_mode": "message",
        "metadata": {"debugger": False},
    }


def write(folder: Path, jdk: Jdk, build: KernelBuild, heap: str | None = None) -> None:
    """Makes `folder` the kernelspec of a build. Writes nothing if it is that already."""
    content = kernel_json(jdk, build, heap)
    if read_json(folder / "kernel.json") != content:
        write_json(folder / "kernel.json", content)
    logo = Path(__file__).with_name("logo-svg.svg")
    if logo.is_file() and not (folder / logo.name).is_file():
        shutil.copyfile(logo, folder / logo.name)


def is_ours(folder: Path) -> bool:
    argv = read_json(folder / "kernel.json").get("argv", [])
    return any(str(part).endswith(JAR) for part in argv)


def user_folder() -> Path:
    """Where `jupyter kernelspec install --user` puts kernels."""
    if os.environ.get("JUPYTER_DATA_DIR"):
        return Path(os.environ["JUPYTER_DATA_DIR"]) / "kernels" / NAME
    home = Path.home()
    if sys.platform == "darwin":
        data = home / "Library" / "Jupyter"
    elif sys.platform == "win32":
        data = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "jupyter"
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "jupyter"
    return data / "kernels" / NAME


def prefix_folder(prefix: Path) -> Path:
    return prefix.expanduser().absolute() / "share" / "jupyter" / "kernels" / NAME


def prefix_of_jupyter() -> Path:
    """The environment that the `jupyter` of the PATH belongs to, else the active one."""
    if os.environ.get("VIRTUAL_ENV"):
        return Path(os.environ["VIRTUAL_ENV"])
    if os.environ.get("CONDA_PREFIX"):
        return Path(os.environ["CONDA_PREFIX"])
    jupyter = shutil.which("jupyter")
    if jupyter is not None:
        folder = Path(jupyter).parent
        for name in ("python3", "python", "python.exe", "../python.exe"):
            if (folder / name).is_file():
                answer = subprocess.run(
                    [str(folder / name), "-c", "import sys; print(sys.prefix)"],
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    text=True,
                    timeout=60,
                )
                if answer.returncode == 0:
                    return Path(answer.stdout.strip())
        raise Trouble(
            f"{jupyter} has no Python beside it, so its environment is not known.",
            "Name the environment: install/kernel --prefix DIR.",
        )
    if sys.prefix != sys.base_prefix:
        return Path(sys.prefix)
    raise Trouble(
        "There is no `jupyter` on the PATH and no environment is active.",
        "Activate the environment of your Jupyter first, or use --user or --prefix DIR.",
    )
