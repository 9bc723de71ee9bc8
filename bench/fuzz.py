"""Fuzzing of the intake: ``python bench/fuzz.py [--files N] [--first N] [--keep DIR]``.

Each number is one broken file, the same at every run. Exit 1 when an exception escaped the
reading or a file took too long; a reader that a library ended is counted, for the intake reads in
a process of its own and makes a finding of that.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.fuzzing.mutation import mutated
from bench.fuzzing.pool import Tally, run
from bench.fuzzing.seeds import gathered
from bench.fuzzing.worker import load

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN_NUMBERS = 5


def fuzz(files: int, *, first: int = 0, readers: int = 2, keep: Path | None = None) -> Tally:
    """Read that many broken files; ``keep`` takes one file for every kind of failure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plant(folder)
        tally = run(folder, range(first, first + files), readers, _progress(files))
        if keep is not None:
            _keep(folder, tally, keep)
    return tally


def plant(folder: Path) -> None:
    """Put the seeds into a folder, in an order that does not change."""
    with tempfile.TemporaryDirectory() as name:
        for place, path in enumerate(gathered(Path(name))):
            shutil.copy(path, folder / f"seed-{place:03}{path.suffix}")


def _progress(files: int) -> _Shown:
    return _Shown(files, sys.stderr.isatty())


class _Shown:
    """Shows how far the run is, on a terminal only."""

    def __init__(self, files: int, terminal: bool) -> None:  # noqa: FBT001 - two plain facts
        self._files, self._terminal = files, terminal

    def __call__(self, tally: Tally) -> None:
        if self._terminal:
            print(f"\r{tally.files}/{self._files}", end="", file=sys.stderr)


def _keep(folder: Path, tally: Tally, keep: Path) -> None:
    keep.mkdir(parents=True, exist_ok=True)
    seeds = load(folder)
    for numbers in (*tally.exceptions.values(), *tally.deaths.values()):
        made = [(number, *mutated(seeds, number)) for number in numbers[:_SHOWN_NUMBERS]]
        number, suffix, content = min(made, key=lambda one: len(one[2]))
        (keep / f"{number}{suffix}").write_bytes(content)
    if (folder / "errors.txt").exists():
        shutil.copy(folder / "errors.txt", keep / "errors.txt")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--readers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args(arguments)
    started = time.perf_counter()
    tally = fuzz(given.files, first=given.first, readers=given.readers, keep=given.keep)
    _print(tally, time.perf_counter() - started)
    return 1 if tally.exceptions or "too slow" in tally.deaths else 0


def _print(tally: Tally, seconds: float) -> None:
    print(f"{tally.files} files in {seconds:.0f} s")
    for outcome, count in tally.outcomes.most_common():
        print(f"{count:8} {outcome}")
    for title, found in (("reader ended", tally.deaths), ("exception", tally.exceptions)):
        for what, numbers in sorted(found.items(), key=lambda item: -len(item[1])):
            print(f"{len(numbers):8} {title}: {what}, files {numbers[:_SHOWN_NUMBERS]}")


if __name__ == "__main__":
    sys.exit(main())
