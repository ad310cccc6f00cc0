"""Finding the JDK: which one is taken, and what is said when there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from threadbook_install import jdk, lab, trouble
from threadbook_install.jdk import Jdk, Place
from threadbook_install.trouble import Trouble

SUFFIX = ".exe" if sys.platform == "win32" else ""


def fake_jdk(home: Path, version: str | None, compiler: bool = True) -> Path:
    """A folder that looks like a JDK; nothing in it can be started."""
    (home / "bin").mkdir(parents=True)
    (home / "bin" / f"java{SUFFIX}").write_text("")
    if compiler:
        (home / "bin" / f"javac{SUFFIX}").write_text("")
    if version is not None:
        (home / "release").write_text(f'IMPLEMENTOR="Somebody"\nJAVA_VERSION="{version}"\n')
    return home


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any JDK: tests put into it what they need."""
    for name in list(jdk.os.environ):
        if name.startswith(("JAVA_HOME", "JDK")):
            monkeypatch.delenv(name)
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(jdk, "usual_places", lambda environment: [tmp_path / "jvm" / "*"])
    return tmp_path


@pytest.mark.parametrize(
    "version, feature", [("25.0.3", 25), ("25", 25), ("26-ea", 26), ("1.8.0_392", 8), ("17.0.15", 17), ("?", 0)]
)
def test_reads_the_feature_of_a_version(version: str, feature: int) -> None:
    assert jdk.feature_of(version) == feature


def test_java_home_wins_over_the_usual_places(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_jdk(machine / "jvm" / "a", "25.0.9")
    home = fake_jdk(machine / "mine", "26")
    monkeypatch.setenv("JAVA_HOME", str(home))
    assert jdk.find() == Jdk(home, "26")


def test_an_old_java_home_is_passed_over(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(fake_jdk(machine / "old", "17.0.15")))
    home = fake_jdk(machine / "jvm" / "temurin-25", "25.0.3")
    assert jdk.find().home == home


def test_an_old_java_on_the_path_is_passed_over(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = fake_jdk(machine / "old", "17.0.15")
    (old / "bin" / f"java{SUFFIX}").chmod(0o755)
    monkeypatch.setenv("PATH", str(old / "bin"))
    home = fake_jdk(machine / "jvm" / "temurin-25", "25.0.3")
    assert jdk.find().home == home


def test_of_several_the_tested_release_with_the_newest_update_is_taken(machine: Path) -> None:
    for name, version in (("a", "26.0.1"), ("b", "25.0.2"), ("c", "25.0.11"), ("d", "21.0.4")):
        fake_jdk(machine / "jvm" / name, version)
    assert jdk.find().version == "25.0.11"


def test_the_bundle_of_macos_is_understood(machine: Path) -> None:
    home = fake_jdk(machine / "jvm" / "temurin-25.jdk" / "Contents" / "Home", "25.0.3")
    assert jdk.find().home == home


def test_a_folder_with_a_space_will_do(machine: Path) -> None:
    home = fake_jdk(machine / "jvm" / "my own jdk", "25.0.3")
    assert jdk.find().home == home


def test_a_runtime_without_compiler_will_not_do(machine: Path) -> None:
    fake_jdk(machine / "jvm" / "jre", "25.0.3", compiler=False)
    with pytest.raises(Trouble, match="without the compiler"):
        jdk.find()


def test_a_chosen_folder_that_will_not_do_is_not_replaced_by_another(machine: Path) -> None:
    fake_jdk(machine / "jvm" / "a", "25.0.3")
    old = fake_jdk(machine / "old", "21.0.4")
    with pytest.raises(Trouble, match="is Java 21.0.4") as caught:
        jdk.find(str(old))
    assert caught.value.code == 2


def test_what_was_chosen_earlier_is_remembered(machine: Path) -> None:
    fake_jdk(machine / "jvm" / "a", "25.0.3")
    mine = fake_jdk(machine / "mine", "26")
    assert jdk.find(None, str(mine)).home == mine
    assert jdk.find(None, str(machine / "gone")).version == "25.0.3"


def test_without_a_jdk_it_says_where_it_looked_and_ends_with_2(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lab.product.jdk, "named_places", lambda environment: [Place(machine / "none", "JAVA_HOME")])
    fake_jdk(machine / "jvm" / "java-17", "17.0.15")
    monkeypatch.setattr(lab.Checkout, "here", staticmethod(lambda: lab.Checkout(machine)))
    (machine / "notebooks").mkdir()

    assert trouble.guarded(lab.main, []) == 2

    said = capsys.readouterr().err
    assert f"{machine / 'none'} (JAVA_HOME): there is no such folder" in said
    assert f"{machine / 'jvm' / 'java-17'}: is Java 17.0.15" in said
    last_line = said.rstrip().splitlines()[-1]
    assert "Get one" in last_line and "--java DIR" in last_line
    assert not (machine / ".threadbook").exists()
