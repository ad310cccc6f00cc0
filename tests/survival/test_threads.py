"""%threads: what runs, how to end it, and who waits for whom."""

from __future__ import annotations

from typing import Iterator

import pytest
from notebook_session import NotebookSession


@pytest.fixture
def notebook() -> Iterator[NotebookSession]:
    with NotebookSession() as session:
        session.run("long x; Object left = new Object(); Object right = new Object();")
        yield session


def cell_number(session: NotebookSession, code: str) -> int:
    result = session.run(code)
    assert result.status == "ok", result.text()
    return result.reply["execution_count"]


def test_it_lists_name_kind_state_cell_line_and_what_is_waited_for(notebook: NotebookSession) -> None:
    cell = cell_number(
        notebook,
        "var inside = new CountDownLatch(1);\n"
        'Thread.ofPlatform().daemon().name("holder").start(() -> {\n'
        "    synchronized (left) { inside.countDown();\n"
        "        while (true) x++; } });\n"
        "inside.await();\n"
        'var waiter = Thread.ofPlatform().daemon().name("waiter").start(() -> {\n'
        "    synchronized (left) { x++; } });\n"
        "while (waiter.getState() != Thread.State.BLOCKED) Thread.onSpinWait();",
    )
    lines = notebook.run("%threads").text().splitlines()
    (holder,) = [line for line in lines if line.startswith("holder")]
    (waiter,) = [line for line in lines if line.startswith("waiter")]
    assert f"[{cell}]" in holder and "RUNNABLE" in holder and f"cell [{cell}]:4" in holder
    assert "BLOCKED" in waiter and "left (Object)" in waiter and "held by holder" in waiter


def test_virtual_threads_that_are_alike_share_a_row(notebook: NotebookSession) -> None:
    cell = cell_number(
        notebook,
        "var asleep = new CountDownLatch(1000); var end = new CountDownLatch(1);\n"
        "var sleepers = new ArrayList<Thread>();\n"
        "for (int i = 0; i < 1000; i++) sleepers.add(Thread.startVirtualThread(() -> {\n"
        "    asleep.countDown();\n"
        "    try { end.await(); } catch (InterruptedException e) { } }));\n"
        "asleep.await();\n"
        "for (var each : sleepers) while (each.getState() != Thread.State.WAITING) Thread.onSpinWait();",
    )
    text = notebook.run("%threads").text()
    assert "1,000 virtual threads" in text
    assert f"[{cell}]" in text and len(text.splitlines()) < 10, text
    assert "No thread" in notebook.run(f"%threads stop {cell}\n%threads").text()


def test_stop_ends_the_threads_of_one_cell_only(notebook: NotebookSession) -> None:
    code = 'var {0} = Thread.ofPlatform().daemon().name("{0}").start(() -> {{ while (true) x++; }});'
    first, second = (cell_number(notebook, code.format(name)) for name in ("one", "two"))
    assert "1 of 1 threads" in notebook.run(f"%threads stop {first}").text()
    assert notebook.run('one.join(); one.isAlive() + " " + two.isAlive()').text().strip() == "false true"
    assert "1 of 1 threads" in notebook.run(f"%threads stop [{second}]").text()
    assert "No thread" in notebook.run("%threads").text()


def test_idle_workers_of_a_pool_are_explained(notebook: NotebookSession) -> None:
    cell = cell_number(
        notebook, "var pool = Executors.newFixedThreadPool(3);\nfor (int i = 0; i < 3; i++) pool.submit(() -> 1).get();"
    )
    assert "3 idle workers" in notebook.run(f"%threads stop {cell}").text()
    notebook.run("pool.shutdown(); pool.awaitTermination(10, TimeUnit.SECONDS);")
    assert "No thread" in notebook.run("%threads").text()


# Two threads, each with what the other wants.
DEADLOCKS = {
    "monitors": ("synchronized ({0}) {{ both.countDown(); await(both); synchronized ({1}) {{ x++; }} }}", "(Object)"),
    "locks": ("{0}Lock.lock(); both.countDown(); await(both); {1}Lock.lock();", "(ReentrantLock)"),
}


@pytest.mark.parametrize("kind", DEADLOCKS)
@pytest.mark.parametrize("thread", ["ofPlatform().daemon()", "ofVirtual()"])
def test_deadlocks_are_drawn(notebook: NotebookSession, kind: str, thread: str) -> None:
    body, lock_type = DEADLOCKS[kind]
    notebook.run(
        "var leftLock = new ReentrantLock(); var rightLock = new ReentrantLock();\n"
        "void await(CountDownLatch latch) { try { latch.await(); } catch (InterruptedException e) { } }"
    )
    result = notebook.run(
        "var both = new CountDownLatch(2);\n"
        f'var ada = Thread.{thread}.name("Ada").start(() -> {{ {body.format("left", "right")} }});\n'
        f'var grace = Thread.{thread}.name("Grace").start(() -> {{ {body.format("right", "left")} }});\n'
        "both.await();\n"
        "for (var t : List.of(ada, grace))\n"
        "    while (t.getState() != Thread.State.BLOCKED && t.getState() != Thread.State.WAITING) Thread.onSpinWait();"
    )
    assert result.status == "ok", result.text()
    for _ in range(100):  # they may still wait for the latch
        drawn = notebook.run("%threads --deadlocks")
        if "Deadlock" in drawn.text():
            break
    text = drawn.text()
    assert "2 threads wait for each other" in text, text
    assert "Ada ──right" in text and "Grace ──left" in text and lock_type in text
    (bundle,) = drawn.bundles()
    assert bundle["text/vnd.mermaid"].startswith("flowchart")


def test_without_a_deadlock_it_says_so(notebook: NotebookSession) -> None:
    assert "No deadlock" in notebook.run("%threads --deadlocks").text()


MISTAKES = {
    "an unknown word": ("%threads stopp 3", "Did you mean stop"),
    "no cell": ("%threads stop", "needs the number of one cell"),
    "a cell that is no number": ("%threads stop all", "needs the number of one cell"),
    "an unknown option": ("%threads --deadlock", "Did you mean --deadlocks"),
    "as the magic of a cell": ("%%threads\nint x;", "one percent sign"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gets_a_sentence_that_helps(notebook: NotebookSession, mistake: str) -> None:
    cell, expected = MISTAKES[mistake]
    result = notebook.run(cell)
    assert result.status == "error"
    assert expected in result.text()


def test_a_cell_without_threads_is_said(notebook: NotebookSession) -> None:
    assert "has no threads" in notebook.run("%threads stop 77").text()


def test_the_help_explains_it(notebook: NotebookSession) -> None:
    assert "--deadlocks" in notebook.run("%threads?").text()
    assert "%threads" in notebook.run("%lsmagic").text()
