"""Entry point of ``python -m disburse``."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

READING = frozenset({"import", "inspect"})


def settle() -> None:
    """Fit the interpreter to a process that carries out one command.

    One command makes many records that live to its end: the collector would only walk them. Nor
    is there a matrix to multiply, for which numpy would start threads.
    """
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def run() -> NoReturn:
    """Carry out the command of ``sys.argv`` and end the process."""
    settle()
    if READING.intersection(sys.argv):
        from disburse.intake.process import start_ahead

        start_ahead()
    from disburse.cli import main

    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # the interpreter would take all records apart, one by one


if __name__ == "__main__":
    run()
