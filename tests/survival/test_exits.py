"""Exits, crashes and kills: what the kernel survives, and that nothing is left of it when it is gone."""

from __future__ import annotations

import psutil
import pytest
from notebook_session import NotebookSession

SECONDS_TO_END = 30


@pytest.mark.parametrize("call", ["System.exit(3);", "Runtime.getRuntime().halt(3);", "Runtime.getRuntime().exit(3);"])
def test_an_exit_is_an_error_and_the_kernel_lives_on(session: NotebookSession, call: str) -> None:
    session.run("int kept = 7;")
    result = session.run(call)
    assert result.status == "error"
    assert session.run("kept").text().strip() == "7"


def test_a_killed_kernel_leaves_no_worker() -> None:
    with NotebookSession() as session:
        assert session.run("%%processpool 2\nfor (int n : List.of(1, 2, 3, 4))\n    n * n;").status == "ok"
        workers = session.workers()
        assert len(workers) == 2
        session.process.kill()
        gone, alive = psutil.wait_procs(workers, timeout=SECONDS_TO_END)
        assert alive == []


def test_a_killed_kernel_leaves_no_worker_that_is_busy() -> None:
    with NotebookSession() as session:
        cell = session.send(
            "%%processpool 2\n"
            'for (int n : List.of(1, 2)) { System.out.println("running"); long x = n; while (x != 0) x |= 1; }'
        )
        session.wait_for_print(cell, "running")
        workers = session.workers()
        assert len(workers) == 2
        session.process.kill()
        gone, alive = psutil.wait_procs(workers, timeout=SECONDS_TO_END)
        assert alive == []


def test_a_shutdown_ends_kernel_and_workers() -> None:
    with NotebookSession() as session:
        session.run("%%processpool 2\nfor (int n : List.of(1, 2))\n    n * n;")
        processes = [session.process, *session.workers()]
        session.client.shutdown()
        gone, alive = psutil.wait_procs(processes, timeout=SECONDS_TO_END)
        assert alive == []


def test_a_killed_worker_is_named_and_the_next_cell_works(session: NotebookSession) -> None:
    result = session.run(
        "%%processpool 2\n"
        "for (int n : List.of(1, 2, 3, 4)) {\n"
        '    if (n == 3) new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start().waitFor();\n'
        "    n * n;\n"
        "}"
    )
    assert result.status == "error"
    text = result.text()
    assert "pid" in text and "3" in text
    outcomes = [task["outcome"] for task in result.run_data()["runs"][0]["rounds"][0]["tasks"]]
    assert sorted(outcomes) == ["lost", "success", "success", "success"]
    assert session.run("%%processpool 2\nfor (int n : List.of(1, 2))\n    n * n;").status == "ok"
