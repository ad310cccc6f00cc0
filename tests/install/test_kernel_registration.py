"""install/kernel: registering with a Jupyter that is there already, and removing it again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from notebook_session import NotebookSession
from threadbook_install import kernelspec
from threadbook_install.checkout import Checkout


def install_kernel(checkout: Checkout, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(checkout.root / "install" / "kernel"), *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=300,
    )


def test_a_registered_kernel_stands_alone_and_runs(checkout: Checkout, tmp_path: Path) -> None:
    prefix = tmp_path / "some where"
    done = install_kernel(checkout, "--prefix", str(prefix))
    assert done.returncode == 0, done.stderr

    kernels = prefix / "share" / "jupyter" / "kernels"
    spec = json.loads((kernels / "threadbook" / "kernel.json").read_text())
    assert spec["display_name"] == "Java (Threadbook)"
    assert spec["interrupt_mode"] == "message"
    assert not any(str(checkout.root) in part for part in spec["argv"]), "it must not need the checkout"

    session = NotebookSession()
    session.manager = KernelManager(
        kernel_name="threadbook", kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(kernels)])
    )
    with session:
        assert "42" in session.run("6 * 7").text()
        assert str(kernels) in " ".join(session.process.cmdline())

    removed = install_kernel(checkout, "--prefix", str(prefix), "--uninstall")
    assert removed.returncode == 0, removed.stderr
    assert list(kernels.iterdir()) == []


@pytest.mark.parametrize("option", ["--user", "--sys-prefix"])
def test_the_places_are_those_of_jupyter(checkout: Checkout, tmp_path: Path, option: str) -> None:
    environment = {"JUPYTER_DATA_DIR": str(tmp_path / "data"), "VIRTUAL_ENV": str(tmp_path / "prefix")}
    expected = {"--user": tmp_path / "data", "--sys-prefix": tmp_path / "prefix" / "share" / "jupyter"}[option]

    done = install_kernel(checkout, option, **environment)
    assert done.returncode == 0, done.stderr
    assert (expected / "kernels" / "threadbook" / "kernel.json").is_file()

    again = install_kernel(checkout, option, **environment)
    assert again.returncode == 0, again.stderr

    removed = install_kernel(checkout, option, "--uninstall", **environment)
    assert removed.returncode == 0, removed.stderr
    assert not (expected / "kernels" / "threadbook").exists()


def test_nothing_to_uninstall_is_no_failure(checkout: Checkout, tmp_path: Path) -> None:
    done = install_kernel(checkout, "--prefix", str(tmp_path), "--uninstall")
    assert done.returncode == 0
    assert "Nothing is registered" in done.stdout


def test_a_kernel_of_somebody_else_is_left_alone(checkout: Checkout, tmp_path: Path) -> None:
    other = kernelspec.prefix_folder(tmp_path)
    other.mkdir(parents=True)
    (other / "kernel.json").write_text('{"argv": ["something", "else"]}')
    for options in ([], ["--uninstall"]):
        done = install_kernel(checkout, "--prefix", str(tmp_path), *options)
        assert done.returncode == 1
        assert "not a kernel of Threadbook" in done.stderr
    assert (other / "kernel.json").read_text() == '{"argv": ["something", "else"]}'
