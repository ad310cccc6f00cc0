"""Exits, crashes and kills: what the kernel survives, and that nothing is left of it when it is gone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psutil
import pytest
from jupyter_client.ioloop import AsyncIOLoopKernelManager
from notebook_session import NotebookSession

SECONDS_TO_END = 30


@pytest.mark.parametrize("call", ["System.exit(3);", "Runtime.getRuntime().halt(3);", "Runtime.getRuntime().exit(3);"])
def test_an_exit_is_an_error_and_the_kernel_lives_on(session: NotebookSession, call: str) -> None:
    session.run("int kept = 7;")
    result = session.run(call)
    assert result.status == "error"
    assert session.run("kept").text().strip() == "7"


@pytest.mark.parametrize(
    "call, caller",
    [
        ('System.class.getMethod("exit", int.class).invoke(null, 3)', 'thread "notebook" called exit at cell [1]:2'),
        (
            'var t = new Thread(() -> { try { System.class.getMethod("exit", int.class).invoke(null, 3); }'
            ' catch (ReflectiveOperationException e) {} }, "my thread"); t.start(); t.join();',
            'thread "my thread" called exit at cell [1]:2',
        ),
    ],
)
def test_an_exit_that_cannot_be_refused_says_who_called_it(tmp_path: Path, call: str, caller: str) -> None:
    with (tmp_path / "log").open("wb") as log, NotebookSession(stderr=log) as session:
        kernel = session.process
        session.send("int kept = 7;\n" + call)
        assert kernel.wait(timeout=SECONDS_TO_END) in (3, None)
        log = (tmp_path / "log").read_text()
        assert "the kernel ends and its variables are lost" in log and caller in log, log


def test_a_shutdown_that_was_asked_for_is_not_reported(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log, NotebookSession(stderr=log) as session:
        kernel = session.process
        session.client.shutdown()
        kernel.wait(timeout=SECONDS_TO_END)
    assert "variables are lost" not in (tmp_path / "log").read_text()


def test_jupyter_starts_a_kernel_again_that_has_exited() -> None:
    async def restarted() -> str:
        manager = AsyncIOLoopKernelManager(kernel_name="threadbook")
        manager.autorestart = True
        again = asyncio.Event()
        await manager.start_kernel()
        manager.add_restart_callback(again.set, "restart")
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=SECONDS_TO_END)
            client.execute('System.class.getMethod("exit", int.class).invoke(null, 3)')
            await asyncio.wait_for(again.wait(), SECONDS_TO_END)
            await client.wait_for_ready(timeout=SECONDS_TO_END)
            reply = await client.execute("1 + 1", reply=True, timeout=SECONDS_TO_END)
            return reply["content"]["status"]
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    assert asyncio.run(restarted()) == "ok"


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
