"""The command line: reads the arguments, runs one verb, prints its answer.

Exit 0 done, 1 refused because of findings (nothing stored), 2 wrong use.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from importlib import import_module
from typing import TYPE_CHECKING, Any

from disburse.commands.answer import WRONG_USE, Context
from disburse.commands.parser import build_parser
from disburse.commands.wording import error, wording
from disburse.errors import OperatorError
from disburse.paths import DATABASE
from disburse.progress import Stopwatch, TerminalLine

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from disburse.commands.answer import Answer
    from disburse.progress import Progress

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; ``arguments`` default to the program's own."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    _write_utf8()
    as_json = "--json" in given
    try:
        answer = _answer(build_parser().parse_args(given))
        _print(answer, as_json=as_json)
    except OperatorError as refusal:
        return _refuse(str(refusal), as_json=as_json)
    except KeyboardInterrupt:
        _refuse(str(error("interrupted")), as_json=as_json)
        return _INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    return answer.exit_code


def _answer(options: Namespace) -> Answer:
    verb = import_module(f"disburse.commands.{options.module}")
    with ExitStack() as stack:
        context = Context(
            database=options.db or DATABASE,
            database_chosen=options.db is not None,
            progress=_progress(stack, quiet=options.json or not sys.stderr.isatty()),
        )
        answer: Answer = verb.run(options, context)
        return answer


def _progress(stack: ExitStack, *, quiet: bool) -> Progress:
    if quiet:
        return Stopwatch()
    line = TerminalLine(wording()["stages"])
    stack.callback(line.close)
    return line


def _write_utf8() -> None:
    """Write UTF-8 even where the console's own encoding lacks Vietnamese letters."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _print(answer: Answer, *, as_json: bool) -> None:
    text = _json(answer.document()) if as_json else answer.text()
    print(text, flush=True)


def _refuse(message: str, *, as_json: bool) -> int:
    if as_json:
        print(_json({"error": message}), flush=True)
    else:
        print(wording()["errors"]["label"] + message, file=sys.stderr)
    return WRONG_USE


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False)


def _reader_left() -> int:
    """End quietly when the reader of a pipe, such as ``head``, has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
