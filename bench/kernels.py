#!/usr/bin/env python3
"""Measures our kernel beside ipykernel and jjava in one run: bench/kernels.py [--quick].

Sets up what is needed (the peers in an environment of their own, .threadbook/bench-venv), then
runs measure_kernels.py there, which writes bench/results/kernels.md.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "install"))

from threadbook_install import jupyter, product, trouble, venv  # noqa: E402
from threadbook_install.checkout import Checkout  # noqa: E402
from threadbook_install.kernelspec import prefix_folder  # noqa: E402
from threadbook_install.progress import Step, last_lines, run_logged  # noqa: E402
from threadbook_install.trouble import Trouble  # noqa: E402


def main(arguments):
    checkout = Checkout.here()
    ready = product.set_up(checkout, None)
    folder = checkout.state / "bench-venv"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    requirements = ROOT / "bench" / "requirements.txt"
    log = checkout.logs / "bench-venv.log"
    with Step("Installing the peers") as step:
        for command in (
            [sys.executable, "-m", "venv", folder],
            [python, "-m", "pip", "install", "--disable-pip-version-check", "-r", requirements],
        ):
            if run_logged(step, command, log, env=venv.environment()) != 0:
                raise Trouble(f"It failed:\n{last_lines(log)}", "Check the network, then start it again.")
    # All Java kernels run on the same JDK; ours names it in its kernel.json, jjava takes that of the PATH.
    own = jupyter.environment(checkout)
    path = ready.jdk.environment()["PATH"]
    script = ROOT / "bench" / "measure_kernels.py"
    specs = [prefix_folder(checkout.venv).parent, folder / "share" / "jupyter" / "kernels"]
    return subprocess.call(
        [str(python), str(script), ready.jdk.version, *map(str, specs), *arguments],
        env={**own, "PATH": path, "JAVA_HOME": str(ready.jdk.home)},
    )


if __name__ == "__main__":
    sys.exit(trouble.guarded(main, sys.argv[1:]))
