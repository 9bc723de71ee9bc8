"""Entry point of ``python -m disburse``."""

import gc
import sys

from disburse.cli import main

if __name__ == "__main__":
    # One command makes many records that live to its end: the collector would only walk them.
    gc.disable()
    sys.exit(main())
