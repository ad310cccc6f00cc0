"""How a failure is reported: what happened, why, and in the last line what to do next."""

from __future__ import annotations

import sys
from typing import Callable, Sequence


class Trouble(Exception):
    """Something that a person can put right.

    what: what happened and why, may have several lines
    do: the last line that is printed, an instruction
    code: the exit code; 1, or 2 for "no JDK found"
    """

    def __init__(self, what: str, do: str, code: int = 1) -> None:
        super().__init__(what)
        self.what = what
        self.do = do
        self.code = code


def guarded(main: Callable[[Sequence[str]], int], arguments: Sequence[str]) -> int:
    """Runs a command line. Whatever goes wrong, the last line says what to do."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a character shows '?' instead of ending the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", line_buffering=True)
    try:
        return main(arguments)
    except Trouble as trouble:
        sys.stdout.flush()
        print(f"\n{trouble.what}\n{trouble.do}", file=sys.stderr)
        return trouble.code
    except KeyboardInterrupt:
        print("\nStopped. Start it again when you like: what is done already is kept.", file=sys.stderr)
        return 130
    except OSError as error:
        print(
            f"\n{error}\nCheck that this folder can be written to and that the disk is not full, then start it again.",
            file=sys.stderr,
        )
        return 1
