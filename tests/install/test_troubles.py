"""Whatever is missing, the last line says what to do."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from threadbook_install import chromium, jdk, kernel_build, progress, trouble, venv
from threadbook_install.checkout import Checkout
from threadbook_install.jdk import Jdk
from threadbook_install.trouble import Trouble


@pytest.fixture
def bare_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def test_a_missing_maven_comes_with_the_command_that_installs_it(checkout: Checkout, bare_path: Path) -> None:
    with pytest.raises(Trouble, match="Maven") as caught:
        kernel_build.run_maven(checkout, Jdk(bare_path, "25"), "Building", ["package"])
    assert caught.value.do.startswith("Install it")


def test_a_missing_chromium_comes_with_the_command_that_installs_it(
    checkout: Checkout, bare_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium, "MAC_APPS", ())
    monkeypatch.setattr(chromium, "WINDOWS_PATHS", ())
    monkeypatch.setattr(chromium, "may_install", lambda: False)
    with pytest.raises(Trouble, match="Chromium") as caught:
        chromium.find_or_install(checkout)
    assert "install" in caught.value.do and "hromium" in caught.value.do


def test_a_failing_build_shows_its_errors_and_its_log(tmp_path: Path) -> None:
    (tmp_path / "pom.xml").write_text("this is no pom")
    with pytest.raises(Trouble, match="Non-parseable POM") as caught:
        kernel_build.run_maven(Checkout(tmp_path), jdk.find(), "Building", ["package"])
    assert "maven.log" in caught.value.what
    assert "[ERROR]" in caught.value.do


def test_trouble_ends_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    def main(arguments: object) -> int:
        raise Trouble("It rains.", "Take an umbrella.", 7)

    assert trouble.guarded(main, []) == 7
    assert capsys.readouterr().err.rstrip().endswith("It rains.\nTake an umbrella.")


def test_a_full_disk_ends_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    def main(arguments: object) -> int:
        raise OSError(28, "No space left on device")

    assert trouble.guarded(main, []) == 1
    assert "Check that" in capsys.readouterr().err.rstrip().splitlines()[-1]


def test_a_program_that_does_not_end_is_ended(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(3600)"]
    with progress.Step("Waiting") as step:
        assert progress.run_logged(step, command, tmp_path / "log", seconds=2) != 0
    assert "begun" in (tmp_path / "log").read_text()


@pytest.mark.parametrize("name", ["lab", "kernel", "check"])
def test_an_old_python_gets_as_far_as_the_sentence_that_says_so(checkout: Checkout, name: str) -> None:
    source = (checkout.root / "install" / name).read_text()
    ast.parse(source, feature_version=(3, 4))
    assert "Python 3.10 or newer" in source


@pytest.mark.parametrize("name", ["lab", "kernel", "check"])
def test_help_is_there_without_any_set_up(checkout: Checkout, name: str) -> None:
    done = subprocess.run(
        [sys.executable, str(checkout.root / "install" / name), "--help"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert f"install/{name}" in done.stdout


def test_a_changed_requirement_file_is_installed_again(checkout: Checkout, tmp_path: Path) -> None:
    install = tmp_path / "install"
    install.mkdir()
    for name in (venv.LAB, venv.CHECK, venv.CONSTRAINTS):
        (install / name).write_bytes((checkout.root / "install" / name).read_bytes())
    before = venv.digest_of(Checkout(tmp_path), venv.LAB)
    (install / venv.CONSTRAINTS).write_text("tornado==6.0\n")
    assert venv.digest_of(Checkout(tmp_path), venv.LAB) != before


def test_a_changed_source_is_another_build(checkout: Checkout, tmp_path: Path) -> None:
    for module in ("experiment", "display", "kernel"):
        sources = tmp_path / module / "src" / "main" / "java"
        sources.mkdir(parents=True)
        (tmp_path / module / "pom.xml").write_text("<project/>")
        (sources / "A.java").write_text("class A {}")
    (tmp_path / "pom.xml").write_text("<project/>")
    before = kernel_build.fingerprint(Checkout(tmp_path))
    assert kernel_build.fingerprint(Checkout(tmp_path)) == before
    (tmp_path / "kernel" / "src" / "main" / "java" / "A.java").write_text("class A { }")
    assert kernel_build.fingerprint(Checkout(tmp_path)) != before
