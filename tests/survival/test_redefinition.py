"""What the notebook holds: it survives that things are declared again."""

from __future__ import annotations

from notebook_session import NotebookSession


def value(session: NotebookSession, expression: str) -> str:
    result = session.run(expression)
    assert result.status == "ok", result.text()
    return result.text().strip()


def test_a_method_declared_again_is_called_by_all_that_used_it(session: NotebookSession) -> None:
    session.run("int rate = 2;")
    session.run("int price(int n) { return n * rate; }")
    session.run("record Order(int n) { int total() { return price(n); } }")
    session.run("Order order = new Order(10);")
    session.run("IntUnaryOperator stored = n -> price(n) + 1;")
    session.run("List<IntSupplier> left = new ArrayList<>();")
    session.run("left.add(() -> price(1) + rate);")
    assert value(session, "order.total()") == "20"

    session.run("int price(int n) { return n * rate * 10; }")
    assert value(session, "List.of(order.total(), stored.applyAsInt(1), left.get(0).getAsInt())") == "[200, 21, 22]"
    # Its shape changes: it gets a lambda, which is a method more.
    session.run("int price(int n) { return IntStream.of(n).map(each -> each + rate).sum(); }")
    assert value(session, "List.of(order.total(), stored.applyAsInt(1), left.get(0).getAsInt())") == "[12, 4, 5]"
    # So does the variable, and is what it now says for what was there before.
    session.run("int rate = IntStream.of(1, 2).map(each -> each * 10).sum();")
    assert value(session, "List.of(order.total(), stored.applyAsInt(1), left.get(0).getAsInt())") == "[40, 32, 61]"


def test_objects_live_on_when_a_method_of_their_class_changes(session: NotebookSession) -> None:
    session.run("class Account { int balance; void pay(int n) { balance += n; } }")
    session.run("Account account = new Account(); account.pay(5);")
    session.run("class Account { int balance; void pay(int n) { balance += 100 * n; } }")
    result = session.run("account.pay(1); account.balance")
    assert result.text().strip() == "105"


def test_a_change_of_shape_names_the_variables_that_it_resets(session: NotebookSession) -> None:
    session.run("record Point(int x) {}")
    session.run("Point point = new Point(1); int untouched = 7;")
    result = session.run("record Point(int x, int y) {}")
    assert result.status == "ok"
    assert "reset by this cell" in result.stream("stderr")
    assert "point" in result.stream("stderr") and "untouched" not in result.stream("stderr")
    assert value(session, "untouched") == "7"
    session.run("Point point = new Point(1, 2);")
    assert value(session, "point.x() + point.y()") == "3"


def test_a_thread_still_running_prints_for_its_own_cell(session: NotebookSession) -> None:
    session.run("CountDownLatch go = new CountDownLatch(1);")
    early = session.send(
        "new Thread(() -> { try { go.await(); } catch (Exception e) {} System.out.println(5); }).start();"
    )
    session.collect(early)
    session.run("for (int i = 0; i < 3; i++) System.gc();")
    session.send("go.countDown();")
    while True:
        message = session.client.get_iopub_msg(timeout=60)
        if message["msg_type"] == "stream":
            assert message["parent_header"]["msg_id"] == early
            assert message["content"]["text"] == "5\n"
            return


def test_lambdas_of_earlier_cells_run_in_workers_and_come_back(session: NotebookSession) -> None:
    session.run("int base = 10; int plus(int n) { return n + base; }")
    session.run("List<IntUnaryOperator> steps = new ArrayList<>();")
    session.run("steps.add(n -> plus(n));")
    session.run("for (int k : List.of(2)) steps.add(n -> n * k);")
    session.run("for (int i = 0; i < 3; i++) System.gc();")
    result = session.run(
        "%%processpool 2 --results made\n"
        "for (int n : List.of(1, 2))\n"
        "    (IntSupplier) () -> steps.stream().mapToInt(step -> step.applyAsInt(n)).sum();"
    )
    assert result.status == "ok", result.text()
    assert value(session, "made.stream().map(each -> each.getAsInt()).toList()") == "[13, 16]"
