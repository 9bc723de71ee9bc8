"""Which process is at a message, and whether it still is."""

from __future__ import annotations

import os
import platform
from datetime import datetime, timedelta

import psutil

_LONGEST = timedelta(hours=1)
_SAME_START_SECONDS = 2.0


def this_worker() -> str:
    """Name this process so that no other, now or later, has the same name."""
    process = psutil.Process(os.getpid())
    return f"{platform.node()}/{process.pid}/{process.create_time():.2f}"


def gone(worker: str, started_at: str, at: datetime) -> bool:
    """Tell whether an attempt's process ended without a word, or has taken impossibly long.

    A process of another computer cannot be asked; it has as long as an attempt can possibly take.
    """
    node, _, process = worker.rpartition("/")[0].rpartition("/")
    begun = float(worker.rpartition("/")[2])
    if at - datetime.fromisoformat(started_at) > _LONGEST:
        return True
    return node == platform.node() and not _runs(int(process), begun)


def _runs(number: int, begun: float) -> bool:
    try:
        process = psutil.Process(number)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return abs(process.create_time() - begun) < _SAME_START_SECONDS
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
