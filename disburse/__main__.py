"""Entry point of ``python -m disburse``."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

READING = frozenset({"import", "inspect"})


def run() -> NoReturn:
    """Carry out the command of ``sys.argv`` and end the process."""
    # One command makes many records that live to its end: the collector would only walk them,
    # and the interpreter only take them apart one by one. Nor is there a matrix to multiply, for
    # which numpy would start threads.
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if READING.intersection(sys.argv):
        from disburse.intake.process import start_ahead

        start_ahead()
    from disburse.cli import main

    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
