"""What the tools log may hold what the user typed and where: it is for the user alone."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from threadbook_install.progress import Step, run_logged


@pytest.mark.skipif(sys.platform == "win32", reason="files have no mode there")
def test_logs_are_the_users_alone(tmp_path: Path) -> None:
    log = tmp_path / "log" / "step.log"
    with Step("A step") as step:
        assert run_logged(step, [sys.executable, "-c", "print('said')"], log) == 0
    assert log.read_text() == "said\n"
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700
