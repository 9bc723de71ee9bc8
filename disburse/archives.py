"""What goes wrong with zip archives that others made or damaged."""

from __future__ import annotations

import struct
import zlib
from zipfile import BadZipFile

SPOILED = (BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError)
"""What `zipfile` raises on reading one: RuntimeError for a lock, its NotImplementedError for a
method nobody knows, ValueError for a name or a number that is none."""
