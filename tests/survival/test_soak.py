"""Cells run over and over, in any order: nothing piles up, and they do not get slower.

Short by default. The long one, with a table for bench/results:
`install/check --only survival -- -k test_soak --soak 2000`
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from dataclasses import dataclass
from statistics import median

import pytest
from notebook_session import NotebookSession

SEED = 20261124
WINDOWS = 10
MIB = 1024 * 1024

SET_UP = """
import java.lang.management.*;
import javax.management.ObjectName;
import java.util.concurrent.atomic.*;

AtomicLong total = new AtomicLong();
int v0 = 0, v1 = 1, v2 = 2;
int twice(int q) { return q * 2; }
int reshaped(int q) { return twice(q); }
record Pair(int a, int b) { int sum() { return a + b; } }
record Changing(int a) {}
class Account { int balance; void add(int q) { balance += q; } }
Account account = new Account();
Supplier<Integer> stored = () -> twice(v0) + account.balance;

/** Heap, metaspace, classes of cells, threads: after all that can go has gone. */
String measured() throws Exception {
    for (int i = 0; i < 3; i++) System.gc();
    var classes = (String) ManagementFactory.getPlatformMBeanServer().invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmClasses",
            new Object[] {new String[0]}, new String[] {String[].class.getName()});
    var metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Metaspace")).findFirst().get();
    return "measured " + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
            + " " + metaspace.getUsage().getUsed()
            + " " + classes.lines().filter(line -> line.contains("REPL.$JShell$")).count()
            + " " + ManagementFactory.getThreadMXBean().getThreadCount();
}
"""

# How often each kind of cell comes, and its text; {i} is a number that changes.
CELLS = {
    "expression": (6, "twice({i}) + v1"),
    "value": (2, "stored.get()"),
    "statement": (4, "for (int q = 0; q < 3; q++) total.addAndGet(twice(q));"),
    "lambda": (4, "IntStream.range(0, 4).map(q -> q + v1).forEach(q -> total.addAndGet(q));"),
    "anonymous class": (3, "new Runnable() {{ public void run() {{ account.add(1); total.incrementAndGet(); }} }}.run();"),
    "variable": (4, "int v{digit} = {i};"),
    "method": (3, "int twice(int q) {{ return q * {digit} + {i}; }}"),
    "method reshaped": (1, "int reshaped(int q) {{ {lambda} return twice(q); }}"),
    "record": (2, "record Pair(int a, int b) {{ int sum() {{ return a + b + {digit}; }} }}"),
    "record reshaped": (1, "record Changing(int a{component}) {{}}"),
    "class": (2, "class Account {{ int balance; void add(int q) {{ balance += q + {digit}; }} }}"),
    "print": (2, 'System.out.println("printed " + {i}); System.err.println("and this");'),
    "exception": (2, 'Integer.parseInt("no number")'),
    "compile error": (2, "int broken = nosuch + {i};"),
    "compile error late": (1, "int twice(int q) {{ return 0; }} twice(2); total.get(); nosuch"),
    "thread": (2, "Thread.ofPlatform().start(() -> total.incrementAndGet()).join();"),
    "virtual thread": (1, "Thread.ofVirtual().start(() -> total.incrementAndGet()).join();"),
    "pool of its own": (1, "try (var pool = Executors.newFixedThreadPool(2)) {{ pool.submit(() -> total.get()).get(); }}"),
    "threadpool": (2, "%%threadpool 2\nfor (int n : List.of(1, 2, 3, 4))\n    twice(n) + {i};"),
    "processpool": (1, "%%processpool 2\nfor (int n : List.of(1, 2, 3, 4))\n    new Pair(twice(n), v1).sum() + {i};"),
}
FAILING = {"exception", "compile error", "compile error late"}
RESHAPING = {"method reshaped", "record reshaped"}


def text_of(kind: str, i: int) -> str:
    return CELLS[kind][1].format(
        i=i,
        digit=i % 3,
        **{
            "lambda": "IntSupplier s = () -> q;" if i % 2 else "",
            "component": ", int b" if i % 2 else "",
        },
    )


@dataclass
class Measured:
    cells: int
    heap: int
    metaspace: int
    classes: int
    threads: int
    processes: int
    resident: int


def measure(session: NotebookSession, cells: int) -> Measured:
    text = session.run("measured()").text()
    found = re.search(r"measured (\d+) (\d+) (\d+) (\d+)", text)
    assert found, text
    heap, metaspace, classes, threads = map(int, found.groups())
    return Measured(
        cells, heap, metaspace, classes, threads, len(session.workers()), session.process.memory_info().rss
    )


def table(measures: list[Measured], latencies: list[tuple[str, float]]) -> str:
    lines = [
        "| cells | heap, MiB | metaspace, MiB | classes of cells | threads | workers | resident, MiB | median cell, ms |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    before = 0
    for each in measures:
        window = [ms for _, ms in latencies[before : each.cells]]
        cell = f"{median(window):.1f}" if window else ""
        lines.append(
            f"| {each.cells} | {each.heap / MIB:.1f} | {each.metaspace / MIB:.1f} | {each.classes} "
            f"| {each.threads} | {each.processes} | {each.resident / MIB:.0f} | {cell} |"
        )
        before = each.cells
    lines += ["", "| kind of cell | runs | median of the first third, ms | of the last third, ms |", "| --- | ---: | ---: | ---: |"]
    for kind in CELLS:
        of_kind = [ms for each, ms in latencies if each == kind]
        third = max(1, len(of_kind) // 3)
        if of_kind:
            lines.append(f"| {kind} | {len(of_kind)} | {median(of_kind[:third]):.1f} | {median(of_kind[-third:]):.1f} |")
    return "\n".join(lines)


@pytest.mark.timeout(7200)
def test_cells_run_over_and_over_leave_nothing_behind(
    session: NotebookSession, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = pytestconfig.getoption("--soak")
    chance = random.Random(SEED)
    kinds = list(CELLS)
    weights = [weight for weight, _ in CELLS.values()]
    assert session.run(SET_UP).status == "ok"
    for kind in kinds:
        session.run(text_of(kind, 1))

    measures = [measure(session, 0)]
    latencies: list[tuple[str, float]] = []
    ran = Counter()
    for i in range(1, cells + 1):
        kind = chance.choices(kinds, weights)[0]
        begun = time.monotonic()
        result = session.run(text_of(kind, i))
        latencies.append((kind, 1000 * (time.monotonic() - begun)))
        assert result.status == ("error" if kind in FAILING else "ok"), f"{kind}: {result.text()}"
        ran[kind] += 1
        if i % (cells // WINDOWS) == 0:
            measures.append(measure(session, i))
    with capsys.disabled():
        print(f"\n\n{table(measures, latencies)}\n")

    middle, last = measures[len(measures) // 2], measures[-1]
    half = last.cells - middle.cells
    # Each of these would be far exceeded if every cell left something behind.
    assert last.classes - middle.classes < half / 2
    assert last.threads <= middle.threads + 4
    assert last.processes <= 2
    assert last.metaspace - middle.metaspace < 2 * MIB + half * 2048
    assert last.heap - middle.heap < 8 * MIB + half * 8192
    first_ms = median(ms for _, ms in latencies[: cells // 4])
    last_ms = median(ms for _, ms in latencies[-cells // 4 :])
    assert last_ms < 5 * first_ms + 100
    # The names that JShell gives to values of expressions do not pile up.
    assert session.run("$1").status == "error"
    assert session.run("total.get() > 0").text().strip() == "true"
