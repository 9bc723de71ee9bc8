"""Files of the corpus written, read and scored, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.recognition.drawing import draw
from bench.recognition.faults import FAULTS, damaged, silent_errors
from bench.recognition.files import write
from bench.recognition.score import score
from bench.recognition.truth import make_truth
from disburse.intake.reading import ReadingOptions, read_register

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bench.recognition.drawing import Drawn
    from bench.recognition.elements import Layout
    from bench.recognition.faults.damage import Fault
    from bench.recognition.mistakes import Mistake, Score
    from disburse.model import Finding

_TEXT_FILES = frozenset({".csv", ".txt"})


@dataclass(frozen=True, slots=True)
class WellFormed:
    """One faultless file as read; ``drawn`` and ``path`` lead back to it."""

    layout: Layout
    seed: int
    drawn: Drawn
    path: Path
    score: Score

    @property
    def false_alarms(self) -> list[Finding]:
        """Findings nobody needed."""
        return [f for f in self.score.alarms if f.code not in self.layout.allowed]

    @property
    def perfect(self) -> bool:
        """Whether every cell was read right and nothing was reported."""
        return not self.score.mistakes and not self.false_alarms


@dataclass(frozen=True, slots=True)
class Faulty:
    """One faulty file as read; ``verdict`` is right, reported, refused or silent."""

    layout: Layout
    fault: Fault
    seed: int
    drawn: Drawn
    path: Path
    verdict: str
    silent: tuple[Mistake, ...]


def well_formed(
    layouts: Iterable[Layout], seeds: Iterable[int], projects: int, folder: Path
) -> Iterator[WellFormed]:
    """Every layout with every seed, without a fault."""
    seeds = tuple(seeds)
    for layout in layouts:
        for seed in seeds:
            drawn = draw(layout, make_truth(seed, projects))
            path, found = _read(drawn, folder, str(seed))
            yield WellFormed(layout, seed, drawn, path, found)


def faulty(
    layouts: Iterable[Layout],
    faults: Iterable[Fault],
    seeds: Iterable[int],
    projects: int,
    folder: Path,
) -> Iterator[Faulty]:
    """Every fault in every layout that has a place for it."""
    faults, seeds = tuple(faults), tuple(seeds)
    for layout in layouts:
        for seed in seeds:
            whole = draw(layout, make_truth(seed, projects))
            for fault in faults:
                outcome = _struck(whole, fault, seed, folder)
                if outcome is not None:
                    yield outcome


def _struck(whole: Drawn, fault: Fault, seed: int, folder: Path) -> Faulty | None:
    struck = damaged(whole, fault, seed)
    if struck is None:
        return None
    path, found = _read(struck.drawn, folder, f"{seed} {fault.name}")
    silent = tuple(silent_errors(struck, found))
    return Faulty(whole.layout, fault, seed, struck.drawn, path, _verdict(found, silent), silent)


def _verdict(found: Score, silent: tuple[Mistake, ...]) -> str:
    if silent:
        return "silent"
    if found.refused:
        return "refused"
    return "reported" if found.alarms else "right"


def _read(drawn: Drawn, folder: Path, name: str) -> tuple[Path, Score]:
    """Write and read a file; a text file's only sheet bears the name of the file."""
    layout = drawn.layout
    folder /= f"{layout.name} {name}".replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    stem = drawn.grids[0].name if layout.suffix in _TEXT_FILES else "register"
    path = folder / f"{stem}{layout.suffix}"
    write(drawn.grids, path, encoding=layout.encoding, mark=layout.mark)
    return path, score(drawn, read_register(path, ReadingOptions()))


__all__ = ["FAULTS", "Faulty", "WellFormed", "faulty", "well_formed"]
