"""Recognition quality: ``python bench/recognition.py [--only NAME] [--seed N] [--keep DIR]``."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from bench.recognition.command import main

    sys.exit(main())
