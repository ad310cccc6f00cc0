"""--heap: how large the kernel's heap may grow, and that it is remembered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from notebook_session import NotebookSession
from threadbook_install import heap
from threadbook_install.checkout import Checkout
from threadbook_install.trouble import Trouble

HEAP_MIB = "Runtime.getRuntime().maxMemory() >> 20"


@pytest.fixture
def own_state(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.fixture
def registered(checkout: Checkout, tmp_path: Path) -> Iterator[Path]:
    """The folder of kernels after `install/kernel --heap 300m`; the checkout forgets it again."""
    memory = checkout.state / "heap.json"
    before = memory.read_text() if memory.is_file() else None
    command = [sys.executable, str(checkout.root / "install" / "kernel"), "--prefix", str(tmp_path), "--heap", "300m"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        yield tmp_path / "share" / "jupyter" / "kernels"
    finally:
        memory.unlink(missing_ok=True) if before is None else memory.write_text(before)


def heap_of(kernels: Path, monkeypatch: pytest.MonkeyPatch, java_options: str) -> str:
    monkeypatch.setenv("JDK_JAVA_OPTIONS", java_options)
    session = NotebookSession()
    session.manager = KernelManager(
        kernel_name="threadbook", kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(kernels)])
    )
    with session:
        return session.run(HEAP_MIB).text().strip()


def test_the_heap_of_a_registered_kernel_wins_over_the_environment(
    registered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "-Xmx300m" in json.loads((registered / "threadbook" / "kernel.json").read_text())["argv"]
    assert heap_of(registered, monkeypatch, "-Xmx200m") == "300"


def test_without_it_the_environment_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-Xmx200m")
    with NotebookSession() as session:
        assert session.run(HEAP_MIB).text().strip() == "200"


def test_a_heap_is_remembered_until_the_default_is_asked_for(own_state: Checkout) -> None:
    assert heap.choose(own_state, None) is None
    assert heap.choose(own_state, "2g") == "2g"
    assert heap.choose(own_state, None) == "2g"
    assert heap.choose(own_state, "default") is None
    assert heap.choose(own_state, None) is None


@pytest.mark.parametrize("size", ["4", "4x", "g", "-4g", "4 g", "0g", "4.5g", "", "-Xmx4g"])
def test_what_is_no_size_is_refused_with_an_example(own_state: Checkout, size: str) -> None:
    with pytest.raises(Trouble) as refused:
        heap.choose(own_state, size)
    assert size in refused.value.what
    assert "--heap 4g" in refused.value.do
    assert heap.choose(own_state, None) is None


def test_too_small_a_heap_is_refused(own_state: Checkout) -> None:
    with pytest.raises(Trouble) as refused:
        heap.choose(own_state, "16m")
    assert "64m" in refused.value.do


def test_lab_says_what_is_wrong_with_a_heap(checkout: Checkout) -> None:
    command = [sys.executable, str(checkout.root / "install" / "lab"), "--heap", "much", "--setup-only"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env={**os.environ}, timeout=60)
    assert done.returncode == 1
    assert "--heap much" in done.stderr and "--heap 4g" in done.stderr
