"""The suite by which Jupyter judges kernels, with samples in Java."""

from __future__ import annotations

import jupyter_kernel_test


class TestThreadbook(jupyter_kernel_test.KernelTests):
    kernel_name = "threadbook"
    language_name = "java"
    file_extension = ".java"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    code_generate_error = 'throw new IllegalStateException("on purpose");'

    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"text".length()', "result": "4"},
        {"code": "List.of(1, 2, 3)", "result": "[1, 2, 3]"},
        {"code": "record Point(int x, int y) {}\nnew Point(3, 4)", "result": "Point[x=3, y=4]"},
        {"code": "int twice(int n) { return 2 * n; }\ntwice(21)", "result": "42"},
    ]

    completion_samples = [
        {"text": "String.valueO", "matches": {"valueOf("}},
        {"text": "Math.hypo", "matches": {"hypot("}},
    ]

    complete_code_samples = ["1 + 1", "int a = 1;", "for (int i = 0; i < 3; i++) { }", "", "// only a comment"]
    incomplete_code_samples = ["int f() {", "for (int i = 0; i < 3; i++) {", 'String s = """\n  a', "List.of(1,"]
    invalid_code_samples = ["int n = );", "class 3 {}", "}"]


del jupyter_kernel_test.KernelTests  # else it would be collected too, with ipykernel
