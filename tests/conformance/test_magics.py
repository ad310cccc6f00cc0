"""The magics as a person at the notebook meets them: what works, and that bad input gets a sentence that helps."""

from __future__ import annotations

from typing import Iterator

import pytest
from notebook_session import NotebookSession

EXECUTORS = ["sequential", "threadpool(2)", "processpool(2)"]


@pytest.fixture(scope="module")
def notebook() -> Iterator[NotebookSession]:
    """One kernel for all cells here: each must leave it as usable as it found it."""
    with NotebookSession() as session:
        session.run(
            "record Point(int x, int y) {}\n"
            "List<Integer> numbers = IntStream.rangeClosed(1, 6).boxed().toList();\n"
            "int square(int n) { return n * n; }\n"
            "int broken(int n) { if (n == 4) throw new IllegalStateException(\"four\"); return n; }"
        )
        yield session
        assert session.run("square(12)").text().strip() == "144"


@pytest.mark.parametrize("executor", EXECUTORS)
def test_each_executor_gives_the_results_in_order(notebook: NotebookSession, executor: str) -> None:
    result = notebook.run(f"%%{executor} --results squares --out run\nfor (int n : numbers)\n    square(n);")
    assert result.status == "ok", result.text()
    assert notebook.run("squares").text().strip() == "[1, 4, 9, 16, 25, 36]"
    assert notebook.run("squares.get(5) + 1").text().strip() == "37", "a statically typed list"


@pytest.mark.parametrize("executor", EXECUTORS)
def test_each_executor_shows_the_failed_task_and_keeps_the_others(notebook: NotebookSession, executor: str) -> None:
    result = notebook.run(f"%%{executor}\nfor (int n : numbers)\n    broken(n);")
    assert result.status == "error"
    assert "IllegalStateException" in result.reply["ename"]
    assert "four" in result.reply["evalue"]
    outcomes = [task["outcome"] for task in result.run_data()["runs"][0]["rounds"][0]["tasks"]]
    assert outcomes.count("failure") == 1 and outcomes.count("success") == 5


@pytest.mark.parametrize("executor", EXECUTORS)
def test_notebook_types_lambdas_and_variables_reach_each_executor(notebook: NotebookSession, executor: str) -> None:
    assert notebook.run("int offset = 100; Function<Point, Integer> sum = p -> p.x() + p.y() + offset;").status == "ok"
    result = notebook.run(
        f"%%{executor} --results sums\nfor (Point p : List.of(new Point(1, 2), new Point(3, 4)))\n    sum.apply(p);"
    )
    assert result.status == "ok", result.text()
    assert notebook.run("sums").text().strip() == "[103, 107]"


def test_a_comparison_has_set_up_checks_and_a_row_each(notebook: NotebookSession) -> None:
    result = notebook.run(
        "%%compare sequential, threadpool(2)\n"
        "var total = new LongAdder();\n"
        "for (int n : numbers)\n"
        "    total.add(square(n));\n"
        "total.sum();"
    )
    assert result.status == "ok", result.text()
    data = result.run_data()
    assert [run["executor"] for run in data["runs"]] == ["sequential", "threadpool(2)"]
    for run in data["runs"]:
        assert {one["check"] for one in run["rounds"]} == {"91"}
    assert notebook.run("lastComparison.runs().size()").text().strip() == "2"


@pytest.mark.parametrize(
    "body, outcomes",
    [
        ("for (int i = 0; i < 4; i++)\n    square(i);", 4),
        ("List.<Callable<Integer>>of(() -> square(1), () -> square(2));", 2),
        ('tasks(task("one", () -> square(1)), task("two", () -> "text"));', 2),
    ],
)
def test_the_other_forms_of_a_workload(notebook: NotebookSession, body: str, outcomes: int) -> None:
    result = notebook.run(f"%%threadpool 2\n{body}")
    assert result.status == "ok", result.text()
    assert len(result.run_data()["runs"][0]["rounds"][0]["tasks"]) == outcomes


def test_any_other_statement_is_repeated(notebook: NotebookSession) -> None:
    result = notebook.run("%%threadpool 2 --tasks 5\nThread.sleep(1);")
    assert result.status == "ok", result.text()
    assert len(result.run_data()["runs"][0]["rounds"][0]["tasks"]) == 5


def test_a_value_that_cannot_be_sent_is_shown_with_its_path(notebook: NotebookSession) -> None:
    notebook.run("class Model { Thread session = new Thread(); }\nclass Validator { Model model = new Model(); }")
    notebook.run("Validator validator = new Validator();")
    result = notebook.run("%%processpool 2\nfor (int n : numbers)\n    validator.hashCode() + n;")
    assert result.status == "error"
    text = result.text()
    assert "NotSerializable" in text
    for word in ("validator", ".model", ".session", "java.lang.Thread"):
        assert word in text


LOOP = "for (int n : numbers)\n    square(n);"

# What is wrong, the cell, and what the answer must say (beyond the cell itself, which it quotes).
MISTAKES = {
    "an unknown magic": ("%%treadpool 5\n" + LOOP, "Did you mean %%threadpool"),
    "an unknown option": ("%%threadpool 5 --ordred\n" + LOOP, "Did you mean --ordered"),
    "an option of a later version": ("%%threadpool 5 --retries 2\n" + LOOP, "not available yet"),
    "no body": ("%%threadpool 5\n", "in the lines below it"),
    "a negative size": ("%%threadpool -3\n" + LOOP, "at least 1 worker"),
    "a size that is no number": ("%%threadpool five\n" + LOOP, "must be a number"),
    "a size of zero": ("%%threadpool 0\n" + LOOP, "at least 1 worker"),
    "an unknown executor in a list": ("%%compare sequential, treadpool(2)\n" + LOOP, "Did you mean threadpool"),
    "break": ("%%threadpool 2\nfor (int n : numbers) { if (n > 2) break; square(n); }", "with continue"),
    "return": ("%%threadpool 2\nfor (int n : numbers) { if (n > 2) return; square(n); }", "or continue"),
    "two loops": ("%%threadpool 2\n" + LOOP + "\n" + LOOP, "Write work: before"),
    "no items": ("%%threadpool 2\nfor (int n : List.<Integer>of())\n    square(n);", "nothing to execute"),
    "a compile error in the loop": ("%%threadpool 2\nfor (int n : numbers)\n    square(nn);", "cannot find symbol"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gets_a_sentence_that_helps(notebook: NotebookSession, mistake: str) -> None:
    cell, expected = MISTAKES[mistake]
    result = notebook.run(cell)
    assert result.status == "error"
    text = result.text()
    assert expected in text
    assert "^" in text, "the place is shown"
    assert "org.threadbook.kernel" not in text, "no trace of ours"


def test_null_items_and_null_results_are_values(notebook: NotebookSession) -> None:
    result = notebook.run("%%threadpool 2\nfor (String s : Arrays.asList(\"a\", null))\n    s;")
    assert result.status == "ok", result.text()
    assert {task["outcome"] for task in result.run_data()["runs"][0]["rounds"][0]["tasks"]} == {"success"}


def test_a_hundred_thousand_items(notebook: NotebookSession) -> None:
    result = notebook.run("%%threadpool 2\nfor (int i = 0; i < 100_000; i++)\n    square(i);")
    assert result.status == "ok", result.text()
    (measured,) = result.run_data()["runs"][0]["rounds"]
    assert len(measured["tasks"]) + measured["tasksOmitted"] == 100_000


def test_the_help_is_there(notebook: NotebookSession) -> None:
    listed = notebook.run("%lsmagic").text()
    for name in ("sequential", "threadpool", "processpool", "compare", "lsmagic"):
        assert name in listed
    assert "--as-completed" in notebook.run("%threadpool?").text()
