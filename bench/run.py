"""Speed and memory against the naive script and a bare pandas start-up, as ratios of one run.

``python bench/run.py [--projects N …] [--runs N]``. Runs are interleaved, so that whatever else
the machine does falls on both sides; medians are compared. Peak memory is that of the largest
single process (a process and the children it waited for), as the operating system reports it;
systems without ``os.wait4`` print "n/a".

The naive script is one command, makes the same sheets and no letters, so it is held against
``import --report`` without letters. Two things are shown beside: the same as two commands and with
letters; and the naive script without its sheet of cells, which takes it more than half its time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from statistics import median

_ROOT = Path(__file__).resolve().parents[1]
_AS_OF = "2026-10-05"
_SMALL = 60
_TIMES_FASTER = 5.0
_MEMORY_SHARE = 0.5
_PANDAS_STARTS = 2.0
_MEGABYTE = 1024 * 1024
_SHOWN = (
    "naive",
    "naive, no cells",
    "import --report",
    "both",
    "import",
    "report",
    "with letters",
    "import pandas",
)
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall time in seconds and peak memory in MB, None where the system does not tell."""

    wall: float
    peak: float | None

    def then(self, other: Cost) -> Cost:
        """Both, one after the other."""
        peaks = [each for each in (self.peak, other.peak) if each is not None]
        return Cost(self.wall + other.wall, max(peaks, default=None))


@dataclass(frozen=True, slots=True)
class Check:
    """One ratio held against its floor."""

    name: str
    value: float | None
    floor: float
    at_least: bool = False

    @property
    def passed(self) -> bool:
        """Whether the floor is reached; what could not be measured does not fail."""
        if self.value is None:
            return True
        return self.value >= self.floor if self.at_least else self.value < self.floor


def measure(*command: str) -> Cost:
    """Run a Python command to its end and say what it cost; an error ends the bench."""
    started = time.perf_counter()
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603 - our own commands
            [sys.executable, *command], cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=errors
        ) as process,
    ):
        peak = _wait(process)
        wall = time.perf_counter() - started
        if process.returncode:
            errors.seek(0)
            sys.exit(f"{' '.join(command)}\n{errors.read().decode(errors='replace')}")
    return Cost(wall, peak)


def _wait(process: subprocess.Popen[bytes]) -> float | None:
    if sys.platform == "win32":
        process.wait()
        return None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * _RSS_UNIT / _MEGABYTE


def median_cost(costs: list[Cost]) -> Cost:
    """Median of each figure."""
    peaks = [cost.peak for cost in costs if cost.peak is not None]
    return Cost(median(cost.wall for cost in costs), median(peaks) if peaks else None)


def run_once(register: Path, work: Path) -> dict[str, Cost]:
    """Naive script, import, report and a bare pandas start-up, each once, from nothing."""
    naive = ("bench/naive.py", str(register), "--as-of", _AS_OF, "--out", str(work))
    taken_in = ("import", str(register), "--as-of", _AS_OF)
    written = ("--out", str(work / "reports"))
    report = ("report", "--as-of", _AS_OF, *written)
    at_once = ("--report", "--report-as-of", _AS_OF, *written, "--no-letters")
    ledger, other = (("-m", "disburse", "--db", str(work / name)) for name in ("one.db", "two.db"))
    return {
        "naive": measure(*naive),
        "naive, no cells": measure(*naive, "--without-sources"),
        "import --report": measure(*ledger, *taken_in, *at_once),
        "import": measure(*other, *taken_in),
        "report": measure(*other, *report, "--no-letters"),
        "with letters": measure(*other, *report),
        "import pandas": measure("-c", "import pandas"),
    }


def run(projects: int, runs: int, folder: Path) -> dict[str, Cost]:
    """Medians over interleaved runs, with the two commands also as one line."""
    register = folder / f"register-{projects}.xlsx"
    measure("bench/registers.py", str(register), "--projects", str(projects))
    results: list[dict[str, Cost]] = []
    for number in range(runs):
        work = folder / f"run-{projects}-{number}"
        work.mkdir()
        results.append(run_once(register, work))
        rmtree(work, ignore_errors=True)
    medians = {name: median_cost([each[name] for each in results]) for name in results[0]}
    medians["both"] = median_cost([each["import"].then(each["report"]) for each in results])
    return medians


def checks(projects: int, costs: dict[str, Cost]) -> list[Check]:
    """The floors: against the naive script when large, against bare pandas when small."""
    if projects <= _SMALL:
        bare = costs["import pandas"].wall
        return [
            Check(f"{name}: wall / import pandas", costs[name].wall / bare, _PANDAS_STARTS)
            for name in ("import", "report")
        ]
    naive, ours = costs["naive"], costs["import --report"]
    share = ours.peak / naive.peak if ours.peak and naive.peak else None
    return [
        Check(
            "wall: naive / import --report", naive.wall / ours.wall, _TIMES_FASTER, at_least=True
        ),
        Check("peak memory: import --report / naive", share, _MEMORY_SHARE),
    ]


def help_imports_pandas() -> bool:
    """Whether ``--help`` loads pandas."""
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "disburse", "--help"],
        cwd=_ROOT,
        capture_output=True,
        check=True,
    )
    modules = {line.rsplit(b"|", 1)[-1].strip() for line in shown.stderr.splitlines()}
    return b"pandas" in modules


def print_costs(projects: int, costs: dict[str, Cost]) -> None:
    """One table per size; each of the naive scripts is 1 in its column."""
    naive, lean = costs["naive"].wall, costs["naive, no cells"].wall
    print(f"\n{projects:,} projects × 24 columns")
    print(f"{'':16}{'wall s':>9}{'naive ÷':>9}{'no cells ÷':>12}{'peak MB':>9}")
    for name in _SHOWN:
        cost = costs[name]
        peak = "n/a" if cost.peak is None else f"{cost.peak:.0f}"
        faster = f"{naive / cost.wall:9.1f}{lean / cost.wall:12.1f}"
        print(f"{name:16}{cost.wall:9.2f}{faster}{peak:>9}")


def print_check(check: Check) -> None:
    """One line per floor."""
    value = "n/a" if check.value is None else f"{check.value:.2f}"
    sign = "≥" if check.at_least else "<"
    verdict = "ok" if check.passed else "MISSED"
    print(f"  {check.name:36}{value:>8}  {sign} {check.floor:g}  {verdict}")


def main() -> int:
    """Run everything and print it; 1 when a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--projects", type=int, nargs="+", default=[10_000, _SMALL])
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    passed = True
    with tempfile.TemporaryDirectory(prefix="disburse-bench-") as folder:
        for projects in arguments.projects:
            costs = run(projects, arguments.runs, Path(folder))
            print_costs(projects, costs)
            for check in checks(projects, costs):
                print_check(check)
                passed &= check.passed
    light = not help_imports_pandas()
    print(f"\n--help leaves pandas alone: {'ok' if light else 'MISSED'}")
    return 0 if passed and light else 1


if __name__ == "__main__":
    sys.exit(main())
