"""Messages that lie, on every channel of the installed kernel: it drops them, says so in its log, and lives on.

The many generated ones are in the Java test LyingMessagesTest; here are those whose size or number needs a real process.
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any, Iterator

import pytest
import zmq
from notebook_session import NotebookSession

HUNDRED_MB = 100 * 1024 * 1024
PORTS = ("shell_port", "control_port", "stdin_port", "hb_port", "iopub_port")
SECONDS_FOR_AN_ANSWER = 120


class Liar:
    """A client that knows the key, or at least the ports."""

    def __init__(self, session: NotebookSession) -> None:
        self._session = session
        self._context = zmq.Context()
        self._ports = {name: session.manager.get_connection_info()[name] for name in PORTS}

    def socket(self, port: str) -> zmq.Socket:
        socket = self._context.socket(zmq.XSUB if port == "iopub_port" else zmq.DEALER)
        socket.linger = 0
        socket.sndtimeo = socket.rcvtimeo = SECONDS_FOR_AN_ANSWER * 1000
        socket.connect(f"tcp://127.0.0.1:{self._ports[port]}")
        return socket

    def signed(self, msg_type: str, content: bytes, **header: Any) -> list[bytes]:
        fields = {"msg_id": uuid.uuid4().hex, "msg_type": msg_type, "session": "s", "username": "u", "version": "5.4"}
        parts = [json.dumps({**fields, "date": "", **header}).encode(), b"{}", b"{}", content]
        return [b"<IDS|MSG>", self._session.client.session.sign(parts), *parts]

    def close(self) -> None:
        self._context.destroy(linger=0)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "kernel.log"


@pytest.fixture
def session(log: Path) -> Iterator[NotebookSession]:
    with log.open("wb") as written, NotebookSession(stderr=written) as started:
        yield started


@pytest.fixture
def liar(session: NotebookSession) -> Iterator[Liar]:
    liar = Liar(session)
    yield liar
    liar.close()


def heart_beats(liar: Liar) -> bool:
    """A request and its echo, as Jupyter sends them."""
    with liar._context.socket(zmq.REQ) as heart:
        heart.linger = 0
        heart.rcvtimeo = SECONDS_FOR_AN_ANSWER * 1000
        heart.connect(f"tcp://127.0.0.1:{liar._ports['hb_port']}")
        heart.send(b"ping")
        return heart.recv() == b"ping"


def assert_healthy(session: NotebookSession, liar: Liar) -> None:
    assert session.run("1 + 1").text().strip() == "2"
    cell = session.send("IO.readln()", allow_stdin=True)
    session.client.get_stdin_msg(timeout=SECONDS_FOR_AN_ANSWER)
    session.client.input("asked and answered")
    assert "asked and answered" in session.collect(cell).text()
    assert session.client.control_channel.is_alive()
    message = session.client.session.msg("kernel_info_request", {})
    session.client.control_channel.send(message)
    assert session.client.get_control_msg(timeout=SECONDS_FOR_AN_ANSWER)["content"]["status"] == "ok"
    assert heart_beats(liar)


def test_a_hundred_megabytes_of_nothing_on_every_channel(session: NotebookSession, liar: Liar) -> None:
    before = session.process.memory_info().rss
    for port in PORTS:
        for _ in range(3):
            socket = liar.socket(port)
            socket.send_multipart([b"<IDS|MSG>", b"0" * 64, b"{}", b"{}", b"{}", bytes(HUNDRED_MB)])
            assert_healthy(session, liar)
            socket.close()
    session.run("System.gc();")
    assert session.process.memory_info().rss < before + 10 * HUNDRED_MB


def test_a_hundred_megabytes_of_code_are_refused_with_a_reason(session: NotebookSession, liar: Liar) -> None:
    socket = liar.socket("shell_port")
    socket.send_multipart(liar.signed("execute_request", b'{"code": "' + b"x" * HUNDRED_MB + b'"}'))
    reply = json.loads(socket.recv_multipart()[-1])
    assert reply["status"] == "error"
    assert reply["ename"] == "MessageTooLarge"
    assert "Put large data into a file" in reply["evalue"]
    assert_healthy(session, liar)


def test_what_is_dropped_is_a_short_line_and_a_flood_is_a_few(session: NotebookSession, liar: Liar, log: Path) -> None:
    socket = liar.socket("shell_port")
    evil = "\x1b[2J\x07\r\n" * 1000
    socket.send_multipart(liar.signed(evil, b"{}"))
    for _ in range(3000):
        socket.send_multipart([b"<IDS|MSG>", b"0" * 64, b"{}", b"{}", b"{}", b"{}"])
    socket.send_multipart(liar.signed("kernel_info_request", b"{}"))
    socket.recv_multipart()
    assert_healthy(session, liar)
    text = log.read_bytes()
    assert b"Dropped a message on the shell channel" in text
    assert b"its signature is wrong" in text
    assert b"\x1b" not in text and b"\x07" not in text and b"\r" not in text
    assert len(text) < 20_000
    assert all(len(line) < 1200 for line in text.splitlines())


@pytest.mark.parametrize(
    "content",
    [
        b'{"code": ' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}",
        b'{"code": "1", "x": ' + b'{"a":' * 500_000 + b"1" + b"}" * 500_000 + b"}",
        b'{"code": "1", "silent": []}',
        b'{"code": "1", "user_expressions": {"a": null}}',
        b'{"code": "1", "user_expressions": [1]}',
        b'{"code": null}',
        b'{"code": "\xff\xfe"}',
        b'{"code": "1", "n": ' + b"9" * 1_000_000 + b"}",
        b"",
    ],
    ids=range(9),
)
def test_content_of_a_wrong_shape_is_no_harm(session: NotebookSession, liar: Liar, content: bytes) -> None:
    for port in ("shell_port", "control_port", "stdin_port"):
        socket = liar.socket(port)
        for msg_type in ("execute_request", "complete_request", "comm_open", "input_reply", "history_request"):
            socket.send_multipart(liar.signed(msg_type, content))
    assert_healthy(session, liar)


def test_code_of_a_strange_kind_is_only_an_error(session: NotebookSession, liar: Liar) -> None:
    socket = liar.socket("shell_port")
    for code in (
        "\x00",
        "\ud835",
        "\u202e1",
        "(" * 3000,
        "1+" * 3000 + "1",
        "{" * 2000,
        '"' + "\\" * 999,
        "/*" * 999,
        "x" * 10_000_000,
    ):
        content = {"code": code, "silent": False, "allow_stdin": False}
        socket.send_multipart(liar.signed("execute_request", json.dumps(content).encode()))
        assert json.loads(socket.recv_multipart()[-1])["status"] in ("ok", "error"), code[:20]
    assert_healthy(session, liar)


def test_ten_thousand_frames_and_long_names(session: NotebookSession, liar: Liar) -> None:
    for port in ("shell_port", "control_port", "stdin_port", "hb_port"):
        socket = liar.socket(port)
        socket.send_multipart([b""] * 10_000)
        socket.send_multipart([b"x"] * 10_000)
        socket.send_multipart([b"i" * 1_000_000] * 3 + liar.signed("kernel_info_request", b"{}"))
    assert_healthy(session, liar)
