"""Time per row and peak memory of reading, from small registers to the largest.

``python bench/rows.py [--projects N …] [--runs N]``. A file is read as the program does: in a
process of its own, whose peak memory is what its watcher saw. Time is the processor's, both
processes together (where the system does not tell it, the clock's), so that a busy machine
changes little; small registers are read several times a run and the least counts. Starting the
process takes the same for every file: what a register of one project takes is taken off before
dividing by rows. The ratio is that of the dearest size to the cheapest, 1 where reading is flat.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.registers import write_register
from disburse.intake.isolation import IsolatedReading
from disburse.intake.options import ReadingOptions

_SIZES = (1_000, 10_000, 50_000, 200_000)
_FLAT = 1.5
_MOST_REPEATS = 7
_ROWS_A_RUN = 20_000
_MEGABYTE = 1024 * 1024
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading cost: seconds of the clock and of the processor, bytes at the most."""

    wall: float
    seconds: float
    peak: int


@dataclass(frozen=True, slots=True)
class Size:
    """One size of register: its file, the least times and the most memory of reading it."""

    projects: int
    file_bytes: int
    wall: float
    seconds: float
    peak: int

    def per_row(self, start: float) -> float:
        """Seconds for each project beyond the start of the process."""
        return (self.seconds - start) / self.projects


def read_once(register: Path, projects: int) -> Reading:
    """Read a register from a process's start to its records here; a wrong count ends the bench."""
    started, spent = time.perf_counter(), _processor_seconds()
    with IsolatedReading(register, ReadingOptions()) as reading:
        found = reading.result()
        wall = time.perf_counter() - started
    if len(found.projects) != projects:
        codes = sorted({finding.code for finding in found.findings})
        sys.exit(f"{projects:,} projects written, {len(found.projects):,} read: {codes}")
    return Reading(wall, _processor_seconds() - spent, reading.peak_memory)


def _processor_seconds() -> float:
    """Processor time of this process and of those that ended; the clock's where none is told."""
    if sys.platform == "win32":
        return time.perf_counter()
    import resource

    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def measured(sizes: list[int], runs: int, folder: Path) -> list[Size]:
    """What every size costs, the sizes in turn within each run."""
    registers = {projects: folder / f"register-{projects}.xlsx" for projects in sizes}
    for projects, register in registers.items():
        write_register(register, projects)
    readings: dict[int, list[Reading]] = {projects: [] for projects in sizes}
    for _ in range(runs):
        for projects, register in registers.items():
            readings[projects] += [read_once(register, projects) for _ in range(_repeats(projects))]
    return [
        Size(
            projects,
            registers[projects].stat().st_size,
            min(one.wall for one in readings[projects]),
            min(one.seconds for one in readings[projects]),
            max(one.peak for one in readings[projects]),
        )
        for projects in sizes
    ]


def _repeats(projects: int) -> int:
    return max(1, min(_MOST_REPEATS, _ROWS_A_RUN // projects))


def flatness(sizes: list[Size], start: float) -> float:
    """Time per row of the dearest size over that of the cheapest."""
    times = [size.per_row(start) for size in sizes]
    return max(times) / min(times)


def print_sizes(sizes: list[Size], start: float) -> None:
    """One line per size; the start of the process by itself first."""
    print(f"start of the reading process: {start:.2f} s\n")
    names = ("file MB", "wall s", "cpu s", "µs/row", "peak MB", "KB/row")
    print(f"{'projects':>10}" + "".join(f"{name:>9}" for name in names))
    for size in sizes:
        print(
            f"{size.projects:>10,}{size.file_bytes / _MEGABYTE:>9.1f}"
            f"{size.wall:>9.2f}{size.seconds:>9.2f}"
            f"{size.per_row(start) * _MICROSECONDS:>9.0f}{size.peak / _MEGABYTE:>9.0f}"
            f"{size.peak / size.projects / 1024:>9.1f}"
        )


def main() -> int:
    """Measure and print; 1 when the time per row is not flat."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--projects", type=int, nargs="+", default=list(_SIZES))
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="disburse-bench-") as folder:
        alone, *sizes = measured([1, *sorted(arguments.projects)], arguments.runs, Path(folder))
    print_sizes(sizes, alone.seconds)
    ratio = flatness(sizes, alone.seconds)
    passed = ratio <= _FLAT
    verdict = "ok" if passed else "MISSED"
    print(f"\n  time per row: dearest / cheapest {ratio:.2f}  ≤ {_FLAT:g}  {verdict}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
