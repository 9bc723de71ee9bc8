"""The command line of the recognition bench."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.recognition.faults import FAULTS
from bench.recognition.grid import as_drawing
from bench.recognition.layouts import LAYOUTS
from bench.recognition.run import Faulty, WellFormed, faulty, well_formed
from bench.recognition.tables import (
    failing_faulty,
    failing_well_formed,
    family_table,
    fault_table,
    field_table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.recognition.elements import Layout

_SEEDS = 3
_PROJECTS = 14
_MOST_LINES = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when every figure to reach is reached, else 1."""
    told = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder: Path = told.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        whole, struck = _measure(told, folder)
        _print_whole(whole)
        _print_struck(struck)
        if told.keep:
            _print_kept([*whole, *struck])
    return 1 if any(not item.perfect for item in whole) or any(i.silent for i in struck) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="How well intake reads a corpus of registers.")
    parser.add_argument("--only", default="", help="layouts whose name contains this")
    parser.add_argument("--fault", help="faults whose name contains this; none for '-'")
    parser.add_argument("--seed", type=int, help="this seed alone")
    parser.add_argument("--seeds", type=int, default=_SEEDS, help="seeds of the faultless files")
    parser.add_argument("--projects", type=int, default=_PROJECTS, help="projects in a file")
    parser.add_argument("--keep", type=Path, help="keep the files here and print them as drawings")
    return parser


def _measure(told: argparse.Namespace, folder: Path) -> tuple[list[WellFormed], list[Faulty]]:
    """Faulty files take one seed, unless a seed is asked for: there are so many kinds."""
    layouts = [layout for layout in LAYOUTS if told.only in layout.name]
    faults = [fault for fault in FAULTS if told.fault is None or told.fault in fault.name]
    seeds = range(1, told.seeds + 1) if told.seed is None else (told.seed,)
    whole = list(well_formed(layouts, seeds, told.projects, folder)) if not told.fault else []
    if told.fault == "-":
        whole, faults = list(well_formed(layouts, seeds, told.projects, folder)), []
    chosen = layouts if told.only else _fewer_alike(layouts)
    return whole, list(faulty(chosen, faults, seeds[:1], told.projects, folder))


def _fewer_alike(layouts: list[Layout]) -> list[Layout]:
    """Of the families whose layouts are much alike, each fifth is enough for every fault."""
    alike = [layout for layout in layouts if layout.family in {"mixed", "spellings"}]
    left_out = {layout.name for number, layout in enumerate(alike) if number % 5}
    return [layout for layout in layouts if layout.name not in left_out]


def _print_whole(whole: list[WellFormed]) -> None:
    if not whole:
        return
    layouts = len({item.layout.name for item in whole})
    print(f"Well-formed: {layouts} layouts, {len(whole)} files\n")
    print(field_table(whole), family_table(whole), sep="\n\n", end="\n\n")
    _print_lines("Not read perfectly", failing_well_formed(whole))


def _print_struck(struck: list[Faulty]) -> None:
    if not struck:
        return
    silent = sum(bool(item.silent) for item in struck)
    kinds = len({item.fault.name for item in struck})
    print(f"Faulty: {kinds} kinds of fault, {len(struck)} files\n")
    print(fault_table(struck), end="\n\n")
    print(f"silent error rate {silent / len(struck):.2%} ({silent} of {len(struck)} files)\n")
    _print_lines("Silent errors", failing_faulty(struck))


def _print_lines(title: str, lines: list[str]) -> None:
    if lines:
        print(f"{title}: {len(lines)}", *lines[:_MOST_LINES], sep="\n  ", end="\n\n")


def _print_kept(outcomes: Sequence[WellFormed | Faulty]) -> None:
    for outcome in outcomes[:3]:
        print(outcome.path)
        for grid in outcome.drawn.grids:
            print(f"[{grid.name}]", as_drawing(grid), sep="\n")
        mistakes = outcome.score.mistakes if isinstance(outcome, WellFormed) else outcome.silent
        print(*(f"  {mistake}" for mistake in mistakes), sep="\n")
