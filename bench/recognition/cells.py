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
    from bench.recognition.values import Slice
    from bench.recognition.vouchers import TrueVoucher


def cell_value(layout: Layout, page: Page, column: Column, item: Row) -> Value | None:
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


def _field(layout: Layout, content: Field, item: Row) -> Value | None:  # noqa: PLR0911 - one return to a field
    in_ordinal = item.group is not None and item.group.place == "ordinal"
    if content.name == "ordinal":
        return item.label if in_ordinal else _number_or_text(item.ordinal)
    if content.name == "name":
        return None if in_ordinal else item.label
    if content.name in {"source", "tranche", "plan_year"}:
        return _money_field(layout, content.name, item)
    project = item.project
    if project is None or not item.described:
        return None
    if item.voucher is not None and content.name.startswith("voucher_"):
        return _voucher_field(content, item.voucher)
    if content.name == "code" and content.style == "number":
        return int(project.code)
    if content.name == "class":
        return CLASSES[content.style][project.project_class].format(**WORDS)
    if content.name == "timespan":
        return content.style.format(project.started, project.completed)
    if content.name in {"started", "completed"}:
        value = str(getattr(project, content.name))
        return int(value) if content.style == "year" else value
    if content.name == "construction_start":
        return date_cell(project.construction_start, content.style)
    fixed = {"note": "", "scale": "Cấp IV", "head": "Giám đốc", "text": content.style}
    return fixed[content.name] if content.name in fixed else str(getattr(project, content.name))


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
