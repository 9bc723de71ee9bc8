"""The recognition corpus at a size for every commit: the bench runs it with more seeds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace as changed

from bench.recognition.drawing import draw
from bench.recognition.faults import FAULTS, damaged, silent_errors
from bench.recognition.files import write
from bench.recognition.layouts import LAYOUTS
from bench.recognition.run import faulty, well_formed
from bench.recognition.score import score
from bench.recognition.truth import make_truth
from disburse.intake.reading import ReadingOptions, read_register

if TYPE_CHECKING:
    from pathlib import Path

    from bench.recognition.drawing import Drawn
    from bench.recognition.elements import Layout
    from bench.recognition.faults.damage import Fault
    from disburse.model import Register

SEED = 4
PROJECTS = 7
LAYOUTS_PER_FAULT = 4
MIXED = 40
BY_NAME = {layout.name: layout for layout in LAYOUTS}
SEVERAL = [
    *(layout for layout in LAYOUTS if layout.family != "mixed"),
    *[layout for layout in LAYOUTS if layout.family == "mixed"][:MIXED],
]


@cache
def drawing(name: str) -> Drawn:
    return draw(BY_NAME[name], make_truth(SEED, PROJECTS))


def of_fault(number: int, fault: Fault) -> list[Layout]:
    """A few layouts with a place for a fault, each fault starting elsewhere in the corpus."""
    start = number * 7 % len(SEVERAL)
    places = (
        layout
        for layout in SEVERAL[start:] + SEVERAL[:start]
        if damaged(drawing(layout.name), fault, SEED) is not None
    )
    return list(islice(places, LAYOUTS_PER_FAULT))


def read(drawn: Drawn, folder: Path) -> Register:
    path = folder / "register.xlsx"
    write(drawn.grids, path)
    return read_register(path, ReadingOptions())


@pytest.mark.parametrize("layout", SEVERAL, ids=lambda layout: layout.name)
def test_a_well_formed_register_is_read_whole_and_without_a_finding(
    layout: Layout, tmp_path: Path
) -> None:
    (outcome,) = well_formed([layout], [SEED], PROJECTS, tmp_path)
    assert [str(mistake) for mistake in outcome.score.mistakes] == []
    assert [finding.message for finding in outcome.false_alarms] == []


@pytest.mark.parametrize(("number", "fault"), list(enumerate(FAULTS)), ids=[f.name for f in FAULTS])
def test_no_fault_goes_wrong_in_silence(number: int, fault: Fault, tmp_path: Path) -> None:
    layouts = of_fault(number, fault)
    assert layouts, "the fault has no place in any layout"
    outcomes = list(faulty(layouts, [fault], [SEED], PROJECTS, tmp_path))
    assert [
        f"{outcome.layout.name}: {outcome.silent[0]}" for outcome in outcomes if outcome.silent
    ] == []


def test_the_corpus_is_as_wide_as_it_claims_to_be() -> None:
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS) > 40
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) > 20
    assert {layout.suffix for layout in LAYOUTS} >= {".xlsx", ".xls", ".ods", ".csv", ".txt"}


def test_the_same_seed_draws_the_same_files() -> None:
    layout = BY_NAME["council annex"]
    first, second = (draw(layout, make_truth(SEED, PROJECTS)) for _ in range(2))
    assert first.grids == second.grids
    assert draw(layout, make_truth(SEED + 1, PROJECTS)).grids != first.grids


def test_a_wrong_amount_a_lost_project_and_a_wrong_unit_are_counted(tmp_path: Path) -> None:
    drawn = draw(BY_NAME["council annex"], make_truth(SEED, PROJECTS))
    register = read(drawn, tmp_path)
    first, *others = register.projects
    plan = changed(first.plans[0], amount=first.plans[0].amount + 1)
    wrong = changed(first, plans=(plan, *first.plans[1:]))
    found = score(drawn, replace(register, projects=(wrong, *others)))
    assert [mistake.field for mistake in found.silent()] == ["plan"]
    lost = score(drawn, replace(register, projects=tuple(others)))
    assert {m.field for m in lost.silent()} >= {"project_rows", "name", "plan"}
    sheets = (replace(register.sheets[0], unit="đồng"),)
    assert [m.field for m in score(drawn, replace(register, sheets=sheets)).mistakes] == ["unit"]


def test_a_finding_counts_only_near_what_went_wrong(tmp_path: Path) -> None:
    drawn = draw(BY_NAME["one header row"], make_truth(SEED, PROJECTS))
    fault = next(fault for fault in FAULTS if fault.name == "wrong total")
    struck = damaged(drawn, fault, SEED)
    assert struck is not None
    register = read(struck.drawn, tmp_path)
    assert silent_errors(struck, score(struck.drawn, register)) == []
    elsewhere = tuple(replace(finding, cell="A1") for finding in register.findings)
    assert silent_errors(struck, score(struck.drawn, replace(register, findings=elsewhere)))
    quiet = replace(register, findings=())
    assert silent_errors(struck, score(struck.drawn, quiet))
