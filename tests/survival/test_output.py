"""What cells print and display: it arrives whole, in order, below the cell whose code it is, and the kernel lives on."""

from __future__ import annotations

import hashlib
import time
from typing import Any, Callable

import pytest
from notebook_session import SECONDS_FOR_A_CELL, NotebookSession

MEBIBYTE = 2**20
FIFTY_MEGABYTES = 50_000_000

# What fifty megabytes are printed by, and the same text in Python.
SHAPES: dict[str, tuple[str, Callable[[], str]]] = {
    "lines": (
        'for (int i = 0; i < 500_000; i++) System.out.printf("%099d%n", i);',
        lambda: "".join(f"{i:099d}\n" for i in range(500_000)),
    ),
    "one string": (
        'System.out.print("0123456789".repeat(5_000_000));',
        lambda: "0123456789" * 5_000_000,
    ),
    "bytes": (
        'System.out.write("0123456789".repeat(5_000_000).getBytes());',
        lambda: "0123456789" * 5_000_000,
    ),
}


class Reading:
    """Reads what comes, cell by cell, whatever cell runs."""

    def __init__(self, session: NotebookSession) -> None:
        self.session = session
        self.printed: dict[tuple[str, str], str] = {}
        self.idle: set[str] = set()

    def next(self) -> dict[str, Any]:
        message = self.session.client.get_iopub_msg(timeout=SECONDS_FOR_A_CELL)
        cell = message["parent_header"].get("msg_id", "")
        if message["msg_type"] == "stream":
            key = (cell, message["content"]["name"])
            self.printed[key] = self.printed.get(key, "") + message["content"]["text"]
        elif message["content"].get("execution_state") == "idle":
            self.idle.add(cell)
        return message

    def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self.next()

    def run(self, code: str) -> str:
        """Runs a cell to its end; answers its message id."""
        cell = self.session.send(code)
        self.until(lambda: cell in self.idle)
        return cell

    def out(self, cell: str) -> str:
        return self.printed.get((cell, "stdout"), "")

    def err(self, cell: str) -> str:
        return self.printed.get((cell, "stderr"), "")


@pytest.mark.parametrize("shape", SHAPES)
def test_fifty_megabytes_arrive_whole(session: NotebookSession, shape: str) -> None:
    code, text = SHAPES[shape]
    cell = session.send(code)
    digest, length = hashlib.sha256(), 0
    while True:
        message = session.client.get_iopub_msg(timeout=SECONDS_FOR_A_CELL)
        if message["parent_header"].get("msg_id") != cell:
            continue
        if message["msg_type"] == "stream":
            digest.update(message["content"]["text"].encode())
            length += len(message["content"]["text"])
        elif message["content"].get("execution_state") == "idle":
            break
    assert length == FIFTY_MEGABYTES
    assert digest.hexdigest() == hashlib.sha256(text().encode()).hexdigest()


def test_a_million_tiny_prints_arrive_whole_and_in_order(session: NotebookSession) -> None:
    result = session.run('for (int i = 0; i < 1_000_000; i++) System.out.print((char) (\'a\' + i % 26));')
    assert result.stream() == "".join(chr(ord("a") + i % 26) for i in range(1_000_000))
    result = session.run("for (int i = 0; i < 1_000_000; i++) System.out.println(i);")
    assert result.stream() == "".join(f"{i}\n" for i in range(1_000_000))


def test_eight_threads_print_a_hundred_thousand_lines_each_in_order(session: NotebookSession) -> None:
    result = session.run(
        "try (var pool = Executors.newFixedThreadPool(8)) {\n"
        "    for (int t = 0; t < 8; t++) {\n"
        "        int thread = t;\n"
        '        pool.submit(() -> { for (int i = 0; i < 100_000; i++) System.out.println(thread + " " + i); });\n'
        "    }\n"
        "}"
    )
    lines: dict[str, list[int]] = {}
    for line in result.stream().splitlines():
        thread, number = line.split()
        lines.setdefault(thread, []).append(int(number))
    assert sorted(lines) == [str(thread) for thread in range(8)]
    assert all(numbers == list(range(100_000)) for numbers in lines.values())


def test_much_output_that_is_read_slowly_does_not_pile_up_in_the_kernel(session: NotebookSession) -> None:
    session.run("1 + 1")
    before = session.process.memory_info().rss
    cell = session.send('var line = "x".repeat(9_999); while (true) System.out.println(line);')
    # Long enough that hundreds of megabytes would wait for this reader.
    end = time.monotonic() + 5
    most = before
    while time.monotonic() < end:
        session.client.get_iopub_msg(timeout=SECONDS_FOR_A_CELL)
        most = max(most, session.process.memory_info().rss)
        time.sleep(0.02)
    session.manager.interrupt_kernel()
    result = session.collect(cell)
    assert result.reply["ename"] == "interrupted"
    assert (most - before) / MEBIBYTE < 400
    assert session.run("line.length()").text().strip() == "9999"


@pytest.mark.parametrize(
    "endless",
    [
        "while (true) System.out.println(n++);",
        'while (true) System.out.print("x");',
        'String big = "y".repeat(1_000_000); while (true) System.out.print(big);',
        "IntStream.range(0, 1_000).parallel().forEach(i -> { while (true) System.out.println(i); });",
    ],
)
def test_an_endless_printer_is_interrupted(session: NotebookSession, endless: str) -> None:
    session.run("long n = 0;")
    cell = session.send(endless)
    session.wait_for(cell, lambda message: message["msg_type"] == "stream")
    session.manager.interrupt_kernel()
    result = session.collect(cell, seconds=30)
    assert result.reply["ename"] == "interrupted"
    assert session.run("n >= 0").text().strip() == "true"


LATE = {
    "a thread": ("", "new Thread(() -> {{ {0} }}).start();"),
    "a virtual thread": ("", "Thread.startVirtualThread(() -> {{ {0} }});"),
    "a thread of its own class": (
        "class Printer extends Thread {{ public void run() {{ {0} }} }}",
        "new Printer().start();",
    ),
    "a pool of an earlier cell": (
        "var pool = Executors.newFixedThreadPool(2); pool.submit(() -> 0).get(); pool.submit(() -> 0).get();",
        "pool.submit(() -> {{ {0} }});",
    ),
    "a class in a pool": (
        "var pool = Executors.newFixedThreadPool(1); pool.submit(() -> 0).get();",
        "pool.submit(new Runnable() {{ public void run() {{ {0} }} }});",
    ),
    "a scheduled task": (
        "var pool = Executors.newScheduledThreadPool(1); pool.submit(() -> 0).get();",
        "pool.schedule(() -> {{ {0} }}, 1, TimeUnit.MILLISECONDS);",
    ),
    "a timer": (
        "var timer = new Timer();",
        "timer.schedule(new TimerTask() {{ public void run() {{ {0} }} }}, 1);",
    ),
    "the common pool": ("", "CompletableFuture.runAsync(() -> {{ {0} }});"),
    "a virtual thread per task": (
        "var pool = Executors.newVirtualThreadPerTaskExecutor();",
        "pool.submit(() -> {{ {0} }});",
    ),
}
PRINTS = 'go.acquireUninterruptibly(); System.out.println("late"); System.err.println("later"); went.release();'


@pytest.mark.parametrize("printer", LATE)
def test_what_is_printed_after_the_cell_goes_to_that_cell(session: NotebookSession, printer: str) -> None:
    before, starts = LATE[printer]
    reading = Reading(session)
    reading.run("var go = new Semaphore(0); var went = new Semaphore(0);")
    if before:
        reading.run(before.format(PRINTS))
    printing = reading.run(starts.format(PRINTS))
    assert reading.out(printing) == ""
    other = reading.run('System.out.println("mine"); go.release(); went.acquire();')
    reading.until(lambda: reading.out(printing) != "" and reading.err(printing) != "")
    assert reading.out(printing) == "late\n"
    assert reading.err(printing) == "later\n"
    assert reading.out(other) == "mine\n"
    assert reading.err(other) == ""


def test_a_death_in_a_pool_is_told_to_the_cell_of_the_task(session: NotebookSession) -> None:
    reading = Reading(session)
    reading.run("var pool = Executors.newFixedThreadPool(1); var go = new Semaphore(0); pool.submit(() -> 0).get();")
    dying = reading.run("pool.execute(() -> { go.acquireUninterruptibly(); int z = 1 / 0; });")
    other = reading.run("go.release(); pool.submit(() -> 0).get();")
    reading.until(lambda: "/ by zero" in reading.err(dying))
    assert reading.err(other) == ""


def test_workers_print_whole_and_in_order(session: NotebookSession) -> None:
    result = session.run(
        "%%processpool 2\n"
        "for (int task : List.of(1, 2)) {\n"
        '    for (int i = 0; i < 100_000; i++) System.out.println(task + " " + i);\n'
        '    System.err.print("e");\n'
        "}"
    )
    assert result.status == "ok"
    lines = result.stream().splitlines()
    for task in ("1", "2"):
        numbers = [int(line.split()[1]) for line in lines if line.startswith(task + " ")]
        assert numbers == list(range(100_000))
    assert result.stream("stderr") == "ee"


def test_a_worker_prints_fifty_megabytes(session: NotebookSession) -> None:
    result = session.run(
        "%%processpool 1\n"
        "for (int task : List.of(1)) {\n"
        '    for (int i = 0; i < 250_000; i++) System.out.printf("%099d%n", i);\n'
        '    System.out.print("x".repeat(25_000_000));\n'
        "}"
    )
    assert result.status == "ok"
    assert result.stream() == "".join(f"{i:099d}\n" for i in range(250_000)) + "x" * 25_000_000


@pytest.mark.parametrize(
    "cell",
    [
        "System.setOut(new PrintStream(OutputStream.nullOutputStream()));",
        "System.setErr(new PrintStream(OutputStream.nullOutputStream()));",
        "System.setOut(null);",
        "System.out.close();",
        "System.err.close();",
        "try (var out = new PrintWriter(System.out)) { }",
        "System.setIn(InputStream.nullInputStream());",
        "System.in.close();",
    ],
)
def test_who_takes_the_streams_away_does_not_silence_the_notebook(session: NotebookSession, cell: str) -> None:
    session.run("int kept = 7;")
    assert session.run(cell).status == "ok"
    result = session.run('System.out.println("out"); System.err.println("err"); kept')
    assert result.stream() == "out\n"
    assert result.stream("stderr") == "err\n"
    assert result.text().endswith("7")


def test_what_a_cell_logs_is_shown_below_it(session: NotebookSession) -> None:
    result = session.run('java.util.logging.Logger.getLogger("mine").warning("careful");')
    assert result.stream("stderr").endswith("WARNING mine: careful\n")


def test_a_cell_captures_its_own_prints(session: NotebookSession) -> None:
    result = session.run(
        "var before = System.out;\n"
        "var captured = new ByteArrayOutputStream();\n"
        "System.setOut(new PrintStream(captured));\n"
        'System.out.print("inside");\n'
        "System.setOut(before);\n"
        'System.out.print("outside");\n'
        "captured.toString()"
    )
    assert result.stream() == "outside"
    assert result.text().endswith("inside")
    assert result.stream("stderr") == ""


def test_a_large_value_is_shortened_and_shown_whole_on_request(session: NotebookSession) -> None:
    result = session.run('var large = "x".repeat(5_000_000); large')
    shown = result.bundles()[0]["text/plain"]
    assert len(shown) < 200_000
    assert shown.endswith("5,000,000 characters; display(...) shows all)")
    assert session.run("large.length()").text().strip() == "5000000"
    assert session.run("display(large);").bundles()[0]["text/plain"] == "x" * 5_000_000


def test_a_display_is_updated_from_eight_threads(session: NotebookSession) -> None:
    result = session.run(
        "var done = new AtomicInteger();\n"
        'var progress = display("0 of 80000");\n'
        "try (var pool = Executors.newFixedThreadPool(8)) {\n"
        "    for (int t = 0; t < 8; t++) pool.submit(() -> {\n"
        "        for (int i = 0; i < 10_000; i++) {\n"
        '            synchronized (progress) { progress.update(done.incrementAndGet() + " of 80000"); }\n'
        "        }\n"
        "    });\n"
        "}"
    )
    assert result.status == "ok"
    first, *updates = [m for m in result.messages if m["msg_type"] in ("display_data", "update_display_data")]
    assert first["msg_type"] == "display_data"
    identity = first["content"]["transient"]["display_id"]
    assert all(update["msg_type"] == "update_display_data" for update in updates)
    assert all(update["content"]["transient"]["display_id"] == identity for update in updates)
    assert updates[-1]["content"]["data"]["text/plain"] == "80000 of 80000"


def test_html_and_markdown_are_shown_as_such(session: NotebookSession) -> None:
    result = session.run('display(new Html("<b>bold</b>")); new Markdown("**bold**")')
    html, markdown = result.bundles()
    assert html["text/html"] == "<b>bold</b>"
    assert markdown["text/markdown"] == "**bold**"


def test_display_in_a_worker_says_what_to_do_instead(session: NotebookSession) -> None:
    result = session.run("%%processpool 1\nfor (int i : List.of(1)) { display(i); }")
    assert result.reply["ename"].endswith("IllegalStateException")
    assert "Return the value instead" in result.reply["evalue"]
