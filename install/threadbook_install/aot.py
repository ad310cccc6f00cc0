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

# A cache that no longer fits is not used; the JVM's remarks on that would only disturb. A cache is
# trained with these flags, so that a JVM which does not know them gets neither.
QUIET = "-Xlog:aot*=off,cds*=off"


def make(checkout: Checkout, jdk: Jdk, build: KernelBuild) -> None:
    """Makes the caches that are missing or were made with another JDK; never fails."""
    made_with = {"home": str(jdk.home), "version": jdk.version}
    if read_json(build.cache_stamp) == made_with:
        return
    with Step("Recording a start of the kernel, so that it starts faster") as step:
        trained = all(
            train(checkout, step, jdk, cache, command)
            for cache, command in (
                (build.kernel_cache, ["-jar", build.jar, "--train"]),
                (build.worker_cache, ["-jar", build.jar, "--train-worker"]),
            )
        )
    if not trained:
        print(f"That did not work ({checkout.show(checkout.logs)}); the kernel works, it only starts more slowly.")
    write_json(build.cache_stamp, made_with)


def train(checkout: Checkout, step: Step, jdk: Jdk, cache: Path, command: list[str | Path]) -> bool:
    """One training run; the cache appears under its name only when it is complete."""
    part = cache.with_name(cache.name + ".part")
    part.unlink(missing_ok=True)
    log = checkout.logs / f"{cache.stem}-aot.log"
    code = run_logged(
        step, [jdk.java, QUIET, f"-XX:AOTCacheOutput={part}", *command], log, cwd=cache.parent, seconds=SECONDS
    )
    if code != 0 or not part.is_file():
        part.unlink(missing_ok=True)
        return False
    os.replace(part, cache)
    return True
