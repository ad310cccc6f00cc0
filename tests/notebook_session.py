"""A kernel and a client of it: what a notebook front end does, in the words of a test."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any, Callable

import psutil
from jupyter_client.manager import KernelManager

RUN_DATA = "application/vnd.threadbook.run+json"
ANSI = re.compile(r"\x1b\[[0-9;]*m")

SECONDS_TO_START = 60
SECONDS_FOR_A_CELL = 120


@dataclass
class CellResult:
    """All that a cell led to, in the order in which it came."""

    reply: dict[str, Any]
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.reply["status"]

    def stream(self, name: str = "stdout") -> str:
        return "".join(
            message["content"]["text"]
            for message in self.messages
            if message["msg_type"] == "stream" and message["content"]["name"] == name
        )

    def bundles(self) -> list[dict[str, Any]]:
        """The MIME bundles of results and displays."""
        kinds = ("execute_result", "display_data", "update_display_data")
        return [message["content"]["data"] for message in self.messages if message["msg_type"] in kinds]

    def text(self) -> str:
        """Everything that is to be read: prints, results and errors, without their colours."""
        errors = ["\n".join(m["content"]["traceback"]) for m in self.messages if m["msg_type"] == "error"]
        shown = [bundle.get("text/plain", "") for bundle in self.bundles()]
        return ANSI.sub("", "\n".join([self.stream("stdout"), self.stream("stderr"), *shown, *errors]))

    def run_data(self) -> dict[str, Any]:
        """The data of the cell's (last) run."""
        found = [b["application/vnd.threadbook.run+json"] for b in self.bundles() if RUN_DATA in b]
        assert found, f"no {RUN_DATA} in:\n{self.text()}"
        return found[-1]


class NotebookSession:
    """Starts a kernel, runs cells in it, and leaves nothing behind."""

    def __init__(
        self, kernel_name: str = "threadbook", folder: Path | None = None, log: Path | None = None
    ) -> None:
        self.manager = KernelManager(kernel_name=kernel_name)
        self._folder = folder
        self._log = log

    def __enter__(self) -> "NotebookSession":
        started: dict[str, Any] = {"cwd": str(self._folder)} if self._folder else {}
        if self._log is None:
            self.manager.start_kernel(**started)
        else:
            # The kernel's own standard error; what cells print does not go there.
            with self._log.open("wb") as log:
                self.manager.start_kernel(stderr=log, **started)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=SECONDS_TO_START)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    @property
    def process(self) -> psutil.Process:
        """The kernel's own process, a java."""
        return psutil.Process(self.manager.provisioner.pid)

    def workers(self) -> list[psutil.Process]:
        return [child for child in self.process.children(recursive=True) if "java" in child.name()]

    def send(self, code: str, **options: Any) -> str:
        """Sends a cell; answers its message id."""
        return self.client.execute(code, **options)

    def run(self, code: str, **options: Any) -> CellResult:
        return self.collect(self.send(code, **options))

    def collect(self, message_id: str, seconds: float = SECONDS_FOR_A_CELL) -> CellResult:
        """Waits for the reply and the idle status of a cell."""
        deadline = time.monotonic() + seconds
        messages: list[dict[str, Any]] = []
        reply = None
        idle = False
        while reply is None or not idle:
            left = deadline - time.monotonic()
            assert left > 0, f"the cell did not end within {seconds} s; so far: {messages}"
            try:
                if idle:
                    answer = self.client.get_shell_msg(timeout=left)
                    if answer["parent_header"].get("msg_id") == message_id:
                        reply = answer["content"]
                    continue
                message = self.client.get_iopub_msg(timeout=left)
            except Empty:
                continue
            if message["parent_header"].get("msg_id") != message_id:
                continue
            if message["msg_type"] == "status":
                idle = message["content"]["execution_state"] == "idle"
            elif message["msg_type"] != "execute_input":
                messages.append(message)
        return CellResult(reply, messages)

    def reply_to(self, message_id: str, seconds: float = SECONDS_FOR_A_CELL) -> dict[str, Any]:
        """The content of the reply to any request on the shell channel."""
        deadline = time.monotonic() + seconds
        while True:
            answer = self.client.get_shell_msg(timeout=max(0.001, deadline - time.monotonic()))
            if answer["parent_header"].get("msg_id") == message_id:
                return answer["content"]

    def wait_for(self, message_id: str, found: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Waits for a message of a cell that is still running; fails if the cell ends without it."""
        seen: list[dict[str, Any]] = []
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=SECONDS_FOR_A_CELL)
            except Empty:
                raise AssertionError(f"it did not come within {SECONDS_FOR_A_CELL} s; so far: {seen}") from None
            if message["parent_header"].get("msg_id") != message_id:
                continue
            if found(message):
                return message
            seen.append(message["content"])
            assert message["content"].get("execution_state") != "idle", f"the cell has ended: {seen}"

    def wait_for_print(self, message_id: str, text: str) -> None:
        self.wait_for(message_id, lambda m: m["msg_type"] == "stream" and text in m["content"]["text"])
