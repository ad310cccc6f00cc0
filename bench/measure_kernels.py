"""Drives several kernels in turn and writes the table: measure_kernels.py JDK SPECS SPECS [--quick].

Every figure is what a client sees. A round starts each kernel once, and a cell is sent to each
kernel in turn, so that a busy moment of the machine meets all of them.
"""

from __future__ import annotations

import datetime
import os
import platform
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any, Callable

import psutil
from importlib.metadata import version
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

RESULT = Path(__file__).parent / "results" / "kernels.md"
SECONDS_TO_START = 60
SECONDS_FOR_A_CELL = 30
SECONDS_FOR_A_QUEUE = 120
SECONDS_FOR_AN_INTERRUPT = 10


@dataclass(frozen=True)
class Peer:
    """A kernel, and the cells of the benchmark in its language."""

    name: str
    spec: str
    add: Callable[[int], str]
    define: Callable[[int], str]
    print_lines: str
    spin: str


def java(name: str, spec: str) -> Peer:
    return Peer(
        name,
        spec,
        add=lambda n: f"1 + {n}",
        define=lambda n: f"int f{n}(int a) {{\n    int b = a + {n};\n    return b;\n}}",
        print_lines="for (int i = 0; i < 1000; i++) System.out.println(i);",
        spin="long turns = 0; while (true) turns++;",
    )


PEERS = [
    java("threadbook", "threadbook"),
    java("jjava", "java"),
    Peer(
        "ipykernel",
        "python3",
        add=lambda n: f"1 + {n}",
        define=lambda n: f"def f{n}(a):\n    b = a + {n}\n    c = b\n    return c",
        print_lines="for i in range(1000): print(i)",
        spin="while True: pass",
    ),
]


class Kernel:
    """A running kernel and its client."""

    def __init__(self, peer: Peer, specs: KernelSpecManager) -> None:
        self.peer = peer
        self.started = time.perf_counter()
        self.manager = KernelManager(kernel_name=peer.spec, kernel_spec_manager=specs)
        # Its log is of no interest here, but a full pipe would stop it.
        self.manager.start_kernel(stdout=os.open(os.devnull, os.O_WRONLY), stderr=os.open(os.devnull, os.O_WRONLY))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.process = psutil.Process(self.manager.provisioner.pid)

    def first_result_ms(self) -> float:
        """From before the process was started until the reply to the first cell."""
        asked = self.client.execute("1 + 1")
        self.reply_to(asked, SECONDS_TO_START)
        return (time.perf_counter() - self.started) * 1000

    def cell_ms(self, code: str) -> float | None:
        """From the request to reply and idle; nothing if the cell does not come to an end."""
        before = time.perf_counter()
        asked = self.client.execute(code)
        try:
            self.idle_after(asked, SECONDS_FOR_A_CELL)
            reply = self.reply_to(asked, SECONDS_FOR_A_CELL)
        except Empty:
            print(f"{self.peer.name}: no end after {SECONDS_FOR_A_CELL} s: {code}")
            return None
        passed = (time.perf_counter() - before) * 1000
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"{self.peer.name}: {code}: {reply['content']}")
        return passed

    def queued_ms(self, count: int) -> float:
        """Many cells sent at once: from the first request to the last idle."""
        before = time.perf_counter()
        asked = [self.client.execute(self.peer.add(n)) for n in range(count)]
        self.idle_after(asked[-1], SECONDS_FOR_A_QUEUE)
        self.reply_to(asked[-1], SECONDS_FOR_A_QUEUE)
        return (time.perf_counter() - before) * 1000

    def interrupt_ms(self) -> float | None:
        """From the interrupt to idle; nothing if the cell does not end."""
        asked = self.client.execute(self.peer.spin)
        time.sleep(2)
        before = time.perf_counter()
        self.manager.interrupt_kernel()
        try:
            self.idle_after(asked, SECONDS_FOR_AN_INTERRUPT)
        except Empty:
            return None
        return (time.perf_counter() - before) * 1000

    def busy_share(self) -> float:
        """Of a core, while no cell runs; of all its processes."""
        processes = self.processes()
        before = cpu_seconds(processes)
        time.sleep(2)
        return (cpu_seconds(processes) - before) / 2

    def resident_mib(self) -> float:
        return sum(process.memory_info().rss for process in self.processes()) / 2**20

    def processes(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def end(self) -> None:
        processes = self.processes()
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        for process in processes:
            if process.is_running():
                process.kill()

    def reply_to(self, asked: str, seconds: float) -> dict[str, Any]:
        while True:
            message = self.client.get_shell_msg(timeout=seconds)
            if message["parent_header"].get("msg_id") == asked:
                return message

    def idle_after(self, asked: str, seconds: float) -> None:
        deadline = time.perf_counter() + seconds
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.001, deadline - time.perf_counter()))
            ours = message["parent_header"].get("msg_id") == asked
            if ours and message["content"].get("execution_state") == "idle":
                return


def cpu_seconds(processes: list[psutil.Process]) -> float:
    return sum(times.user + times.system for times in (process.cpu_times() for process in processes))


@dataclass
class Measures:
    """What was measured of each kernel: a list of values per measure and kernel."""

    values: dict[str, dict[str, list[float | None]]] = field(default_factory=dict)

    def add(self, measure: str, kernel: Kernel, value: float | None) -> None:
        self.values.setdefault(measure, {}).setdefault(kernel.peer.name, []).append(value)

    def median(self, measure: str, name: str) -> float | None:
        """Of those that came to an end."""
        known = [value for value in self.values[measure][name] if value is not None]
        return statistics.median(known) if known else None

    def without_end(self, measure: str, name: str) -> str:
        values = self.values[measure][name]
        missing = values.count(None)
        return f" ({missing} of {len(values)} never ended)" if 0 < missing < len(values) else ""


STARTED = "process start to first result"
WARM = "warm cell `1 + n`"
WARM_1000 = "the same after 1,000 cells"
DEFINE = "cell that defines a 4-line method"
PRINT = "1,000 lines printed by a cell"
QUEUE = "300 cells queued at once"
MEMORY = "resident memory after 150 small cells"
INTERRUPT = "interrupt to idle, tight loop"
BUSY = "of a core, idle after that interrupt"

# measure, unit, the target as text, the target as a test of our figure and those of jjava and ipykernel
TARGETS: list[tuple[str, str, str, Callable[[float, float, float], bool]]] = [
    (STARTED, "ms", "≤ 0.5 × jjava", lambda own, jjava, ipy: own <= 0.5 * jjava),
    (WARM, "ms", "≤ 0.2 × jjava, ≤ 15 ms", lambda own, jjava, ipy: own <= min(0.2 * jjava, 15)),
    (WARM_1000, "ms", "≤ 15 ms", lambda own, jjava, ipy: own <= 15),
    (DEFINE, "ms", "≤ 15 ms", lambda own, jjava, ipy: own <= 15),
    (PRINT, "ms", "≤ 1.5 × ipykernel", lambda own, jjava, ipy: own <= 1.5 * ipy),
    (QUEUE, "ms", "≤ 6,000 ms", lambda own, jjava, ipy: own <= 6000),
    (MEMORY, "MiB", "≤ 250 MiB", lambda own, jjava, ipy: own <= 250),
    (INTERRUPT, "ms", "≤ 100 ms", lambda own, jjava, ipy: own <= 100),
    (BUSY, "%", "0 %", lambda own, jjava, ipy: own < 5),
]


def measure(specs: KernelSpecManager, quick: bool) -> Measures:
    measures = Measures()
    for turn in range(2 if quick else 7):
        say(f"start {turn + 1}")
        for peer in PEERS:
            kernel = Kernel(peer, specs)
            measures.add(STARTED, kernel, kernel.first_result_ms())
            kernel.end()

    kernels = [Kernel(peer, specs) for peer in PEERS]
    try:
        for kernel in kernels:
            kernel.first_result_ms()
        say("small cells")
        in_turn(kernels, 50, lambda kernel, n: kernel.cell_ms(kernel.peer.add(n)))
        in_turn(kernels, 100, lambda kernel, n: measures.add(WARM, kernel, kernel.cell_ms(kernel.peer.add(n))))
        in_turn(kernels, 1, lambda kernel, n: measures.add(MEMORY, kernel, kernel.resident_mib()))
        say("definitions and prints")
        in_turn(kernels, 5, lambda kernel, n: kernel.cell_ms(kernel.peer.define(n)))
        in_turn(
            kernels, 30, lambda kernel, n: measures.add(DEFINE, kernel, kernel.cell_ms(kernel.peer.define(100 + n)))
        )
        in_turn(kernels, 5, lambda kernel, n: kernel.cell_ms(kernel.peer.print_lines))
        in_turn(kernels, 15, lambda kernel, n: measures.add(PRINT, kernel, kernel.cell_ms(kernel.peer.print_lines)))
        say("queued cells")
        in_turn(kernels, 2, lambda kernel, n: measures.add(QUEUE, kernel, kernel.queued_ms(300)))
        say("on to 1,000 cells")
        in_turn(kernels, 50 if quick else 200, lambda kernel, n: kernel.cell_ms(kernel.peer.add(n)))
        in_turn(kernels, 100, lambda kernel, n: measures.add(WARM_1000, kernel, kernel.cell_ms(kernel.peer.add(n))))
        say("interrupts")
        for kernel in kernels:
            measures.add(INTERRUPT, kernel, kernel.interrupt_ms())
            measures.add(BUSY, kernel, kernel.busy_share() * 100)
            kernel.end()
    finally:
        for kernel in kernels:
            if kernel.process.is_running():
                kernel.end()
    return measures


def in_turn(kernels: list[Kernel], times: int, step: Callable[[Kernel, int], None]) -> None:
    for n in range(times):
        for kernel in kernels:
            step(kernel, n)


def say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


def table(measures: Measures, jdk: str, quick: bool) -> str:
    lines = [
        "# Kernels side by side",
        "",
        f"Measured by `bench/kernels.py` on {datetime.date.today()}: {os.cpu_count()} processors,"
        f" {platform.system()}, JDK {jdk}, Python {platform.python_version()};"
        f" jjava {version('jjava')}, ipykernel {version('ipykernel')}. Medians, as a client sees them"
        + (" (a quick run)." if quick else "."),
        "",
        "| what | threadbook | jjava | ipykernel | × jjava | × ipykernel | target | |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |",
    ]
    for name, unit, target, test in TARGETS:
        own, jjava, ipykernel = (measures.median(name, peer.name) for peer in PEERS)
        cells = [shown(measures.median(name, peer.name), unit) + measures.without_end(name, peer.name) for peer in PEERS]
        reached = own is not None and test(own, jjava or float("inf"), ipykernel or float("inf"))
        lines.append(
            f"| {name} | {' | '.join(cells)} | {ratio(own, jjava)} | {ratio(own, ipykernel)} | {target} | {'reached' if reached else 'missed'} |"
        )
    lines += [
        "",
        f"Start: {len(measures.values[STARTED]['threadbook'])} starts of each, in turn. An interrupt that led to no"
        f" idle within {SECONDS_FOR_AN_INTERRUPT} s is shown as “never”; “of a core” is what the kernel's processes"
        " use in the two seconds after it.",
    ]
    return "\n".join(lines) + "\n"


def shown(value: float | None, unit: str) -> str:
    if value is None:
        return "never"
    return f"{value:,.1f} {unit}" if value < 100 else f"{value:,.0f} {unit}"


def ratio(own: float | None, peer: float | None) -> str:
    return "" if own is None or not peer or peer < 1 else f"{own / peer:.2f}"


def main(arguments: list[str]) -> int:
    jdk, *folders = [argument for argument in arguments if not argument.startswith("--")]
    quick = "--quick" in arguments
    specs = KernelSpecManager(kernel_dirs=folders)
    text = table(measure(specs, quick), jdk, quick)
    if not quick:
        RESULT.parent.mkdir(parents=True, exist_ok=True)
        RESULT.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
