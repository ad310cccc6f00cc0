"""The size of the kernel's heap: --heap, checked and remembered."""

from __future__ import annotations

import re

from .checkout import Checkout, read_json, write_json
from .trouble import Trouble

DEFAULT = "default"
LEAST_MIB = 64

HELP = (
    "how much memory the notebook's objects may take, as 4g or 800m; remembered until --heap default (a quarter of"
    " the machine's memory). It wins over an -Xmx in JDK_JAVA_OPTIONS"
)


def choose(checkout: Checkout, chosen: str | None) -> str | None:
    """The heap to start the kernel with, None for the JVM's own choice.

    chosen: what was given with --heap, which is remembered for the next time
    Raises Trouble if that is no size.
    """
    memory = checkout.state / "heap.json"
    if chosen is not None:
        size = None if chosen == DEFAULT else checked(chosen)
        write_json(memory, {"heap": size})
        return size
    remembered = read_json(memory).get("heap")
    return remembered if isinstance(remembered, str) else None


def checked(size: str) -> str:
    found = re.fullmatch(r"([1-9]\d*)([mMgG])", size)
    if found is None:
        raise Trouble(
            f"--heap {size}: that is not a size.", "Write a whole number with m or g behind it: --heap 4g, --heap 800m."
        )
    mib = int(found.group(1)) * (1024 if found.group(2) in "gG" else 1)
    if mib < LEAST_MIB:
        raise Trouble(f"--heap {size}: the kernel itself needs more.", f"Give it at least {LEAST_MIB}m.")
    return size
