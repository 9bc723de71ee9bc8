"""Cell values: amounts of a slice of the truth, and numbers and texts as a layout writes them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.recognition.elements import Amount, Layout
    from bench.recognition.grid import Value
    from bench.recognition.truth import Money, TrueProject
    from bench.recognition.vouchers import TrueVoucher
    from disburse.model import Tranche

UNITS = {
    "đồng": 1,
    "nghìn đồng": 1_000,
    "triệu đồng": 1_000_000,
    "tỷ đồng": 1_000_000_000,
}
_GRAIN = 100_000
_SWAP = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Slice:
    """What a row speaks of: some projects, and of their money one source, tranche or all."""

    projects: tuple[TrueProject, ...]
    source: str | None = None
    tranche: Tranche | None = None
    vouchers: tuple[TrueVoucher, ...] = ()

    def money(self, project: TrueProject) -> tuple[Money, ...]:
        """The money of a project inside the slice."""
        return tuple(
            item
            for item in project.money
            if self.source in {None, item.source} and self.tranche in {None, item.tranche}
        )


def amount_in(part: Slice, amount: Amount) -> int:
    """The amount a column shows for a slice, in đồng."""
    if amount.measure == "investment":
        return sum(project.total_investment for project in part.projects)
    if amount.measure in {"approved", "recovered", "transferred"}:
        return sum(_paid(voucher, amount.measure) for voucher in part.vouchers)
    return sum(
        _of(item, amount)
        for project in part.projects
        for item in part.money(project)
        if amount.source in {None, item.source} and amount.tranche in {None, item.tranche}
    )


def _of(item: Money, amount: Amount) -> int:
    """One item's contribution; columns beside the plan are multiples or parts of it."""
    done, plan = item.disbursed[amount.date], item.plan
    before = item.disbursed[amount.date - 1] if amount.date else 0
    change = _fraction(plan, 10)
    whole = {
        "plan": plan,
        "disbursed": done,
        "estimate": done + _fraction(plan - done, 10),
        "period": done - before,
        "initial": plan - change,
        "change": change,
        "remaining": plan - done,
        "medium_term": plan * 3,
        "allocated": plan * 2,
        "work_done": plan,
    }[amount.measure]
    return _part(whole, amount.part)


def _paid(voucher: TrueVoucher, measure: str) -> int:
    if measure == "transferred":
        return voucher.approved - voucher.recovered
    return voucher.approved if measure == "approved" else voucher.recovered


def _part(whole: int, part: str | None) -> int:
    advance = _fraction(whole, 3)
    return {None: whole, "advance": advance, "volume": whole - advance}[part]


def _fraction(amount: int, divisor: int) -> int:
    return amount // divisor // _GRAIN * _GRAIN


def number(amount: int, unit: str, layout: Layout) -> Value:
    """An amount in a unit, as a number or in the layout's style of text."""
    if not amount:
        return layout.nil if layout.nil != "0" else 0
    exact = Decimal(amount) / UNITS[unit]
    if layout.numbers == "number":
        return int(exact) if exact == int(exact) else float(exact)
    return number_text(exact, layout.numbers)


def number_text(exact: Decimal, style: str) -> str:
    """A number as text: vn 1.306,5; en 1,306.5; spaces 1 306,5; plain 1306,5."""
    text = f"{exact:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if style == "en":
        return text
    vietnamese = text.translate(_SWAP)
    mark = {"vn": ".", "spaces": " ", "nbsp": "\u00a0", "plain": ""}[style]
    return vietnamese.replace(".", mark)


def written(text: str, style: str) -> str:
    """A text in the layout's encoding habits."""
    match style:
        case "nfd":
            return unicodedata.normalize("NFD", text)
        case "lookalike":
            return text.translate(str.maketrans("Đươư", "Ðƣơƣ"))
        case "spaced":
            wordy = any(letter.isalpha() for letter in text)
            return f" {text.replace(' ', '  ', 1)} " if wordy else f"{text} "
        case _:
            return text


def date_cell(iso: str, style: str) -> Value:
    """A full date as a date cell, or as text in one of the usual ways."""
    day = date.fromisoformat(iso)
    if style == "serial":
        return (day - date(1899, 12, 30)).days
    texts = {
        "text": f"{day:%d/%m/%Y}",
        "short": f"{day.day}-{day.month}-{day:%y}",
        "month": f"{day:%m/%Y}",
        "quarter": f"Quý {('I', 'II', 'III', 'IV')[(day.month - 1) // 3]}/{day.year}",
    }
    return texts.get(style, day)


def date_precision(iso: str, style: str) -> str:
    """What of a date its written form still tells: the end of a quarter, a month, a year."""
    match style:
        case "month":
            return iso[:7]
        case "year":
            return iso[:4]
        case "quarter":
            return f"{iso[:4]}-{(int(iso[5:7]) + 2) // 3 * 3:02d}"
        case _:
            return iso
