"""Resources run out, user code misbehaves: the cell fails under the right name, the kernel and its variables stay."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterator

import pytest
from notebook_session import CellResult, NotebookSession

# A small heap is full in no time.
SMALL_HEAP = "-Xmx96m"
THREADS = 20_000
MEMORY_ERROR = "java.lang.OutOfMemoryError"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotebookSession]:
    """A kernel with a small heap, as chosen in the environment of Jupyter."""
    monkeypatch.setenv("JDK_JAVA_OPTIONS", SMALL_HEAP)
    with NotebookSession() as session:
        session.run("int kept = 7;")
        yield session


def error_of(result: CellResult, name: str) -> str:
    """The error's text, after its name was checked."""
    assert result.status == "error", result.text()
    assert result.reply["ename"] == name, result.text()
    return result.text()


def assert_alive(session: NotebookSession) -> None:
    assert session.run("kept").text().strip() == "7"
    assert session.run("int square(int n) { return n * n; }\nsquare(kept)").text().strip() == "49"


def test_a_variable_that_fills_the_heap_stays_and_can_be_let_go(small: NotebookSession) -> None:
    small.run("List<byte[]> held = new ArrayList<>();")
    text = error_of(small.run("while (true)\n    held.add(new byte[10_000]);"), MEMORY_ERROR)
    assert "Java heap space" in text and "cell [3]:2" in text
    assert "96 MiB" in text and "--heap 4g" in text and "JDK_JAVA_OPTIONS=-Xmx4g" in text
    assert_alive(small)
    size = int(small.run("held.size()").text())
    assert size > 1_000
    assert small.run("held = null;").status == "ok"
    # It is free again.
    again = f"var again = new ArrayList<byte[]>(); while (again.size() < {size * 3 // 4}) again.add(new byte[10_000]);"
    assert small.run(again).status == "ok"


def test_small_objects_that_fill_the_heap(small: NotebookSession) -> None:
    error_of(small.run("var held = new LinkedList<Object>(); while (true) held.add(new Object());"), MEMORY_ERROR)
    assert_alive(small)


def test_memory_that_only_the_cell_held_is_free_again_at_once(small: NotebookSession) -> None:
    cell = "void fill() {\n    var own = new ArrayList<int[]>();\n    while (true) own.add(new int[1_000]);\n}\nfill();"
    for _ in range(3):
        error_of(small.run(cell), MEMORY_ERROR)
    assert_alive(small)


def test_a_cell_that_prints_while_it_fills_the_heap(small: NotebookSession) -> None:
    cell = (
        "var held = new ArrayList<String>();\n"
        'for (int i = 0; ; i++) { held.add("x".repeat(1_000) + i); if (i % 100 == 0) System.out.println(held.getLast()); }'
    )
    result = small.run(cell)
    error_of(result, MEMORY_ERROR)
    assert result.stream().startswith("xxx")
    assert_alive(small)


def test_an_array_larger_than_any_heap(small: NotebookSession) -> None:
    text = error_of(small.run("var huge = new int[Integer.MAX_VALUE];"), MEMORY_ERROR)
    assert "Requested array size exceeds VM limit" in text and "cell [2]:1" in text and "2,147,483,645" in text
    assert_alive(small)


def test_an_array_larger_than_this_heap(small: NotebookSession) -> None:
    assert "96 MiB" in error_of(small.run("var large = new long[100_000_000];"), MEMORY_ERROR)
    assert_alive(small)


def test_direct_buffers_run_out(small: NotebookSession) -> None:
    cell = "var buffers = new ArrayList<java.nio.ByteBuffer>();\nwhile (true) buffers.add(java.nio.ByteBuffer.allocateDirect(10_000_000));"
    text = error_of(small.run(cell), MEMORY_ERROR)
    assert "direct buffer" in text and "cell [2]:2" in text
    assert_alive(small)


def test_a_task_that_fills_the_heap_fails_alone(small: NotebookSession) -> None:
    result = small.run(
        "%%threadpool 1\nfor (int n : List.of(1, 2, 3)) {\n"
        "    var own = new ArrayList<byte[]>();\n    if (n == 2) while (true) own.add(new byte[10_000]);\n    n * n;\n}"
    )
    error_of(result, MEMORY_ERROR)
    outcomes = [task["outcome"] for task in result.run_data()["runs"][0]["rounds"][0]["tasks"]]
    assert outcomes == ["success", "failure", "success"]
    assert_alive(small)


def test_a_background_thread_that_fills_the_heap(small: NotebookSession) -> None:
    small.run(
        "var thread = new Thread(() -> { var own = new ArrayList<byte[]>(); while (true) own.add(new byte[10_000]); });\n"
        "thread.start();\nthread.join();"
    )
    assert_alive(small)


def test_the_heap_fills_up_again_and_again(small: NotebookSession) -> None:
    for _ in range(5):
        error_of(
            small.run("var held = new ArrayList<byte[]>(); while (true) held.add(new byte[100_000]);"), MEMORY_ERROR
        )
        assert small.run("held = null; kept").text().strip() == "7"
    assert_alive(small)


def test_cells_fail_one_after_another_while_the_heap_is_full(small: NotebookSession) -> None:
    small.run("List<byte[]> held = new ArrayList<>();")
    for _ in range(2):
        error_of(small.run("while (true) held.add(new byte[10_000]);"), MEMORY_ERROR)
    assert small.run("held = null; kept").text().strip() == "7"
    assert_alive(small)


def test_a_recursion_without_end(session: NotebookSession) -> None:
    session.run("int kept = 7;")
    text = error_of(session.run("int deep(int n) {\n    return deep(n + 1) + 1;\n}\ndeep(0)"), "java.lang.StackOverflowError")
    assert "deep(cell [2]:2)" in text and "more frames" in text and ":-1" not in text
    assert len(text.splitlines()) < 60
    assert_alive(session)


def test_a_comparator_without_end(session: NotebookSession) -> None:
    session.run("int kept = 7;")
    cell = (
        "int compare(int a, int b) { return compare(b, a); }\n"
        "var list = new ArrayList<>(List.of(3, 1, 2));\nlist.sort((a, b) -> compare(a, b));"
    )
    error_of(session.run(cell), "java.lang.StackOverflowError")
    assert_alive(session)


@pytest.mark.parametrize("code", ["1" + " + 1" * 10_000, "(" * 5_000 + "1" + ")" * 5_000], ids=["sum", "parentheses"])
def test_an_expression_too_deep_for_the_compiler(session: NotebookSession, code: str) -> None:
    session.run("int kept = 7;")
    text = error_of(session.run(f"int deep = {code};"), "CompilationException")
    assert "nested too deeply" in text
    assert_alive(session)


@pytest.mark.parametrize("start", ["Thread.ofPlatform().daemon()", "Thread.ofVirtual()"], ids=["platform", "virtual"])
def test_many_threads(session: NotebookSession, start: str) -> None:
    if "Platform" in start and not enough_threads():
        pytest.skip("this machine does not allow so many threads to one user")
    session.run("int kept = 7;")
    session.run("var all = new ArrayList<Thread>();\nvar gate = new java.util.concurrent.CountDownLatch(1);")
    result = session.run(
        f"for (int i = 0; i < {THREADS}; i++)\n"
        f"    all.add({start}.start(() -> {{ try {{ gate.await(); }} catch (InterruptedException e) {{}} }}));\nall.size()"
    )
    if result.status == "error":
        # The system has a limit of its own, which the cell is told of.
        assert "no more threads" in error_of(result, MEMORY_ERROR)
    assert_alive(session)
    session.run("gate.countDown();\nfor (var each : all) each.join();")
    assert session.run("all.stream().anyMatch(Thread::isAlive)").text().strip() == "false"
    assert_alive(session)


def enough_threads() -> bool:
    """Whether 20,000 threads leave this machine enough for everybody else."""
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NPROC)
    limits = [] if soft == resource.RLIM_INFINITY else [soft]
    # Each thread's stack takes two mappings of the process.
    maps = Path("/proc/sys/vm/max_map_count")
    if maps.is_file():
        limits.append(int(maps.read_text()) // 2)
    for file in ("/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/pids/pids.max", "/proc/sys/kernel/pid_max"):
        if os.path.isfile(file) and (text := Path(file).read_text().strip()).isdigit():
            limits.append(int(text))
    return all(limit > THREADS * 1.25 for limit in limits)


@pytest.mark.parametrize(
    "body, shown",
    [
        ('throw new IllegalStateException("no text");', "IllegalStateException: no text"),
        ('return "" + this;', "StackOverflowError"),
        ("return null;", "null"),
    ],
    ids=["throws", "overflows", "null"],
)
def test_a_to_string_that_fails(session: NotebookSession, body: str, shown: str) -> None:
    session.run("int kept = 7;")
    result = session.run("class Odd { public String toString() { %s } }\nnew Odd()" % body)
    assert result.status == "ok" and shown in result.text()
    assert_alive(session)


def test_a_to_string_that_never_ends_can_be_interrupted(session: NotebookSession) -> None:
    session.run("int kept = 7;")
    cell = session.send(
        'class Endless { public String toString() { System.out.println("begun"); while (true) {} } }\nnew Endless()'
    )
    session.wait_for_print(cell, "begun")
    session.manager.interrupt_kernel()
    error_of(session.collect(cell), "interrupted")
    assert_alive(session)


def test_hash_code_and_equals_that_throw(session: NotebookSession) -> None:
    session.run("int kept = 7;")
    session.run(
        "class Odd {\n"
        '    @Override public int hashCode() { throw new IllegalStateException("no hash"); }\n'
        '    @Override public boolean equals(Object other) { throw new IllegalStateException("not comparable"); }\n'
        "}"
    )
    assert session.run("var odd = new Odd();").status == "ok"
    assert "cell [2]:2" in error_of(session.run("new HashSet<>(List.of(odd))"), "java.lang.IllegalStateException")
    result = session.run("%%compare sequential, threadpool(2)\nfor (int n : List.of(1, 2))\n    new Odd();")
    assert result.run_data()["runs"], result.text()
    assert_alive(session)


def test_a_class_that_fails_to_initialize_names_line_and_cause_each_time(session: NotebookSession) -> None:
    session.run("int kept = 7;")
    session.run('class Broken {\n    static int value = Integer.parseInt("none");\n    static int get() { return value; }\n}')
    first = error_of(session.run("Broken.get()"), "java.lang.ExceptionInInitializerError")
    assert "cell [3]:1" in first and "NumberFormatException" in first and "cell [2]:2" in first
    again = error_of(session.run("\nBroken.get()"), "java.lang.NoClassDefFoundError")
    assert "cell [4]:2" in again and "NumberFormatException" in again and "cell [2]:2" in again
    assert_alive(session)


@pytest.mark.parametrize(
    "lines, value",
    [
        (["long x = 0;", *(f"x += {n};" for n in range(10_000)), "x"], "49995000"),
        ([*(f"// line {n}" for n in range(10_000)), "6 * 7"], "42"),
        (["class Long {", *(f"    int m{n}() {{ return {n}; }}" for n in range(9_000)), "}", "new Long().m7()"], "7"),
        (['"' + "a" * 60_000 + '".length()', *[""] * 10_000], "60000"),
    ],
    ids=["statements", "comments", "members", "blank"],
)
def test_a_cell_of_ten_thousand_lines(session: NotebookSession, lines: list[str], value: str) -> None:
    session.run("int kept = 7;")
    result = session.run("\n".join(lines))
    assert result.status == "ok" and result.text().strip() == value
    assert_alive(session)


def test_a_method_too_large_for_java_is_a_compile_error(session: NotebookSession) -> None:
    session.run("int kept = 7;")
    body = "\n".join(f"    x += x * {n};" for n in range(100_000, 110_000))
    text = error_of(session.run("int big(int x) {\n" + body + "\n    return x;\n}"), "CompilationException")
    assert "code too large" in text and "cell [2]:1" in text
    assert_alive(session)
