"""Finding a JDK 25 or newer, also where `java` is an older one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping

from .trouble import Trouble

OLDEST = 25
NO_JDK = 2  # the exit code


@dataclass(frozen=True)
class Jdk:
    """A JDK that Threadbook runs on."""

    home: Path
    version: str

    @property
    def feature(self) -> int:
        """25 of "25.0.3"."""
        return feature_of(self.version)

    @property
    def java(self) -> Path:
        return program(self.home, "java")

    def environment(self) -> dict[str, str]:
        """This process's environment, with this JDK in front of any other."""
        path = os.environ.get("PATH", "")
        return {
            **os.environ,
            "JAVA_HOME": str(self.home),
            "PATH": str(self.home / "bin") + os.pathsep + path,
        }


@dataclass(frozen=True)
class Place:
    """A folder that may be a JDK, and why it was looked at."""

    home: Path
    why: str


def find(chosen: str | None = None, remembered: str | None = None) -> Jdk:
    """The JDK to use.

    chosen: the folder given with --java; then no other will do
    remembered: the folder given with --java an earlier time; asked first if it is still good
    Raises Trouble with exit code 2, saying where it looked, if there is none.
    """
    if chosen is not None:
        place = Place(Path(chosen).expanduser().absolute(), "--java")
        verdict = judge(place.home)
        if isinstance(verdict, Jdk):
            return verdict
        raise Trouble(
            f"--java {chosen}: {verdict}.",
            f"Give the folder of a JDK {OLDEST} or newer, the one that holds bin and lib. {how_to_get_one()}",
            NO_JDK,
        )

    looked: list[str] = []
    named = list(named_places(os.environ))
    if remembered is not None:
        named.insert(0, Place(Path(remembered), "--java, an earlier time"))
    for place in named:
        verdict = judge(place.home)
        if isinstance(verdict, Jdk):
            return verdict
        looked.append(f"  {place.home} ({place.why}): {verdict}")
    if shutil.which("java") is None:
        looked.append("  the PATH: no java on it")

    found: list[Jdk] = []
    for pattern in usual_places(os.environ):
        matches = sorted(glob(pattern))
        if not matches:
            looked.append(f"  {pattern}: nothing there")
        for home in matches:
            verdict = judge(home)
            if isinstance(verdict, Jdk):
                found.append(verdict)
            else:
                looked.append(f"  {home}: {verdict}")
    if found:
        # The release that Threadbook is tested with comes first, of that the newest update.
        return min(found, key=lambda jdk: (jdk.feature, [-n for n in numbers_of(jdk.version)]))
    raise Trouble(
        f"No JDK {OLDEST} or newer was found. Looked at:\n" + "\n".join(looked),
        f"{how_to_get_one()} If you have one elsewhere, add --java DIR.",
        NO_JDK,
    )


def judge(home: Path) -> Jdk | str:
    """The JDK in a folder, or in a few words why it will not do."""
    for candidate in (home, home / "Contents" / "Home", home / "libexec" / "openjdk.jdk" / "Contents" / "Home"):
        if program(candidate, "java").is_file():
            home = candidate
            break
    else:
        return "no bin/java in it" if home.is_dir() else "there is no such folder"
    version = version_of(home)
    if version is None:
        return "its version cannot be read"
    if feature_of(version) < OLDEST:
        return f"is Java {version}"
    if not program(home, "javac").is_file():
        return f"is Java {version} without the compiler (a JRE, not a JDK)"
    return Jdk(home, version)


def version_of(home: Path) -> str | None:
    """Read from the `release` file that every JDK has; where it is missing, from `java -version`."""
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        release = ""
    found = re.search(r'^JAVA_VERSION="?([^"\r\n]+)', release, re.MULTILINE)
    if found:
        return found.group(1).strip()
    found = re.search(r'version "([^"]+)"', answer_of(program(home, "java"), "-version"))
    return found.group(1) if found else None


def home_of(java: Path) -> Path:
    """The JDK that a `java` belongs to; asks it where it is only a launcher for the real one."""
    home = java.parent.parent
    if (home / "release").is_file():
        return home
    properties = answer_of(java, "-XshowSettings:properties", "-version")
    found = re.search(r"^\s*java\.home = (.+)$", properties, re.MULTILINE)
    return Path(found.group(1).strip()) if found else home


def answer_of(java: Path, *options: str) -> str:
    """What `java` prints; nothing if it cannot be started or does not end."""
    try:
        answer = subprocess.run(
            [str(java), *options],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stderr + answer.stdout


def numbers_of(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def feature_of(version: str) -> int:
    """25 of "25.0.3", 26 of "26-ea", and 8 of "1.8.0_392"; 0 if there is no number in it."""
    numbers = numbers_of(version)
    if len(numbers) > 1 and numbers[0] == 1:
        return numbers[1]
    return numbers[0] if numbers else 0


def program(home: Path, name: str) -> Path:
    return home / "bin" / (f"{name}.exe" if sys.platform == "win32" else name)


def named_places(environment: Mapping[str, str]) -> Iterator[Place]:
    """What the user has named: JAVA_HOME and its like, and the `java` of the PATH."""
    if environment.get("JAVA_HOME"):
        yield Place(Path(environment["JAVA_HOME"]), "JAVA_HOME")
    for name in sorted(environment):
        # JAVA_HOME_25_X64 and the like, as build machines have them
        if re.fullmatch(r"(JAVA_HOME|JDK)_\d+.*", name) and environment[name]:
            yield Place(Path(environment[name]), name)
    java = shutil.which("java", path=environment.get("PATH"))
    if java is not None:
        yield Place(home_of(Path(java).resolve()), "java of the PATH")


def usual_places(environment: Mapping[str, str]) -> Iterator[Path]:
    """Where JDKs are usually put, as patterns; the last part may hold `*`."""
    home = Path.home()
    yield Path(environment.get("SDKMAN_DIR") or home / ".sdkman") / "candidates" / "java" / "*"
    yield home / ".jdks" / "*"
    if sys.platform == "win32":
        yield from windows_places(environment)
    elif sys.platform == "darwin":
        yield Path("/Library/Java/JavaVirtualMachines/*")
        yield home / "Library" / "Java" / "JavaVirtualMachines" / "*"
        yield Path("/opt/homebrew/opt/openjdk*")
        yield Path("/usr/local/opt/openjdk*")
    else:
        yield Path("/usr/lib/jvm/*")
        yield Path("/usr/lib64/jvm/*")
        yield Path("/usr/java/*")
        yield Path("/usr/local/java/*")
        yield Path("/usr/local/*jdk*")
        yield Path("/opt/java/*")
        yield Path("/opt/*jdk*")
        yield Path("/home/linuxbrew/.linuxbrew/opt/openjdk*")
    yield home / ".gradle" / "jdks" / "*"
    yield home / ".asdf" / "installs" / "java" / "*"
    yield home / ".local" / "share" / "mise" / "installs" / "java" / "*"
    yield home / ".jbang" / "cache" / "jdks" / "*"


def windows_places(environment: Mapping[str, str]) -> Iterator[Path]:
    vendors = ("Java", "Eclipse Adoptium", "Microsoft", "Amazon Corretto", "Zulu", "BellSoft", "OpenJDK", "Semeru")
    for variable in ("ProgramFiles", "ProgramW6432"):
        if environment.get(variable):
            for vendor in vendors:
                yield Path(environment[variable]) / vendor / "*"
    if environment.get("LOCALAPPDATA"):
        yield Path(environment["LOCALAPPDATA"]) / "Programs" / "Eclipse Adoptium" / "*"
    yield Path.home() / "scoop" / "apps" / "*jdk*" / "current"


def glob(pattern: Path) -> list[Path]:
    """The folders that match a pattern; none if nothing is there or it may not be read."""
    anchor = Path(pattern.anchor)
    try:
        return [match for match in anchor.glob(str(pattern.relative_to(anchor))) if match.is_dir()]
    except OSError:
        return []


def how_to_get_one() -> str:
    if sys.platform == "win32":
        return f"Get one with `winget install EclipseAdoptium.Temurin.{OLDEST}.JDK` or from https://adoptium.net."
    if sys.platform == "darwin":
        return f"Get one with `brew install openjdk@{OLDEST}` or from https://adoptium.net."
    return f"Get one from https://adoptium.net, or with SDKMAN: `sdk install java {OLDEST}-tem`."
