"""What a client sees beyond jupyter_kernel_test: order, silence, counts, statuses, interrupt."""

from __future__ import annotations

import time

from notebook_session import NotebookSession

SECONDS_TO_END = 30  # it ends; how fast is measured in bench/


def test_kernel_info(session: NotebookSession) -> None:
    content = session.reply_to(session.client.kernel_info(), SECONDS_TO_END)
    assert content["status"] == "ok"
    assert content["protocol_version"].startswith("5.")
    assert content["language_info"]["name"] == "java"
    assert content["language_info"]["mimetype"]
    assert content["implementation"]
    assert content["banner"]


def test_counts_go_up_and_silent_cells_do_not_count(session: NotebookSession) -> None:
    first = session.run("1 + 1").reply["execution_count"]
    silent = session.run("int hidden = 5; hidden", silent=True)
    assert silent.status == "ok"
    assert silent.bundles() == []
    assert session.run("hidden").reply["execution_count"] == first + 1


def test_an_error_has_the_users_class_message_and_line(session: NotebookSession) -> None:
    session.run('class Broken extends RuntimeException { Broken(String m) { super(m); } }')
    result = session.run('int a = 1;\nvoid fail() {\n    throw new Broken("by me");\n}\nfail();')
    assert result.status == "error"
    assert result.reply["ename"].split(".")[-1].split("$")[-1] == "Broken"
    assert result.reply["evalue"] == "by me"
    trace = "\n".join(result.reply["traceback"])
    assert "3" in trace and "5" in trace
    assert "jdk.jshell" not in trace and "org.threadbook.kernel" not in trace
    assert session.run("a").text().strip() == "1", "the kernel goes on, with its variables"


def test_a_compile_error_points_at_the_place(session: NotebookSession) -> None:
    result = session.run('System.out.println("before");\nint n = "text";')
    assert result.status == "error"
    assert "before" not in result.stream(), "nothing of the cell has run"
    text = result.text()
    assert 'int n = "text";' in text and "^" in text


def test_prints_arrive_whole_and_in_order(session: NotebookSession) -> None:
    result = session.run("for (int i = 0; i < 5000; i++) System.out.println(i);")
    assert result.stream().split() == [str(i) for i in range(5000)]


def test_each_print_goes_to_its_own_stream(session: NotebookSession) -> None:
    result = session.run('System.out.print("out"); System.err.print("err");')
    assert (result.stream("stdout"), result.stream("stderr")) == ("out", "err")


def test_queued_cells_are_answered_in_order_and_an_error_stops_them(session: NotebookSession) -> None:
    ids = [session.send(code) for code in ("Thread.sleep(300); 1", "throw new RuntimeException();", "3")]
    results = [session.collect(message_id) for message_id in ids]
    assert [result.status for result in results][:2] == ["ok", "error"]
    assert results[2].status in ("aborted", "error")
    assert session.run("4").text().strip() == "4"


def test_code_points_beyond_16_bit_do_not_shift_completion(session: NotebookSession) -> None:
    text = 'String s = "😀😀"; s.lengt'
    content = session.reply_to(session.client.complete(text), SECONDS_TO_END)
    assert any(match.startswith("length") for match in content["matches"])
    assert content["cursor_end"] == len(text)
    assert content["cursor_start"] == len(text) - len("lengt")


def test_interrupt_ends_a_tight_loop_and_keeps_variables(session: NotebookSession) -> None:
    session.run("int kept = 7; long turns = 0;")
    cell = session.send('System.out.println("running");\nwhile (true) turns++;')
    session.wait_for_print(cell, "running")
    session.manager.interrupt_kernel()
    result = session.collect(cell, SECONDS_TO_END)
    assert result.status == "error"
    assert "nterrupt" in result.reply["ename"]
    assert session.run("kept").text().strip() == "7"
    before = session.process.cpu_times()
    started = time.monotonic()
    session.run("Thread.sleep(1000);")
    after = session.process.cpu_times()
    share = (after.user + after.system - before.user - before.system) / (time.monotonic() - started)
    assert share < 0.9, "nothing goes on spinning"
