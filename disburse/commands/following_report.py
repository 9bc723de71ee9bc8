"""The report that follows an import: made by a process that gets ready while the file is read.

Loading pandas and the rest takes as long as reading a few thousand projects. The process waits,
all loaded, until it is told that the file is stored; it is the command ``report`` otherwise.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Self

from disburse.commands.wording import error

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from disburse.commands.answer import Context

_GO = b"\n"


class FollowingReport:
    """A report about to be made; used as a context, which its process does not outlive."""

    def __init__(self, options: Namespace, context: Context) -> None:
        """Keep what the report is to be like; nothing is started yet."""
        self._arguments = list(_arguments(options, context))
        self._as_json: bool = options.json
        self._process: subprocess.Popen[bytes] | None = None
        self.begun = False

    def get_ready(self) -> None:
        """Start the process."""
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-m", __name__, *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def begin(self) -> None:
        """Tell the process that the file is stored."""
        self.begun = True
        assert self._process is not None  # noqa: S101 - started before the file was read
        assert self._process.stdin is not None  # noqa: S101 - opened as a pipe
        try:
            self._process.stdin.write(_GO)
            self._process.stdin.flush()
        except OSError:
            return  # it has ended, which its exit code tells

    def result(self) -> tuple[int, Any]:
        """Wait for the exit code and what ``report`` printed: a document if ``--json`` was given.

        What went wrong it has told on stderr itself.
        """
        assert self._process is not None  # noqa: S101 - started before the file was read
        printed, _ = self._process.communicate()
        text = printed.decode().strip()
        return self._process.returncode, json.loads(text) if text and self._as_json else text

    def __enter__(self) -> Self:
        """Give the report itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, should it still wait or work."""
        if self._process is not None:
            with self._process:
                self._process.kill()


def check(options: Namespace) -> None:
    """Refuse options that contradict each other."""
    given = {
        "--report-as-of": options.report_as_of,
        "--out": options.out,
        "--no-letters": options.no_letters,
    }
    needless = ", ".join(flag for flag, value in given.items() if value)
    if needless and not options.report:
        raise error("needs_report", flags=needless)
    if options.report and options.dry_run:
        raise error("report_of_nothing")


def _arguments(options: Namespace, context: Context) -> Iterator[str]:
    """The command line of ``report``."""
    yield from ("--db", str(context.database), "report")
    if options.json:
        yield "--json"
    if options.report_as_of:
        yield from ("--as-of", options.report_as_of.isoformat())
    if options.out:
        yield from ("--out", str(options.out))
    if options.no_letters:
        yield "--no-letters"


def _follow() -> None:
    """Get ready, wait to be told, and make the report."""
    from disburse.__main__ import run, settle

    settle()
    import disburse.cli
    import disburse.commands.reports
    import disburse.monitor.assess
    import disburse.render.excel
    import disburse.render.pages  # noqa: F401 - all loaded for later

    if sys.stdin.buffer.read(len(_GO)) == _GO:
        run()


if __name__ == "__main__":
    _follow()
