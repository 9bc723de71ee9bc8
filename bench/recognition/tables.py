"""The bench's figures as text tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bench.recognition.mistakes import FIELDS, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.recognition.run import Faulty, WellFormed

_STRUCTURE = frozenset({"project_rows", "header", "unit", "file"})
_AMOUNTS = frozenset({"plan", "disbursed", "voucher", "total_investment"})
_VERDICTS = ("right", "reported", "refused", "silent")


def field_table(outcomes: Sequence[WellFormed]) -> str:
    """Precision and recall of each field over all faultless files."""
    total = {field: Tally() for field in FIELDS}
    for outcome in outcomes:
        for field, tally in outcome.score.tallies.items():
            total[field].add(tally)
    lines = [f"{'field':<20}{'drawn':>9}{'read':>9}{'right':>9}{'precision':>11}{'recall':>9}"]
    lines += [
        f"{field:<20}{tally.drawn:>9}{tally.read:>9}{tally.right:>9}"
        f"{tally.precision:>11.2%}{tally.recall:>9.2%}"
        for field, tally in total.items()
    ]
    return "\n".join(lines)


def family_table(outcomes: Iterable[WellFormed]) -> str:
    """Structure and amounts by family of layouts, with perfect files and needless findings."""
    families: dict[str, list[WellFormed]] = defaultdict(list)
    for outcome in outcomes:
        families[outcome.layout.family].append(outcome)
    heads = (("layouts", 9), ("files", 7), ("perfect", 9), ("structure", 11), ("amounts", 9))
    lines = [f"{'family':<12}" + "".join(f"{head:>{width}}" for head, width in heads)]
    lines[0] += f"{'needless findings':>19}"
    for family, members in families.items():
        layouts = len({member.layout.name for member in members})
        perfect = sum(member.perfect for member in members)
        needless = sum(len(member.false_alarms) for member in members)
        lines.append(
            f"{family:<12}{layouts:>9}{len(members):>7}{perfect:>9}"
            f"{_share(members, _STRUCTURE):>11.2%}{_share(members, _AMOUNTS):>9.2%}{needless:>19}"
        )
    return "\n".join(lines)


def _share(members: Iterable[WellFormed], fields: frozenset[str]) -> float:
    """Cells right of all cells drawn or read."""
    right = cells = 0
    for member in members:
        for field in fields:
            tally = member.score.tallies[field]
            right += tally.right
            cells += max(tally.drawn, tally.read)
    return right / cells if cells else 1.0


def fault_table(outcomes: Iterable[Faulty]) -> str:
    """How the files with each kind of fault came out, the silent ones first."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        counted[outcome.fault.name][outcome.verdict] += 1
    lines = [f"{'fault':<40}{'files':>7}" + "".join(f"{verdict:>10}" for verdict in _VERDICTS)]
    ordered = sorted(counted.items(), key=lambda item: -item[1]["silent"])
    lines += [
        f"{fault:<40}{sum(counts.values()):>7}" + "".join(f"{counts[v]:>10}" for v in _VERDICTS)
        for fault, counts in ordered
    ]
    return "\n".join(lines)


def failing_well_formed(outcomes: Iterable[WellFormed]) -> list[str]:
    """One line for each faultless file not read perfectly, with what brings it back."""
    return [
        f"--only {outcome.layout.name!r} --seed {outcome.seed}: {_first(outcome)}"
        for outcome in outcomes
        if not outcome.perfect
    ]


def _first(outcome: WellFormed) -> str:
    if outcome.score.mistakes:
        return f"{len(outcome.score.mistakes)} mistakes, first: {outcome.score.mistakes[0]}"
    alarm = outcome.false_alarms[0]
    return f"needless {alarm.code} at {alarm.sheet}!{alarm.cell}"


def failing_faulty(outcomes: Iterable[Faulty]) -> list[str]:
    """One line for each silent error."""
    return [
        f"--only {outcome.layout.name!r} --fault {outcome.fault.name!r} --seed {outcome.seed}: "
        f"{outcome.silent[0]}"
        for outcome in outcomes
        if outcome.silent
    ]
