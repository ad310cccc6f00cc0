"""install/check: runs every test, with what they need installed in .threadbook."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Sequence

from . import chromium, jupyter, kernel_build, product, venv
from .checkout import Checkout
from .jdk import Jdk
from .product import Product
from .trouble import Trouble

JAVA = "java"
SECONDS_FOR_A_MODULE = 900
PYTHON_PARTS = ("conformance", "survival", "notebooks", "install", "browser")


@dataclass(frozen=True)
class Tally:
    """How many tests there were, and how they ended."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


def main(arguments: Sequence[str]) -> int:
    chosen, passed_on = parse(arguments)
    parts = chosen.only or [JAVA, *PYTHON_PARTS]
    started = time.monotonic()
    checkout = Checkout.here()
    if "browser" in parts:
        browser = chromium.find_or_install(checkout)
        print(f"Chromium: {browser}")
    found = product.find_jdk(checkout, chosen.java)

    java, java_trouble = Tally(), None
    if JAVA in parts:
        java, java_trouble = check_java(checkout, found)
    python = Tally()
    folders = [checkout.root / "tests" / part for part in PYTHON_PARTS if part in parts]
    if folders:
        # If Java tests fail the product may still be built: then the others show what else there is.
        build = kernel_build.make(checkout, found)
        ready = product.finish(checkout, found, build, venv.CHECK)
        python = check_python(ready, folders, passed_on)

    return conclude(java, java_trouble, python, time.monotonic() - started)


def parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    own, passed_on = list(arguments), []
    if "--" in own:
        cut = own.index("--")
        own, passed_on = own[:cut], own[cut + 1 :]
    parser = argparse.ArgumentParser(
        prog="install/check",
        description="Runs every test: `mvn verify`, the Jupyter protocol, the notebooks, the installer, the browser.",
        epilog="What stands after -- is passed on to pytest: install/check --only notebooks -- -x",
    )
    parser.add_argument("--only", action="append", choices=[JAVA, *PYTHON_PARTS], help="this part; may be repeated")
    parser.add_argument("--java", metavar="DIR", help="the folder of a JDK 25 or newer; remembered")
    return parser.parse_args(own), passed_on


def check_java(checkout: Checkout, found: Jdk) -> tuple[Tally, Trouble | None]:
    """`mvn verify`; puts what it has built in place, so that it is not built again."""
    reports = [checkout.root / module / "target" / "surefire-reports" for module in kernel_build.MODULES]
    for folder in reports:
        for old in folder.glob("TEST-*.xml"):
            old.unlink()
    trouble = None
    try:
        # A failing test keeps neither the other tests nor the build from going on: it is counted below.
        # A test that hangs ends its module's run.
        goals = ["verify", "-Dmaven.test.failure.ignore=true", f"-Dsurefire.timeout={SECONDS_FOR_A_MODULE}"]
        log = kernel_build.run_maven(checkout, found, "mvn verify: the Java tests", goals)
        kernel_build.stage(checkout)
        failures = kernel_build.errors_in(log, most=200)
        if failures:
            # Not every one is in a report: a JVM that was killed or hung has left none.
            trouble = Trouble(failures, "Put right what the lines with [ERROR] name.")
            print(failures)
    except Trouble as failure:
        trouble = failure
        print(f"\n{failure.what}\n")
    tally = sum((tally_of(folder.glob("TEST-*.xml")) for folder in reports), Tally())
    print(f"Maven: Tests run: {tally.passed + tally.failed + tally.skipped}, failed: {tally.failed}, skipped: {tally.skipped}")
    return tally, trouble


def check_python(ready: Product, folders: Sequence[Path], passed_on: Sequence[str]) -> Tally:
    checkout = ready.checkout
    report = checkout.logs / "pytest.xml"
    report.unlink(missing_ok=True)
    sys.stdout.flush()
    code = subprocess.call(
        [
            *(str(ready.python), "-m", "pytest", f"--junitxml={report}"),
            *passed_on,
            *map(str, folders),
        ],
        cwd=checkout.root,
        stdin=subprocess.DEVNULL,
        env={**jupyter.environment(checkout), "PYTHONUNBUFFERED": "1"},
    )
    tally = tally_of([report] if report.is_file() else [])
    if code != 0 and tally.failed == 0:
        # pytest itself failed: no tests collected, a wrong option, killed
        return tally + Tally(failed=1)
    return tally


def tally_of(reports: Iterable[Path]) -> Tally:
    """Reads reports in the form that surefire and pytest share."""
    tally = Tally()
    for report in reports:
        for suite in ElementTree.parse(report).iter("testsuite"):
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            tally += Tally(int(suite.get("tests", 0)) - failed - skipped, failed, skipped)
    return tally


def conclude(java: Tally, java_trouble: Trouble | None, python: Tally, seconds: float) -> int:
    both = java + python
    counts = (
        f"{both.passed} passed, {both.failed} failed, {both.skipped} skipped"
        f" (Java {java.passed}, Python {python.passed} passed) in {seconds / 60:.1f} min"
    )
    if both.failed == 0 and java_trouble is None:
        print(counts)
        return 0
    if both.failed == 0:
        print("Maven reported an error that is no failed test: see its lines above.")
    print(f"{counts}\nRead upwards to the first FAILED or [ERROR]; `install/check --only PART` runs one part again.")
    return 1
