"""What runs for one user is for that user alone: ports as the connection file says, and files that nobody else can read."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import threading
from pathlib import Path

import psutil
import pytest
from notebook_session import NotebookSession

WORK = "%%processpool 2\nfor (int n : List.of(1, 2, 3, 4)) {{ System.out.println(\"running\"); Thread.sleep({ms}); }}"
PORTS = ("shell_port", "control_port", "stdin_port", "hb_port", "iopub_port")


def test_nothing_listens_beyond_what_the_connection_file_says(session: NotebookSession) -> None:
    cell = session.send(WORK.format(ms=2000))
    session.wait_for_print(cell, "running")
    workers = session.workers()
    assert len(workers) == 2
    listening = [
        connection.laddr
        for process in (session.process, *workers)
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN or connection.raddr == ()
    ]
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    told = session.manager.get_connection_info()
    assert sorted(address.port for address in listening) == sorted(told[port] for port in PORTS)
    for worker in workers:
        assert worker.net_connections(kind="inet") == []
    assert session.collect(cell).status == "ok"


@pytest.mark.skipif(sys.platform == "win32", reason="files have no mode there")
def test_files_are_the_users_alone(tmp_path: Path) -> None:
    """Looks at the folder for temporary files all the time, since what is there is soon gone."""
    # Not below the test's own folder: the path of a socket may have about 100 characters.
    temporary = tempfile.TemporaryDirectory(prefix="files")
    folder = Path(temporary.name)
    home = tmp_path / "home"
    home.mkdir()
    modes: dict[str, int] = {}
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            for entry in os.scandir(folder):
                try:
                    modes[entry.name] = stat.S_IMODE(entry.stat(follow_symlinks=False).st_mode)
                except FileNotFoundError:
                    continue

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    before = os.umask(0o022)
    try:
        options = {**os.environ, "JDK_JAVA_OPTIONS": f"-Djava.io.tmpdir={folder}"}
        with NotebookSession(folder=home, env=options) as session:
            connection_file = Path(session.manager.connection_file)
            assert stat.S_IMODE(connection_file.stat().st_mode) == 0o600
            result = session.run(WORK.format(ms=1))
            assert result.status == "ok", result.text()
    finally:
        os.umask(before)
        done.set()
        watcher.join()
    assert modes, "the folder of the workers' sockets was never seen"
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}
    assert list(folder.iterdir()) == []
    temporary.cleanup()
    assert list(home.iterdir()) == []
