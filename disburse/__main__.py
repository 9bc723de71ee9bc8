"""Entry point of ``python -m disburse``."""

import sys

from disburse.cli import main

sys.exit(main())
