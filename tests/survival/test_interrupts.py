"""An interrupt ends what a cell started, whatever that is, and nothing else; the next cell runs."""

from __future__ import annotations

import time
from typing import Any, Iterator

import psutil
import pytest
from notebook_session import CellResult, NotebookSession

# Generous: figures belong to bench/. What hangs takes for ever.
SECONDS_TO_END = 10
READY = "ready"

# What it protects, the cell (it prints "ready" when it stands where it is to be ended), and whether the line of the
# user's code where it stood is known.
WHAT_ENDS = {
    "a tight loop in the cell": 'System.out.println("ready");\nwhile (true) x++;',
    "a tight loop in a method": 'System.out.println("ready");\nspin();',
    "a tight loop in a lambda": 'Runnable r = () -> { while (true) x++; };\nSystem.out.println("ready");\nr.run();',
    "catch Throwable": (
        'System.out.println("ready");\nwhile (true) { try { while (true) x++; } catch (Throwable t) { } }'
    ),
    "a loop that swallows InterruptedException": (
        'System.out.println("ready");\n'
        "while (true) { try { Thread.sleep(100_000); } catch (InterruptedException e) { } }"
    ),
    "sleep": 'System.out.println("ready");\nThread.sleep(1_000_000);',
    "wait": 'System.out.println("ready");\nsynchronized (monitor) { monitor.wait(); }',
    "park": 'System.out.println("ready");\nwhile (true) LockSupport.park();',
    "join": (
        'var sleeper = Thread.ofPlatform().daemon().start(() -> { while (true) x++; });\n'
        'System.out.println("ready");\nsleeper.join();'
    ),
    "a stream": (
        'System.out.println("ready");\nLongStream.iterate(0, i -> i + 1).filter(i -> i < 0).findFirst();'
    ),
    "a parallel stream": (
        'System.out.println("ready");\n'
        "IntStream.range(0, 1000).parallel().forEach(i -> { long y = i; while (y >= 0) y = (y + 1) & 0xffff; });"
    ),
    "a virtual thread": (
        'var v = Thread.startVirtualThread(() -> { System.out.println("ready"); while (true) x++; });\nv.join();'
    ),
    "a task of a pool made earlier": (
        'pool.submit(() -> { System.out.println("ready"); while (true) x++; }).get();'
    ),
    "a task of a pool made in the cell": (
        "try (var own = Executors.newFixedThreadPool(2)) {\n"
        '    own.submit(() -> { System.out.println("ready"); while (true) x++; });\n}'
    ),
    "a CompletableFuture": (
        'CompletableFuture.supplyAsync(() -> { System.out.println("ready"); while (true) x++; }).join();'
    ),
    "a queue that stays empty": 'System.out.println("ready");\nnew LinkedBlockingQueue<String>().take();',
    "a lock that another thread holds": 'System.out.println("ready");\nheldLock.lockInterruptibly();',
    "a child process": 'System.out.println("ready");\nnew ProcessBuilder("sleep", "1000").start().waitFor();',
    "a deadlock that the cell waits for": (
        "var one = new Object(); var two = new Object(); var both = new CountDownLatch(2);\n"
        "var a = Thread.ofPlatform().daemon().start(() -> { synchronized (one) { both.countDown();"
        ' try { both.await(); } catch (InterruptedException e) { } synchronized (two) { x++; } } });\n'
        "var b = Thread.ofPlatform().daemon().start(() -> { synchronized (two) { both.countDown();"
        ' try { both.await(); } catch (InterruptedException e) { } synchronized (one) { x++; } } });\n'
        'both.await();\nSystem.out.println("ready");\na.join();'
    ),
    "a monitor that another thread holds": 'System.out.println("ready");\nsynchronized (held) { x++; }',
    "a socket that nobody connects to": (
        "var server = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());\n"
        'System.out.println("ready");\nserver.accept();'
    ),
}


@pytest.fixture(scope="module")
def notebook() -> Iterator[NotebookSession]:
    """One kernel for all: each must leave it as usable as it found it."""
    with NotebookSession() as session:
        session.run(
            "long x; int kept = 7; boolean go = true; Object monitor = new Object(); Object held = new Object();\n"
            "var heldLock = new ReentrantLock();\n"
            "void spin() {\n    while (true) x++;\n}\n"
            "ExecutorService pool = Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());"
        )
        # A thread of another cell, which no interrupt of later cells may end.
        holding = session.run(
            "var holds = new CountDownLatch(1);\n"
            'var holder = Thread.ofPlatform().daemon().name("holder").start(() -> {\n'
            "    heldLock.lock();\n"
            "    synchronized (held) {\n"
            "        holds.countDown();\n"
            "        while (go) Thread.onSpinWait();\n"
            "    }\n"
            "});\nholds.await();"
        )
        assert holding.status == "ok", holding.text()
        yield session
        assert session.run("holder.isAlive()").text().strip() == "true", "other cells' threads run on"
        session.run("go = false; pool.shutdownNow();")


def interrupted(session: NotebookSession, code: str, times_ready: int = 1) -> CellResult:
    message_id = session.send(code)
    printed = ""

    def is_ready(message: dict[str, Any]) -> bool:
        nonlocal printed
        printed += message["content"]["text"] if message["msg_type"] == "stream" else ""
        return printed.count(READY) >= times_ready

    session.wait_for(message_id, is_ready)
    session.manager.interrupt_kernel()
    return session.collect(message_id, SECONDS_TO_END)


@pytest.mark.parametrize("what", WHAT_ENDS)
def test_an_interrupt_ends(notebook: NotebookSession, what: str) -> None:
    result = interrupted(notebook, WHAT_ENDS[what])
    assert result.reply["ename"] == "interrupted"
    assert "cell [" in result.text(), "the line where it stood"
    after = notebook.run("kept")
    assert after.status == "ok" and after.text().strip() == "7", "variables survive"


def test_nothing_spins_after_an_interrupt(session: NotebookSession) -> None:
    session.run("long x;")
    interrupted(
        session,
        "for (int i = 0; i < 4; i++) Thread.ofPlatform().daemon().start(() -> { while (true) x++; });\n"
        'Thread.startVirtualThread(() -> { while (true) x++; });\nSystem.out.println("ready");\nwhile (true) x++;',
    )
    process = session.process

    def busy_seconds() -> float:
        times = process.cpu_times()
        start = times.user + times.system
        time.sleep(1)  # the length of a measurement, not a wait for something
        times = process.cpu_times()
        return times.user + times.system - start

    deadline = time.monotonic() + SECONDS_TO_END
    while (busy := busy_seconds()) > 0.3:
        assert time.monotonic() < deadline, f"{busy:.2f} s of processor time in a second of rest"


def test_what_cannot_be_ended_is_said_and_listed(notebook: NotebookSession) -> None:
    result = interrupted(notebook, 'System.out.println("ready");\nsynchronized (held) { x++; }')
    assert "left behind" in result.stream("stderr")
    assert "left behind" in notebook.run("%threads").text()


def test_an_interrupt_leaves_threads_of_other_cells_alone(notebook: NotebookSession) -> None:
    notebook.run(
        "var ticks = new AtomicLong();\n"
        "var ticker = Thread.ofVirtual().start(() -> { while (kept == 7) { ticks.incrementAndGet(); Thread.yield(); } });\n"
        "var inPool = pool.submit(() -> { while (kept == 7) Thread.onSpinWait(); });"
    )
    interrupted(notebook, WHAT_ENDS["a task of a pool made earlier"])
    result = notebook.run("long before = ticks.get(); while (ticks.get() == before) Thread.onSpinWait(); inPool.isDone()")
    assert result.text().strip() == "false"
    notebook.run("inPool.cancel(true); kept = 8; ticker.join(); kept = 7;")


def test_the_pool_of_an_interrupted_task_lives_on(notebook: NotebookSession) -> None:
    interrupted(notebook, WHAT_ENDS["a task of a pool made earlier"])
    assert notebook.run("pool.submit(() -> 40 + 2).get()").text().strip() == "42"


def test_tasks_that_a_pool_has_queued_end_too(notebook: NotebookSession) -> None:
    notebook.run("var begun = new AtomicInteger();")
    interrupted(
        notebook,
        "for (int i = 0; i < 20; i++) pool.submit(() -> { begun.incrementAndGet(); while (true) x++; });\n"
        'while (begun.get() == 0) Thread.onSpinWait();\nSystem.out.println("ready");\nThread.sleep(1_000_000);',
    )
    assert notebook.run("pool.submit(() -> 40 + 2).get()").text().strip() == "42"


# With the number of workers: when all of them are busy, the task that ends at once has ended.
@pytest.mark.parametrize(
    "magic, workers",
    [("sequential", 1), ("threadpool 2", 2), ("processpool 2", 2), ("compare sequential, threadpool(2)", 1)],
)
def test_an_interrupted_magic_shows_the_finished_tasks(notebook: NotebookSession, magic: str, workers: int) -> None:
    result = interrupted(
        notebook,
        f"%%{magic} --warmup 0\n"
        "for (int i = 0; i < 6; i++) {\n"
        "    if (i == 0) continue;\n"
        '    System.out.println("ready");\n'
        "    while (true) { long y = i; y++; }\n"
        "}",
        workers,
    )
    assert result.reply["ename"] == "interrupted"
    assert "cell [" in result.text(), "the line where it stood"
    outcomes = [task["outcome"] for task in result.run_data()["runs"][0]["rounds"][0]["tasks"]]
    assert outcomes.count("success") == 1, outcomes
    assert outcomes.count("cancelled") == 5, outcomes


def test_warm_workers_outlive_an_interrupt(session: NotebookSession) -> None:
    pids = "%%processpool 2 --results pids\nfor (int i = 0; i < 8; i++)\n    ProcessHandle.current().pid();"
    session.run(pids)
    before = {worker.pid for worker in session.workers()}
    interrupted(session, '%%processpool 2\nfor (int i = 0; i < 2; i++) { System.out.println("ready"); while (true) { } }')
    assert session.run(pids).status == "ok"
    assert {worker.pid for worker in session.workers()} == before
    assert all(psutil.pid_exists(pid) for pid in before)


def test_an_interrupt_aborts_the_queued_cells_and_later_ones_run(session: NotebookSession) -> None:
    running = session.send('System.out.println("ready"); while (true);')
    queued = [session.send("int queued = 1;"), session.send("int queued = 2;")]
    session.wait_for_print(running, READY)
    session.manager.interrupt_kernel()
    assert session.collect(running, SECONDS_TO_END).reply["ename"] == "interrupted"
    assert [session.reply_to(each)["status"] for each in queued] == ["aborted", "aborted"]
    assert session.run("1 + 1").text().strip() == "2"


def test_without_stop_on_error_the_queued_cells_run(session: NotebookSession) -> None:
    running = session.send('System.out.println("ready"); while (true);', stop_on_error=False)
    queued = session.send("40 + 2")
    session.wait_for_print(running, READY)
    session.manager.interrupt_kernel()
    assert session.collect(running, SECONDS_TO_END).reply["ename"] == "interrupted"
    assert session.reply_to(queued)["status"] == "ok"


def test_an_interrupt_of_an_idle_kernel_does_nothing(session: NotebookSession) -> None:
    session.manager.interrupt_kernel()
    assert session.run("Thread.currentThread().isInterrupted()").text().strip() == "false"
    assert session.run("int n = 0; while (n < 1_000_000) n++; n").text().strip() == "1000000"
