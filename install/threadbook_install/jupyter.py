"""The environment that keeps the user's own Jupyter out of it: neither read nor written."""

from __future__ import annotations

from .checkout import Checkout, read_json, write_json
from . import venv

PAGE_CONFIG = {
    # Asks a question at the first start, and then the network for news.
    "disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True},
}


def environment(checkout: Checkout) -> dict[str, str]:
    """For every Jupyter program that is started from here."""
    own = {
        name: value for name, value in venv.environment().items() if not name.startswith(("JUPYTER", "IPYTHON"))
    }
    home = checkout.jupyter
    return {
        **own,
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "JUPYTERLAB_SETTINGS_DIR": str(home / "lab" / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "lab" / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }


def configure(checkout: Checkout) -> None:
    """Writes the private configuration, if it is not as it should be."""
    page = checkout.jupyter / "config" / "labconfig" / "page_config.json"
    if read_json(page) != PAGE_CONFIG:
        write_json(page, PAGE_CONFIG)
