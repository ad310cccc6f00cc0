"""Cells that ask: through Jupyter's own client, as `input()` is asked for in Python notebooks."""

from __future__ import annotations

from typing import Any

import psutil
import pytest
from notebook_session import CellResult, NotebookSession

SECONDS_FOR_A_QUESTION = 60
SECONDS_TO_END = 30


def question(session: NotebookSession) -> dict[str, Any]:
    message = session.client.get_stdin_msg(timeout=SECONDS_FOR_A_QUESTION)
    assert message["msg_type"] == "input_request"
    return message


def answered(session: NotebookSession, code: str, *answers: str) -> CellResult:
    cell = session.send(code, allow_stdin=True)
    for answer in answers:
        assert question(session)["parent_header"]["msg_id"] == cell
        session.client.input(answer)
    return session.collect(cell)


@pytest.mark.parametrize(
    "code",
    [
        "new Scanner(System.in).nextLine()",
        "new BufferedReader(new InputStreamReader(System.in)).readLine()",
        "IO.readln()",
        'IO.readln("Name? ")',
        'System.console().readLine("Name? ")',
        'new String(System.console().readPassword("Name? "))',
    ],
)
def test_whatever_java_reads_with_the_person_answers(session: NotebookSession, code: str) -> None:
    assert "Žofie 𝄞" in answered(session, code, "Žofie 𝄞").text()
    assert "second" in answered(session, code, "second").text()


def test_numbers_are_read_across_cells(session: NotebookSession) -> None:
    session.run("var scanner = new Scanner(System.in);")
    assert answered(session, "scanner.nextInt()", "17").text().strip() == "17"
    assert answered(session, "new Scanner(System.in).nextInt()", "4").text().strip() == "4"
    assert answered(session, "System.in.read()", "abc").text().strip() == "97"
    assert answered(session, "System.in.read() + new Scanner(System.in).nextLine()", "abc").text().strip() == "97bc"
    assert answered(session, "IO.readln().length()", "").text().strip() == "0"


def test_a_password_is_hidden_and_its_prompt_is_beside_the_box(session: NotebookSession) -> None:
    cell = session.send('System.console().readPassword("Key: ").length', allow_stdin=True)
    asked = question(session)
    assert asked["content"] == {"prompt": "Key: ", "password": True}
    session.client.input("four")
    result = session.collect(cell)
    assert result.text().strip() == "4"


def test_what_was_printed_is_there_before_the_box(session: NotebookSession) -> None:
    cell = session.send('System.out.print("Name? "); new Scanner(System.in).nextLine()', allow_stdin=True)
    question(session)
    session.wait_for_print(cell, "Name? ")
    session.client.input("Ada")
    assert "Ada" in session.collect(cell).text()


def test_a_cell_that_waits_can_be_stopped_and_a_late_answer_is_nobodys(session: NotebookSession) -> None:
    cell = session.send("IO.readln()", allow_stdin=True)
    question(session)
    session.manager.interrupt_kernel()
    result = session.collect(cell)
    assert result.status == "error"
    assert result.reply["ename"] == "interrupted"
    session.client.input("late")
    assert "in time" in answered(session, "IO.readln()", "in time").text()


@pytest.mark.parametrize(
    "code",
    [
        "System.in.read()",
        "new Scanner(System.in).nextInt()",
        "new Scanner(System.in).hasNext()",
        "new BufferedReader(new InputStreamReader(System.in)).readLine()",
        "IO.readln()",
        "System.console().readPassword()",
        "%%threadpool 1\nfor (int i : List.of(1)) IO.readln();",
    ],
)
def test_a_client_without_input_is_named_with_what_to_do_instead(session: NotebookSession, code: str) -> None:
    result = session.run(code, allow_stdin=False)
    assert result.status == "error"
    assert "allows no input" in result.text() and "Set the value in a variable instead" in result.text()
    assert "No line found" not in result.text()
    assert answered(session, "IO.readln().length()", "abc").text().strip() == "3"


def test_a_worker_process_has_no_input(session: NotebookSession) -> None:
    result = session.run("%%processpool 1\nfor (int i : List.of(1)) System.in.read();", allow_stdin=True)
    assert result.status == "ok"
    assert result.run_data()["runs"][0]["rounds"][0]["tasks"][0]["outcome"] == "success"


@pytest.mark.parametrize("code", ["IO.readln();", "System.console().readPassword();", "new Scanner(System.in).next();"])
def test_a_kernel_that_waits_for_input_ends_when_asked_to(code: str) -> None:
    with NotebookSession() as session:
        session.send(code, allow_stdin=True)
        question(session)
        process = session.process
        session.client.shutdown()
        gone, alive = psutil.wait_procs([process], timeout=SECONDS_TO_END)
        assert alive == []
