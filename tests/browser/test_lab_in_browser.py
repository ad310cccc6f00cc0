"""JupyterLab in a headless Chromium: the seed notebook, Run All, the three rows of the table; a cell that asks; a deadlock."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty, Queue
from typing import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright
from threadbook_install import chromium
from threadbook_install.checkout import SEED_NOTEBOOK, Checkout

SECONDS_FOR_LAB = 120
SECONDS_FOR_THE_NOTEBOOK = 600
# No network but the loopback is needed; background traffic would only fail, slowly, on a closed one.
CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The notebook in front, as JupyterLab's own code sees it.
NOTEBOOK = "window.jupyterapp?.shell?.currentWidget"


@pytest.fixture
def lab_url(checkout: Checkout, tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab that install/lab has started on a copy of the notebooks."""
    folder = tmp_path / "notebooks"
    shutil.copytree(checkout.notebooks, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(checkout.root / "install" / "lab"), "--no-browser", f"--port={port}"]
    process = subprocess.Popen(
        # The page's own model of the notebook is asked whether all cells have run.
        [*command, f"--notebooks={folder}", "--", "--LabApp.expose_app_in_browser=True"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=os.name == "posix",
    )
    said: Queue[str] = Queue()
    threading.Thread(target=lambda: [said.put(line) for line in process.stdout], daemon=True).start()
    try:
        yield address_in(said)
    finally:
        end(process)


def address_in(said: "Queue[str]") -> str:
    lines = []
    while True:
        try:
            lines.append(said.get(timeout=SECONDS_FOR_LAB))
        except Empty:
            raise AssertionError("JupyterLab has not started:\n" + "".join(lines)) from None
        found = re.search(r"http://127\.0\.0\.1:\d+/\S*token=\S+", lines[-1])
        if found:
            return found.group(0)


def end(process: "subprocess.Popen[str]") -> None:
    """JupyterLab ends its kernels when it is asked to end; whatever is left then is killed."""
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


@pytest.fixture
def page(checkout: Checkout) -> Iterator[Page]:
    found = chromium.find()
    assert found is not None, chromium.how_to_get_it()
    sandboxed = not (hasattr(os, "geteuid") and os.geteuid() == 0)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found), headless=True, chromium_sandbox=sandboxed, args=CHROMIUM_FLAGS
        )
        opened = browser.new_page(viewport={"width": 1500, "height": 1000})
        try:
            yield opened
        finally:
            checkout.out.mkdir(parents=True, exist_ok=True)
            opened.screenshot(path=checkout.out / "lab-at-the-end.png")
            browser.close()


@pytest.mark.timeout(SECONDS_FOR_LAB + SECONDS_FOR_THE_NOTEBOOK + 120)
def test_run_all_shows_the_three_executors(lab_url: str, page: Page, checkout: Checkout) -> None:
    page.goto(lab_url)
    notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(notebook).to_be_visible(timeout=SECONDS_FOR_LAB * 1000)
    wait_for_kernel(page)
    assert page.evaluate(f"() => {NOTEBOOK}.context.path") == SEED_NOTEBOOK

    # Old outputs away, so that only what this run shows can be found.
    menu(page, "Edit", "Clear Outputs of All Cells")
    menu(page, "Run", "Run All Cells")
    wait_until_all_have_run(page)

    table = notebook.locator(".jp-OutputArea-output table").filter(has_text="sequential").filter(has_text="processpool(5)")
    cell = table.first.locator("xpath=ancestor::*[contains(@class, 'jp-CodeCell')]")
    expect(cell).to_be_attached(timeout=60_000)
    cell.evaluate("cell => cell.scrollIntoView({block: 'start'})")
    for executor in ("sequential", "threadpool(5)", "processpool(5)"):
        expect(table.first.locator("tr").filter(has_text=executor).first).to_be_visible()
    checkout.out.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=checkout.out / "lab.png")
    cell.screenshot(path=checkout.out / "compare.png")
    expect(notebook.locator("[data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)


@pytest.mark.timeout(SECONDS_FOR_LAB + SECONDS_FOR_THE_NOTEBOOK + 120)
def test_a_cell_that_asks_is_answered_in_its_box(lab_url: str, page: Page, tmp_path: Path) -> None:
    code = 'var name = IO.readln("Name? ");\nvar key = System.console().readPassword("Key: ");\nname + key.length'
    notebook = open_notebook(page, lab_url, tmp_path / "notebooks" / "asks.ipynb", [code])
    menu(page, "Run", "Run All Cells")

    box = notebook.locator("input.jp-Stdin-input")
    expect(box).to_be_visible(timeout=SECONDS_FOR_LAB * 1000)
    expect(notebook.locator(".jp-OutputArea-output").first).to_contain_text("Name? ")
    box.fill("Ada")
    box.press("Enter")
    hidden = notebook.locator("input.jp-Stdin-input[type=password]")
    expect(hidden).to_be_visible(timeout=SECONDS_FOR_LAB * 1000)
    expect(notebook.locator(".jp-Stdin-prompt").last).to_have_text("Key: ")
    hidden.fill("four")
    hidden.press("Enter")
    expect(notebook.get_by_text("Ada4")).to_be_visible(timeout=SECONDS_FOR_LAB * 1000)
    expect(notebook.get_by_text("four")).to_have_count(0)


DEADLOCK = """\
var both = new CountDownLatch(2);
void dine(Object first, Object second) {
    synchronized (first) {
        both.countDown();
        try { both.await(); } catch (InterruptedException e) { }
        synchronized (second) { System.out.println("ate"); }
    }
}
var ada = Thread.ofPlatform().daemon().name("Ada").start(() -> dine(left, right));
var grace = Thread.ofPlatform().daemon().name("Grace").start(() -> dine(right, left));
System.out.println("waiting");
ada.join();"""


@pytest.mark.timeout(SECONDS_FOR_LAB + SECONDS_FOR_THE_NOTEBOOK + 120)
def test_a_deadlock_is_stopped_listed_and_drawn(lab_url: str, page: Page, tmp_path: Path, checkout: Checkout) -> None:
    cells = ["Object left = new Object(), right = new Object();", DEADLOCK, "%threads", "%threads --deadlocks", "%vars"]
    notebook = open_notebook(page, lab_url, tmp_path / "notebooks" / "deadlock.ipynb", cells)
    outputs = [cell.locator(".jp-OutputArea-output") for cell in notebook.locator(".jp-CodeCell").all()]
    menu(page, "Run", "Run Selected Cell")
    menu(page, "Run", "Run Selected Cell")
    expect(outputs[1].first).to_contain_text("waiting", timeout=60_000)
    menu(page, "Kernel", "Interrupt Kernel")
    expect(outputs[1].last).to_contain_text("interrupted", timeout=60_000)
    for _ in range(3):
        menu(page, "Run", "Run Selected Cell")
    expect(outputs[2].locator("table")).to_contain_text("Ada", timeout=60_000)
    expect(outputs[2].locator("table")).to_contain_text("left behind")
    expect(outputs[3].locator("img, svg").first).to_be_visible(timeout=60_000)
    expect(outputs[4].locator("table")).to_contain_text("grace", timeout=60_000)
    checkout.out.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=checkout.out / "deadlock.png")


def open_notebook(page: Page, lab_url: str, file: Path, cells: list[str]) -> Locator:
    """Writes a notebook of these cells and opens it; its kernel is ready then."""
    write_notebook(file, cells)
    assert SEED_NOTEBOOK in lab_url
    page.goto(lab_url.replace(SEED_NOTEBOOK, file.name))
    page.wait_for_function(f"() => {NOTEBOOK}?.context?.path === '{file.name}'", timeout=SECONDS_FOR_LAB * 1000)
    wait_for_kernel(page)
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def write_notebook(file: Path, cells: list[str]) -> None:
    written = [
        {"cell_type": "code", "id": f"cell-{i}", "metadata": {}, "source": code, "outputs": [], "execution_count": None}
        for i, code in enumerate(cells)
    ]
    kernel = {"name": "threadbook", "display_name": "Threadbook", "language": "java"}
    notebook = {"cells": written, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    file.write_text(json.dumps(notebook), encoding="utf-8")


def menu(page: Page, name: str, item: str) -> None:
    page.get_by_role("menuitem", name=name, exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text(item, exact=True).click()


def wait_for_kernel(page: Page) -> None:
    page.wait_for_function(
        f"() => {NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'", timeout=SECONDS_FOR_LAB * 1000
    )
    assert page.evaluate(f"() => {NOTEBOOK}.sessionContext.session.kernel.name") == "threadbook"


def wait_until_all_have_run(page: Page) -> None:
    """Every code cell has its number. JupyterLab draws only those in view, so its model is asked."""
    page.wait_for_function(
        f"""() => [...{NOTEBOOK}.content.model.cells]
            .filter(cell => cell.type === 'code')
            .every(cell => cell.executionCount !== null)""",
        timeout=SECONDS_FOR_THE_NOTEBOOK * 1000,
    )
