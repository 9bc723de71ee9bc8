"""Mail: how fast an outbox is handed over, and that nothing is lost or doubled when all goes wrong.

``python bench/mail.py [--recipients N] [--runs N] [--rounds N] [--first N]``. The first part hands
over a run on loopback and compares with a bare loop over `smtplib`; both sides are measured in
turn, medians are compared, peak memory is that of the process. The second part runs rounds in which
the server fails and delivering processes are killed at random. 1 when a floor is missed or anything
was lost or doubled in silence; 0 rounds or runs leave that part out.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copy
from statistics import median
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil

from bench.mailing.faults import RECIPIENTS, rounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.mailing.faults import Tally

_ROOT = Path(__file__).resolve().parents[1]
_PARTS = _ROOT / "bench" / "mailing" / "parts.py"
_SINK = _ROOT / "bench" / "mailing" / "sink.py"
_TENTH = 10
_LEAST_RATIO = 0.2
_MOST_GROWTH = 1.10
_MEGABYTE = 1024 * 1024
_LOOK_SECONDS = 0.01


@dataclass(slots=True)
class Measured:
    """Seconds of every run of a part, and its largest peak memory in MB."""

    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0

    @property
    def usual(self) -> float:
        """Median of the seconds."""
        return median(self.seconds)


@contextmanager
def sink() -> Iterator[int]:
    """Have a mail server in a process of its own for a block; gives its port."""
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, str(_SINK)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise ValueError("no pipes")
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def run(part: str, database: Path, count: int, port: int, into: Measured) -> None:
    """Run one part in a process of its own and note what it took."""
    command = [sys.executable, str(_PARTS), part, str(database), str(count), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own script
        into.peak = max(into.peak, _watched(process))
        told = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(f"{part} failed")
    into.seconds.append(float(told))


def _watched(process: subprocess.Popen[str]) -> float:
    """Look at a process' memory until it ends; return the largest in MB."""
    peak = 0
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.Error:
            break
        time.sleep(_LOOK_SECONDS)
    return peak / _MEGABYTE


def throughput(recipients: int, runs: int) -> bool:
    """Measure a run of ``recipients`` and one of a tenth; tell whether the floors hold."""
    parts = {
        (part, count): Measured() for part in _NAMES for count in (recipients // _TENTH, recipients)
    }
    with tempfile.TemporaryDirectory() as folder, sink() as port:
        for number in range(runs):
            for count in (recipients // _TENTH, recipients):
                filled = Path(folder) / f"{count}-{number}.db"
                run("fill", filled, count, port, parts["fill", count])
                for part in ("deliver", "bare", "noted", "naive"):
                    used = copy(filled, Path(folder) / f"{part}.db")
                    run(part, Path(used), count, port, parts[part, count])
                    Path(used).unlink()
                filled.unlink()
    return _told(parts, recipients)


def _told(parts: dict[tuple[str, int], Measured], recipients: int) -> bool:
    few = recipients // _TENTH
    print(
        f"{'':26}{'s':>8}{'mails/s':>10}{'MB at ' + str(few):>12}{'MB at ' + str(recipients):>12}"
    )
    for part, name in _NAMES.items():
        whole, small = parts[part, recipients], parts[part, few]
        figures = f"{whole.usual:8.2f}{recipients / whole.usual:10.0f}"
        print(f"{name:26}{figures}{small.peak:12.0f}{whole.peak:12.0f}")
    deliver, bare, noted, naive = (
        parts[one, recipients].usual for one in ("deliver", "bare", "noted", "naive")
    )
    both = deliver + parts["fill", recipients].usual
    print(
        f"delivery against the bare loop over ready mails: {bare / deliver:.2f} of its throughput"
    )
    print(f"against that loop with each mail noted on disk first: {noted / deliver:.2f}")
    print(f"run made and delivered against make-and-send loop: {naive / both:.2f}")
    growth = max(
        parts[part, recipients].peak / parts[part, few].peak for part in ("fill", "deliver")
    )
    print(f"memory at ten times the recipients: {growth:.2f} times")
    return bare / deliver >= _LEAST_RATIO and growth <= _MOST_GROWTH


_NAMES = {
    "fill": "outbox, made and stored",
    "deliver": "outbox, delivered",
    "bare": "bare loop, ready mails",
    "noted": "the same, each noted",
    "naive": "loop that makes and sends",
}


def faults(count: int, first: int) -> bool:
    """Run the rounds of faults; tell whether nothing was lost or doubled in silence."""
    begun = time.perf_counter()
    tally = rounds(count, first=first)
    print(
        f"{tally.rounds} rounds of {RECIPIENTS} recipients, {tally.kills} processes killed, "
        f"{time.perf_counter() - begun:.0f} s"
    )
    _show("faults the server made", {str(key): value for key, value in tally.faults.items()})
    _show("attempts", dict(tally.attempts))
    _show("messages", {str(key): value for key, value in tally.states.items()})
    print(f"  of the unknown: {tally.arrived_unknown} had arrived")
    print(f"lost {tally.lost}, doubled {tally.doubled}, otherwise wrong {len(tally.broken)}")
    for line in tally.broken[:_TENTH]:
        print(f"  {line}")
    return _sound(tally)


def _sound(tally: Tally) -> bool:
    return not (tally.lost or tally.doubled or tally.broken)


def _show(title: str, counts: dict[str, int]) -> None:
    print(f"{title}: {sum(counts.values())}")
    for name, count in sorted(counts.items(), key=lambda one: -one[1]):
        print(f"  {count:7} {name}")


def main(arguments: Sequence[str]) -> int:
    """Run both parts, or those that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="seed of the first round")
    options = parser.parse_args(arguments)
    passed = not options.runs or throughput(options.recipients, options.runs)
    passed &= not options.rounds or faults(options.rounds, options.first)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
