"""Reads mutated files by their numbers until told no more: one line in, one line out.

Started as ``python -m bench.fuzzing.worker FOLDER``; a line out is ``number<TAB>codes`` for a file
read or refused, ``number<TAB>!kind place`` for an exception, of which standard error has more.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from bench.fuzzing.mutation import mutated
from disburse.intake.child import cap_memory
from disburse.intake.reading import ReadingOptions, read_register
from disburse.paths import ROOT

MEMORY = 900 << 20
OUT_OF_MEMORY = 3
"""Exit code of a reader that has no memory left, and cannot be trusted to go on."""


def main() -> None:
    """Serve the numbers on standard input; ``FOLDER`` holds the seeds and takes the files."""
    folder = Path(sys.argv[1])
    seeds = load(folder)
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    cap_memory(MEMORY)
    for line in sys.stdin:
        number = int(line)
        suffix, content = mutated(seeds, number)
        path = folder / f"file-{os.getpid()}{suffix}"
        path.write_bytes(content)
        channel.write(f"{number}\t{_outcome(path)}\n")
        channel.flush()
        path.unlink()


def load(folder: Path) -> list[tuple[str, bytes]]:
    """Suffix and content of every seed in a folder."""
    return [(path.suffix, path.read_bytes()) for path in sorted(folder.glob("seed-*"))]


def _outcome(path: Path) -> str:
    try:
        register = read_register(path, ReadingOptions())
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException as error:  # noqa: BLE001 - whatever escapes is what is looked for
        traceback.print_exc()
        if type(error).__name__ == "PanicException":
            return "(library panicked)"
        return f"!{type(error).__name__} {_place(error)}"
    errors = sorted({finding.code for finding in register.findings if finding.severity == "error"})
    return " ".join(errors) or "read"


def _place(error: BaseException) -> str:
    """The last line of ours that the exception passed: ``intake/columns.py:120``."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(str(ROOT / "disburse"))]
    if not ours:
        return "elsewhere"
    last = ours[-1]
    return f"{Path(last.filename).relative_to(ROOT / 'disburse').as_posix()}:{last.lineno}"


if __name__ == "__main__":
    main()
