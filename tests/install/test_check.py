"""install/check: what it makes of the reports, and that nothing which failed is counted as passed."""

from __future__ import annotations

from pathlib import Path

import pytest
from threadbook_install import check
from threadbook_install.check import Tally
from threadbook_install.trouble import Trouble

SUREFIRE = '<testsuite name="A" tests="5" errors="1" skipped="1" failures="1"><testcase/></testsuite>'
PYTEST = '<testsuites><testsuite name="pytest" errors="0" failures="2" skipped="3" tests="9"/></testsuites>'


def test_both_kinds_of_reports_are_counted(tmp_path: Path) -> None:
    for name, content in (("TEST-a.xml", SUREFIRE), ("pytest.xml", PYTEST)):
        (tmp_path / name).write_text(content)
    assert check.tally_of([tmp_path / "TEST-a.xml"]) == Tally(2, 2, 1)
    assert check.tally_of([tmp_path / "pytest.xml"]) == Tally(4, 2, 3)


def test_all_passed(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.conclude(Tally(3, 0, 1), None, Tally(2), 60) == 0
    assert capsys.readouterr().out.rstrip().splitlines()[-1].startswith("5 passed, 0 failed, 1 skipped")


@pytest.mark.parametrize(
    "java, trouble, python",
    [
        (Tally(3, 1), None, Tally(2)),
        (Tally(3), None, Tally(2, 1)),
        (Tally(3), Trouble("a JVM that hung leaves no report", "look"), Tally(2)),
    ],
)
def test_whatever_failed_fails_all_and_the_last_line_says_what_to_do(
    java: Tally, trouble: Trouble | None, python: Tally, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.conclude(java, trouble, python, 60) == 1
    assert "install/check --only" in capsys.readouterr().out.rstrip().splitlines()[-1]
