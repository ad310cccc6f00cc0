"""What a notebook has declared is kept, shown, and cleared only when that is asked for."""

from __future__ import annotations

from notebook_session import NotebookSession


def test_vars_shows_names_types_and_short_values(session: NotebookSession) -> None:
    session.run(
        'int answer = 42; String text = "x".repeat(10_000); List<Integer> numbers = List.of(1, 2, 3);\n'
        "class Shy { public String toString() { throw new IllegalStateException(); } }\n"
        "var shy = new Shy(); Object nothing = null;"
    )
    lines = {line.split()[0]: line for line in session.run("%vars").text().splitlines() if line.strip()}
    assert "int" in lines["answer"] and lines["answer"].endswith("42")
    assert "List<Integer>" in lines["numbers"] and lines["numbers"].endswith("[1, 2, 3]")
    assert len(lines["text"]) < 200
    assert "toString threw" in lines["shy"]
    assert lines["nothing"].endswith("null")


def test_a_tostring_that_never_ends_can_be_interrupted_in_vars(session: NotebookSession) -> None:
    session.run(
        'class Endless { public String toString() { System.out.println("ready"); while (true); } }\n'
        "int kept = 7; var endless = new Endless();"
    )
    cell = session.send("%vars")
    session.wait_for_print(cell, "ready")
    session.manager.interrupt_kernel()
    assert session.collect(cell).reply["ename"] == "interrupted"
    assert session.run("kept").text().strip() == "7"


def test_a_cell_that_does_not_compile_changes_nothing(session: NotebookSession) -> None:
    session.run("int kept = 7; int f() { return 1; } record P(int a) {}\nP p = new P(4);")
    assert session.run("kept = 8; int f() { return 2; } record P(int a, int b) {}\nint z = nosuch;").status == "error"
    assert session.run('kept + " " + f() + " " + p').text().strip() == "7 1 P[a=4]"


def test_a_cell_that_fails_half_way_says_what_was_declared(session: NotebookSession) -> None:
    result = session.run("int first = 1;\nint second = first / 0;\nint third = 3;")
    assert result.status == "error" and result.reply["ename"] == "java.lang.ArithmeticException"
    assert "first was set" in result.stream("stderr")
    assert "second, third are declared, but were not set" in result.stream("stderr")
    assert session.run('first + " " + second + " " + third').text().strip() == "1 0 0"


def test_a_cell_that_fails_without_declaring_anything_says_nothing_of_that(session: NotebookSession) -> None:
    assert session.run("int zero = 0;").status == "ok"
    assert session.run("1 / zero").stream("stderr") == ""


def test_reset_clears_all_and_the_notebook_goes_on(session: NotebookSession) -> None:
    session.run("import java.net.URI;\nint kept = 7; int f() { return 1; } record P(int a) {}\nP p = new P(4);")
    session.run(
        "var ready = new CountDownLatch(1);\n"
        "var left = Thread.ofPlatform().daemon().start(() -> { ready.countDown(); while (true) Thread.onSpinWait(); });\n"
        "ready.await();"
    )
    said = session.run("%reset")
    assert said.status == "ok"
    assert "5 variables" in said.text(), "kept, p, ready, left and cores"
    assert "Threads of earlier cells run on" in said.text()
    for gone in ("kept", "f()", "new P(1)", "p", 'URI.create("a")'):
        assert session.run(gone).status == "error", gone
    assert session.run("int kept = 8; record P(String b) {}\nkept + new P(\"x\").b()").text().strip() == "8x"
    assert session.run("cores > 0 && List.of(1).size() == 1").text().strip() == "true", "the defaults are there again"
    assert session.run("%%processpool 1 --results rs\nfor (int i = 0; i < 2; i++)\n    new P(\"\" + i + kept).b();").status == "ok"
    assert session.run("rs").text().strip() == "[08, 18]"
    assert session.run("%vars").text().count("kept") == 1


def test_reset_forgets_what_makes_memory_full(session: NotebookSession) -> None:
    session.run("byte[] big = new byte[50_000_000]; var reference = new java.lang.ref.WeakReference<>(big);")
    session.run('System.getProperties().put("held", reference); big = null;')
    session.run("big = (byte[]) reference.get();")
    session.run("%reset -f")
    gone = session.run(
        'var held = (java.lang.ref.WeakReference<?>) System.getProperties().get("held");\n'
        "for (int i = 0; i < 100 && held.get() != null; i++) System.gc();\nheld.get() == null"
    )
    assert gone.text().strip() == "true"
