"""Text of old Vietnamese alphabets (TCVN3, VNI, VISCII) as Unicode; damaged text reported."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from disburse.findings import finding
from disburse.intake.alphabets import SIGNS
from disburse.intake.fonts import LegacyFont, legacy_fonts
from disburse.intake.judgement import (
    Standing,
    alphabet_of,
    converted,
    is_unclear,
    judge,
    judge_together,
)
from disburse.intake.legacy_bytes import decode_bytes
from disburse.intake.mending import LOOKALIKES, LOSSES, is_lost, lost_words, mend

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from disburse.intake.fonts import Positions
    from disburse.intake.judgement import Judgement
    from disburse.intake.workbook import Cell, Sheet, Workbook
    from disburse.model import Finding

__all__ = ["decode", "decode_bytes", "mend"]

_NOTABLE = re.compile(f"[{re.escape(''.join(sorted(SIGNS | LOOKALIKES | LOSSES)))}]")
_CAPITAL_INSIDE = re.compile("[a-z][À-Ý]")
_MOST_DAMAGED_TEXTS = 1000
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Text:
    """A cell that holds text, and the font of an old alphabet it is set in, if any."""

    row: int
    column: int
    text: str
    font: LegacyFont | None

    @property
    def declared(self) -> str | None:
        """The alphabet its font is made for."""
        return self.font.alphabet if self.font else None


@dataclass(frozen=True, slots=True)
class _Change:
    cell: _Text
    alphabet: str
    after: str


def decode(workbook: Workbook, path: Path) -> tuple[Workbook, tuple[Finding, ...]]:
    """The workbook with all text in Unicode, and what was converted, is unclear or is lost.

    A cell is converted by its font where the words do not speak against it, else by the words of
    its sheet: real Unicode, foreign text and plain ASCII stay. ``path`` is read again, for the
    fonts, only when some text looks legacy.
    """
    texts = [_texts(sheet) for sheet in workbook.sheets]
    joined = ["\n".join(found) for found in texts]
    notable = [set(_NOTABLE.findall(text)) for text in joined]
    signs = [
        bool(SIGNS & n) or _CAPITAL_INSIDE.search(t) for n, t in zip(notable, joined, strict=True)
    ]
    if not any(notable) and not any(signs):
        return workbook, ()
    suspects = any(_looks_legacy(found) for found, sign in zip(texts, signs, strict=True) if sign)
    fonts = legacy_fonts(path) if suspects else {}
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    for sheet, found, marks in zip(workbook.sheets, texts, notable, strict=True):
        decoded = sheet
        problems: list[Finding] = []
        if suspects and not all(map(str.isascii, found)):
            decoded, problems = _decode_sheet(sheet, fonts.get(sheet.name, {}))
        if marks & LOOKALIKES:
            decoded = _mapped(decoded, {text: mend(text) for text in _texts(decoded)})
        sheets.append(decoded)
        findings += problems
        if marks & LOSSES:
            findings += _losses(decoded)
    return replace(workbook, sheets=tuple(sheets)), tuple(findings)


def _texts(sheet: Sheet) -> set[str]:
    return {cell for row in sheet.rows for cell in row if cell.__class__ is str}


def _looks_legacy(texts: Iterable[str]) -> bool:
    return any(
        judge(text).standing is Standing.LEGACY
        for text in texts
        if not SIGNS.isdisjoint(text) or _CAPITAL_INSIDE.search(text)
    )


def _decode_sheet(sheet: Sheet, fonts: Positions) -> tuple[Sheet, list[Finding]]:
    groups: dict[str | None, list[_Text]] = defaultdict(list)
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            font = fonts.get((row, column))
            if isinstance(cell, str) and cell and (font or not cell.isascii()):
                text = _Text(row, column, cell, font)
                groups[text.declared].append(text)
    changes: list[_Change] = []
    unclear: list[_Text] = []
    for declared, group in groups.items():
        changed, doubtful = _decode_group(group, declared)
        changes += changed
        unclear += doubtful
    return _changed(sheet, changes), _conversions(sheet, changes) + _doubts(sheet, unclear)


def _decode_group(group: list[_Text], declared: str | None) -> tuple[list[_Change], list[_Text]]:
    """Cells of one sheet and one kind of font: those to change, and those that stay unclear."""
    judged = {text: judge(text) for text in {cell.text for cell in group}}
    verdict = judge_together(judged, declared)
    alphabets = {text: alphabet_of(text, judged[text], verdict, declared) for text in judged}
    rows = _rows_of(group, judged)
    changes, unclear = [], []
    for cell in group:
        alphabet = alphabets[cell.text]
        if alphabet is None and is_unclear(judged[cell.text], verdict):
            neighbours = rows[cell.row]
            if neighbours == {Standing.LEGACY}:
                alphabet = verdict.alphabets[0] if verdict.alphabets else None
            if alphabet is None and neighbours != {Standing.UNICODE}:
                unclear.append(cell)
                continue
        after = _after(cell, alphabet, proven=bool(verdict.alphabets))
        if after != cell.text:
            changes.append(_Change(cell, alphabet or cell.declared or "", after))
    return changes, unclear


def _rows_of(group: list[_Text], judged: dict[str, Judgement]) -> dict[int, set[Standing]]:
    """How the cells of each row are written, where they tell: a row is typed at one go."""
    rows: dict[int, set[Standing]] = defaultdict(set)
    for cell in group:
        standing = judged[cell.text].standing
        if standing in (Standing.LEGACY, Standing.UNICODE):
            rows[cell.row].add(standing)
    return rows


def _after(cell: _Text, alphabet: str | None, *, proven: bool) -> str:
    text = converted(cell.text, alphabet) if alphabet else cell.text
    capitals = cell.font is not None and cell.font.capitals and proven
    return text.upper() if capitals and (alphabet or text.isascii()) else text


def _changed(sheet: Sheet, changes: list[_Change]) -> Sheet:
    if not changes:
        return sheet
    rows: list[Sequence[Cell]] = list(sheet.rows)
    by_row: dict[int, list[_Change]] = defaultdict(list)
    for change in changes:
        by_row[change.cell.row].append(change)
    for row, found in by_row.items():
        cells = list(rows[row])
        for change in found:
            cells[change.cell.column] = change.after
        rows[row] = cells
    return replace(sheet, rows=rows)


def _mapped(sheet: Sheet, texts: dict[str, str]) -> Sheet:
    rows = [
        [texts[cell] if isinstance(cell, str) else cell for cell in cells] for cells in sheet.rows
    ]
    return replace(sheet, rows=rows)


def _conversions(sheet: Sheet, changes: list[_Change]) -> list[Finding]:
    """One finding per alphabet, with an example of a text that truly changed its letters."""
    by_alphabet: dict[str, list[_Change]] = defaultdict(list)
    for change in changes:
        by_alphabet[change.alphabet].append(change)
    findings = []
    for alphabet, found in by_alphabet.items():
        example = next((change for change in found if not change.cell.text.isascii()), found[0])
        findings.append(
            finding(
                "text_converted",
                cell=sheet.reference(example.cell.row, example.cell.column),
                sheet=sheet.name,
                value=alphabet,
                count=len(found),
                before=example.cell.text[:_SHOWN],
                after=example.after[:_SHOWN],
            )
        )
    return findings


def _doubts(sheet: Sheet, unclear: list[_Text]) -> list[Finding]:
    if not unclear:
        return []
    first = unclear[0]
    return [
        finding(
            "text_unclear",
            cell=sheet.reference(first.row, first.column),
            sheet=sheet.name,
            value=first.text[:_SHOWN],
            count=len(unclear),
        )
    ]


def _losses(sheet: Sheet) -> list[Finding]:
    """Texts with letters lost as "?", reported when together they leave no doubt."""
    damaged: dict[str, frozenset[str]] = {}
    for text in sorted(text for text in _texts(sheet) if not LOSSES.isdisjoint(text)):
        if len(damaged) >= _MOST_DAMAGED_TEXTS:
            break
        damaged[text] = lost_words(text)
    words = frozenset().union(*damaged.values())
    certain = len(words) > 1 or any(is_lost(text, found) for text, found in damaged.items())
    if not certain:
        return []
    places = [
        (row, column, cell)
        for row, cells in enumerate(sheet.rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, str) and damaged.get(cell)
    ]
    row, column, text = places[0]
    return [
        finding(
            "text_lost",
            cell=sheet.reference(row, column),
            sheet=sheet.name,
            value=text[:_SHOWN],
            count=len(places),
        )
    ]
