"""Building the kernel with Maven, and putting each build into a folder of its own.

A running kernel opens its jars when it needs them. So a build is copied to
`.threadbook/kernel/FINGERPRINT`, never changed there, and removed only when it is two builds old.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from .checkout import Checkout
from .jdk import Jdk
from .progress import Step, last_lines, run_logged
from .trouble import Trouble

JAR = "threadbook-kernel.jar"
MODULES = ("experiment", "display", "kernel")
BUILDS_KEPT = 2


@dataclass(frozen=True)
class KernelBuild:
    """A built kernel: the jar, beside it `lib/`, and the AOT caches once they are made."""

    folder: Path

    @property
    def jar(self) -> Path:
        return self.folder / JAR

    @property
    def worker_jar(self) -> Path:
        """The whole class path of a worker process."""
        return next((self.folder / "lib").glob("experiment-*.jar"), self.folder / "lib" / "experiment.jar")

    @property
    def kernel_cache(self) -> Path:
        return self.folder / "kernel.aot"

    @property
    def worker_cache(self) -> Path:
        return self.folder / "worker.aot"

    @property
    def cache_stamp(self) -> Path:
        return self.folder / "aot.json"


def fingerprint(checkout: Checkout) -> str:
    """A hash of all that the built kernel is made from."""
    digest = hashlib.sha256()
    files = [checkout.root / "pom.xml"]
    for module in MODULES:
        files.append(checkout.root / module / "pom.xml")
        sources = checkout.root / module / "src" / "main"
        files.extend(sorted(file for file in sources.rglob("*") if file.is_file()))
    for file in files:
        content = file.read_bytes()
        name = file.relative_to(checkout.root).as_posix()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def current(checkout: Checkout) -> KernelBuild | None:
    """The build of the sources as they are now, if it was made already."""
    build = KernelBuild(checkout.kernels / fingerprint(checkout))
    return build if build.jar.is_file() else None


def make(checkout: Checkout, jdk: Jdk) -> KernelBuild:
    """The build of the sources as they are now; Maven runs only if there is none yet."""
    build = current(checkout)
    if build is not None:
        return build
    run_maven(
        checkout,
        jdk,
        "Building the kernel with Maven (a few minutes the first time)",
        # No tests and no format check: who only wants to run it shall not be stopped by them.
        ["package", "-pl", "kernel", "-am", "-Dmaven.test.skip=true", "-Dexec.skip=true"],
    )
    return stage(checkout)


def run_maven(checkout: Checkout, jdk: Jdk, name: str, goals: list[str]) -> Path:
    """Runs Maven on the found JDK; answers where its log is. Raises Trouble if it fails."""
    maven = shutil.which("mvn")
    if maven is None:
        raise Trouble("Maven (`mvn`) is not on the PATH; it builds the kernel.", how_to_get_maven())
    log = checkout.logs / "maven.log"
    with Step(name) as step:
        code = run_logged(step, [maven, "-B", "-Dstyle.color=never", *goals], log, cwd=checkout.root, env=jdk.environment())
        if code != 0:
            raise Trouble(
                f"Maven failed (exit code {code}); its log is {checkout.show(log)}:\n{errors_in(log) or last_lines(log)}",
                "Put right what the lines with [ERROR] name, then start it again. The first time, Maven needs the"
                " network to fetch libraries.",
            )
    return log


def errors_in(log: Path, most: int = 60) -> str:
    """The lines that Maven marks as errors, the first ones if there are many; empty if there are none."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    marked = [line for line in lines if line.startswith(("[ERROR]", "[FATAL]"))]
    return "\n".join("  " + line for line in marked[:most])


def stage(checkout: Checkout) -> KernelBuild:
    """Copies what Maven has built to the folder of its fingerprint."""
    target = checkout.root / "kernel" / "target"
    jar = target / JAR
    if not jar.is_file():
        raise Trouble(
            f"Maven has not made {checkout.show(jar)}.", "Delete the folders named target and start it again."
        )
    build = KernelBuild(checkout.kernels / fingerprint(checkout))
    # Copied aside and then renamed: a folder with the final name is always complete.
    part = build.folder.with_name(f"{build.folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    for name in [JAR, *class_path(jar)]:
        (part / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(target / name, part / name)
    shutil.rmtree(build.folder, ignore_errors=True)
    os.replace(part, build.folder)
    remove_old_builds(build)
    return build


def class_path(jar: Path) -> list[str]:
    """The jars that a jar names in its manifest, relative to its folder."""
    with zipfile.ZipFile(jar) as opened:
        manifest = opened.read("META-INF/MANIFEST.MF").decode("utf-8")
    # A line of a manifest ends after 72 bytes and goes on in the next one after a space.
    for line in manifest.replace("\r\n", "\n").replace("\n ", "").splitlines():
        key, _, value = line.partition(": ")
        if key == "Class-Path":
            return value.split()
    return []


def remove_old_builds(newest: KernelBuild) -> None:
    """Removes the builds beside the newest one, but for the last: a kernel of it may be running."""
    others = [
        folder
        for folder in newest.folder.parent.iterdir()
        if folder != newest.folder and (folder.name.endswith(".part") or (folder / JAR).is_file())
    ]
    others.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in others[BUILDS_KEPT - 1 :]:
        # Windows refuses while a kernel of that build runs; then it goes the next time.
        shutil.rmtree(folder, ignore_errors=True)


def how_to_get_maven() -> str:
    if sys.platform == "win32":
        return "Install it with `scoop install maven` or `choco install maven`, then start this again."
    if sys.platform == "darwin":
        return "Install it with `brew install maven`, then start this again."
    for program, command in (
        ("apt-get", "sudo apt-get install -y maven"),
        ("dnf", "sudo dnf install -y maven"),
        ("pacman", "sudo pacman -S maven"),
        ("zypper", "sudo zypper install -y maven"),
        ("apk", "apk add maven"),
    ):
        if shutil.which(program):
            return f"Install it with `{command}`, then start this again."
    return "Install it from https://maven.apache.org/install.html, then start this again."
