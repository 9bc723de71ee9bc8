"""The warning report as one self-contained HTML page: no script, no asset, prints on A4."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from disburse.paths import TEMPLATES
from disburse.render import charts, formats, messages
from disburse.render.formats import Unit
from disburse.render.warning_report import build_report

if TYPE_CHECKING:
    from disburse.frames import Assessment
    from disburse.render.office import Office


def warning_page(assessment: Assessment, office: Office) -> str:
    """Render the warning report: what to act on first, and where every figure comes from."""
    chart = charts.chart_data(assessment)
    plots = [charts.plot(chart, canvas) for canvas in (charts.WIDE, charts.NARROW)]
    template = environment().get_template("report/warning_report.html.jinja")
    return template.render(office=office, report=build_report(assessment), chart=chart, plots=plots)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates with our filters and labels; every value is escaped, an unknown one an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
    )
    made.filters |= {
        "amount": formats.amount,
        "dong": lambda value: formats.amount(value, Unit.DONG),
        "billion": lambda value: formats.amount(value, Unit.BILLION, 2),
        "weekly": lambda value: formats.amount(value, Unit.MILLION, 1),
        "percent": formats.percent,
        "required": formats.required_percent,
        "count": formats.count,
        "day": formats.day,
        "moment": formats.moment,
        "capitalize_first": lambda text: text[:1].upper() + text[1:],
        "warning_title": messages.warning_title,
        "warning_facts": messages.warning_facts,
    }
    made.globals |= {"label": messages.label, "place": messages.place}
    return made


def _compiled() -> FileSystemBytecodeCache | None:
    """Keep compiled templates between runs, unless the user has no private folder for them."""
    try:
        return FileSystemBytecodeCache()
    except (OSError, RuntimeError):
        return None
