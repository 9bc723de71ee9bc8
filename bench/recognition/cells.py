"""What a layout's column holds in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.recognition.elements import Amount, Field, Rate
from bench.recognition.rows import WORDS, part_label
from bench.recognition.spellings import CLASSES, TRANCHES
from bench.recognition.values import amount_in, date_cell, number
from disburse.model import Tranche

if TYPE_CHECKING:
    from bench.recognition.elements import Column, Layout, Page
    from bench.recognition.grid import Value
    from bench.recognition.rows import Row
    from bench.recognition.truth import TrueProject
    from bench.recognition.values import Slice
    from bench.recognition.vouchers import TrueVoucher


def cell_value(layout: Layout, page: Page, column: Column, item: Row) -> Value | None:
    """The value of a cell, None where it stays empty."""
    content = column.content
    if isinstance(content, Field):
        return _field(layout, content, item)
    if not item.amounts:
        return None
    if isinstance(content, Rate):
        return _rate(content, item.part)
    if item.kind == "split" and content.measure == "investment" and not item.described:
        return None
    amount = amount_in(item.part, content)
    return number(amount, column.unit or page.unit, layout)


def _rate(content: Rate, part: Slice) -> Value | None:
    plan = amount_in(part, Amount("plan"))
    done = amount_in(part, Amount("disbursed", date=content.date))
    if not plan:
        return None
    return round(done / plan, 4) if content.fraction else round(done / plan * 100, 2)


def _field(layout: Layout, content: Field, item: Row) -> Value | None:
    in_ordinal = item.group is not None and item.group.place == "ordinal"
    if content.name == "ordinal":
        return item.label if in_ordinal else _number_or_text(item.ordinal)
    if content.name == "name":
        return None if in_ordinal else item.label
    if content.name in {"source", "tranche", "plan_year"}:
        return _money_field(layout, content.name, item)
    if item.project is None or not item.described:
        return None
    if item.voucher is not None and content.name.startswith("voucher_"):
        return _voucher_field(content, item.voucher)
    return _project_field(content, item.project)


def _project_field(content: Field, project: TrueProject) -> Value:
    match content.name:
        case "code":
            return int(project.code) if content.style == "number" else project.code
        case "class":
            return CLASSES[content.style][project.project_class].format(**WORDS)
        case "timespan":
            return content.style.format(project.started, project.completed)
        case "started" | "completed" as name:
            value = str(getattr(project, name))
            return int(value) if content.style == "year" else value
        case "construction_start":
            return date_cell(project.construction_start, content.style)
        case name:
            fixed = {"note": "", "scale": "Cấp IV", "head": "Giám đốc", "text": content.style}
            return fixed[name] if name in fixed else str(getattr(project, name))


def _voucher_field(content: Field, voucher: TrueVoucher) -> Value:
    if content.name == "voucher_date":
        return date_cell(voucher.paid_on.isoformat(), content.style)
    return voucher.number if content.name == "voucher_number" else voucher.kind


def _number_or_text(ordinal: str) -> Value:
    return int(ordinal) if ordinal.isdigit() and not ordinal.startswith("0") else ordinal


def _money_field(layout: Layout, name: str, item: Row) -> Value | None:
    if item.project is None:
        return None
    if name == "source":
        return part_label("source", item.part, layout) if item.part.source else None
    tranche = item.part.tranche or Tranche.CURRENT
    if name == "plan_year":
        return WORDS["last"] if tranche is Tranche.CARRYOVER else WORDS["year"]
    return TRANCHES["column"][tranche]
