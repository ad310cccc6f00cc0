"""The AOT caches: classes of kernel and worker, loaded and linked beforehand, for a fast start.

Each is made by a training run of its own on this machine. They are a bonus: without them, or when
one no longer fits its JDK, everything works and only starts more slowly.
"""

from __future__ import annotations

import os
from pathlib import Path

from .checkout import Checkout, read_json, write_json
from .jdk import Jdk
from .kernel_build import KernelBuild
from .progress import Step, run_logged

SECONDS = 300

WORKER_MAIN = "org.threadbook.experiment.worker.WorkerMain"

# A cache that no longer fits is not used; the JVM's remarks on that would only disturb. A cache is
# trained with these flags, so that a JVM which does not know them gets neither.
QUIET = "-Xlog:aot*=off,cds*=off"

# Cells may use Java's preview features. Caches are trained as the JVMs run.
PREVIEW = "--enable-preview"


def make(checkout: Checkout, jdk: Jdk, build: KernelBuild) -> None:
    """Makes the caches that are missing or were made with another JDK; never fails."""
    made_with = {"home": str(jdk.home), "version": jdk.version}
    if read_json(build.cache_stamp) == made_with:
        return
    with Step("Recording a start of kernel and worker, so that they start faster") as step:
        trained = [
            train(checkout, step, jdk, build.kernel_cache, ["-jar", build.jar, "--train"]),
            train(checkout, step, jdk, build.worker_cache, worker_training(build)),
        ]
    if not all(trained):
        print(f"That did not work ({checkout.show(checkout.logs)}); the kernel works, it only starts more slowly.")
    write_json(build.cache_stamp, made_with)


def worker_training(build: KernelBuild) -> list[str | Path]:
    """As the kernel starts its workers: the same collector, and the one jar as the class path."""
    return ["-XX:+UseSerialGC", "-cp", build.worker_jar, WORKER_MAIN, "--train"]


def train(checkout: Checkout, step: Step, jdk: Jdk, cache: Path, command: list[str | Path]) -> bool:
    """One training run; the cache appears under its name only when it is complete."""
    part = cache.with_name(cache.name + ".part")
    log = checkout.logs / f"{cache.stem}-aot.log"
    try:
        for old in (part, cache):
            old.unlink(missing_ok=True)
        code = run_logged(
            step,
            [jdk.java, PREVIEW, QUIET, f"-XX:AOTCacheOutput={part}", *command],
            log,
            cwd=cache.parent,
            env=environment(),
            seconds=SECONDS,
        )
        if code == 0 and part.is_file():
            os.replace(part, cache)
            return True
        part.unlink(missing_ok=True)
    except OSError as error:
        # Windows does not let go of a cache that a running kernel has mapped.
        print(error)
    return False


def environment() -> dict[str, str]:
    """Without the user's options for java: a cache is made for the JVM's own choice of collector."""
    unwanted = ("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")
    return {name: value for name, value in os.environ.items() if name not in unwanted}
