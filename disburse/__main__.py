"""Entry point of ``python -m disburse``."""

import gc
import os
import sys

from disburse.cli import main

if __name__ == "__main__":
    # One command makes many records that live to its end: the collector would only walk them,
    # and the interpreter only take them apart one by one. Nor is there a matrix to multiply, for
    # which numpy would start threads.
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
