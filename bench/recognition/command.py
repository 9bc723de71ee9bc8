"""The command line of the recognition bench."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.recognition.drawing import draw
from bench.recognition.files import write
from bench.recognition.grid import as_drawing
from bench.recognition.layouts import LAYOUTS
from bench.recognition.score import score
from bench.recognition.truth import make_truth
from disburse.intake.reading import ReadingOptions, read_register

if TYPE_CHECKING:
    from bench.recognition.drawing import Drawn
    from bench.recognition.layout import Layout
    from bench.recognition.score import Score


def read(drawn: Drawn, folder: Path) -> Score:
    layout = drawn.layout
    stem = drawn.grids[0].name if layout.suffix in {".csv", ".txt"} else layout.name.replace(" ", "-")
    path = folder / f"{stem}{layout.suffix}"
    write(drawn.grids, path, encoding=layout.encoding, mark=layout.mark)
    return score(drawn, read_register(path, ReadingOptions()))


def bad(s: Score, layout: Layout) -> bool:
    return bool(s.mistakes) or any(f.code not in layout.allowed for f in s.alarms)


def smallest(layout: Layout, seeds: range, folder: Path) -> tuple[Drawn, Score]:
    for projects in (1, 2, 3, 4, 6, 8, 14):
        for seed in seeds:
            drawn = draw(layout, make_truth(seed, projects))
            s = read(drawn, folder)
            if bad(s, layout):
                return drawn, s
    raise AssertionError


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--projects", type=int, default=14)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    seeds = range(args.seed, args.seed + 1) if args.seed is not None else range(1, args.seeds + 1)
    with tempfile.TemporaryDirectory() as name:
        folder = args.keep or Path(name)
        folder.mkdir(exist_ok=True)
        for layout in LAYOUTS:
            if args.only and args.only not in layout.name:
                continue
            fails = 0
            for seed in seeds:
                drawn = draw(layout, make_truth(seed, args.projects))
                s = read(drawn, folder)
                fails += bad(s, layout)
            print(("FAIL " if fails else "ok   ") + layout.name, f"{fails}/{len(seeds)}")
            if fails:
                drawn, s = smallest(layout, range(1, 8), folder)
                print(as_drawing(drawn.grids[0]))
                for m in s.mistakes[:8]:
                    print("   ", m)
                for f in s.alarms[:5]:
                    print("    !", f.code, f.sheet, f.cell, f.message)
    return 0
