"""Finding the Chromium that the browser test drives."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from .checkout import Checkout
from .progress import Step, last_lines, run_logged
from .trouble import Trouble

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MAC_APPS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_PATHS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")


def find() -> Path | None:
    """A Chromium of this machine; the variable CHROMIUM names one that is elsewhere."""
    if os.environ.get("CHROMIUM"):
        return Path(os.environ["CHROMIUM"])
    for name in NAMES:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    candidates: list[Path] = []
    if sys.platform == "darwin":
        candidates = [Path("/Applications") / f"{app}.app" / "Contents" / "MacOS" / app for app in MAC_APPS]
    elif sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")]
        candidates = [Path(root) / path for root in roots if root for path in WINDOWS_PATHS]
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def find_or_install(checkout: Checkout) -> Path:
    """The same; on Debian as root it is installed if there is none."""
    found = find()
    if found is not None:
        return found
    if may_install():
        log = checkout.logs / "chromium.log"
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        with Step("Installing Chromium for the browser test") as step:
            for command in (["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]):
                if run_logged(step, command, log, env=environment) != 0:
                    raise Trouble(f"`{' '.join(command)}` failed:\n{last_lines(log)}", how_to_get_it())
        found = find()
    if found is None:
        raise Trouble("The browser test needs Chromium, and none was found.", how_to_get_it())
    return found


def may_install() -> bool:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and Path("/etc/debian_version").is_file() and shutil.which("apt-get") is not None


def how_to_get_it() -> str:
    if sys.platform == "win32":
        command = "winget install Hibbiki.Chromium"
    elif sys.platform == "darwin":
        command = "brew install --cask chromium"
    elif shutil.which("dnf"):
        command = "sudo dnf install -y chromium"
    elif shutil.which("pacman"):
        command = "sudo pacman -S chromium"
    else:
        command = "sudo apt-get install -y chromium"
    return f"Install it with `{command}`, or leave the browser out: install/check --only java --only notebooks ..."
