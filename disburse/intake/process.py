"""The process that reads one file, as it is started: `disburse.intake.child` is what it runs.

Little is imported here, so that the command line can start it before anything else.
"""

from __future__ import annotations

import subprocess
import sys

from disburse.paths import ROOT

START = "import sys; sys.path.extend(sys.argv[1:]); from disburse.intake.child import main; main()"

_ahead: list[subprocess.Popen[bytes]] = []


def start_ahead() -> None:
    """Start the process of the next file to be read; it ends with ours if there is none."""
    _ahead.append(_start())


def started() -> subprocess.Popen[bytes]:
    """Give the process started ahead, else start one."""
    return _ahead.pop() if _ahead else _start()


def _start() -> subprocess.Popen[bytes]:
    """Start the base interpreter without site packages' start-up code: it finds all by our path."""
    interpreter = getattr(sys, "_base_executable", None) or sys.executable
    places = [str(ROOT), *(entry for entry in sys.path if entry)]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [interpreter, "-I", "-S", "-X", "utf8", "-c", START, *places],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
