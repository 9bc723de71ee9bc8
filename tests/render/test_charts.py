from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.render.charts import NARROW, WIDE, Canvas, ChartData, chart_data, plot, round_step
from disburse.render.pages import environment

if TYPE_CHECKING:
    from disburse.frames import Assessment

DAY = timedelta(days=1)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
SERIES = st.lists(
    st.tuples(DAYS, st.integers(0, 10**13)), max_size=60, unique_by=lambda one: one[0]
)


def drawn(data: ChartData, canvas: Canvas) -> ET.Element:
    source = '{% from "report/chart.svg.jinja" import chart with context %}{{ chart(plot, data) }}'
    template = environment().from_string(source)
    return ET.fromstring(template.render(plot=plot(data, canvas), data=data))  # noqa: S314 - ours


def test_the_chart_takes_plan_figures_and_requirements_of_the_commune(
    assessment: Assessment,
) -> None:
    data = chart_data(assessment)
    assert data.plan == 21_184_567_890
    assert data.disbursed[-1] == (date(2026, 9, 30), 11_517_500_000)
    assert [due for due, _ in data.required] == [
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]


def test_a_requirement_once_due_stays_asked_for_at_later_dates(assessment: Assessment) -> None:
    completed = 850_000_000 + 1_234_567_890
    continuing, new_start = 5_000_000_000 + 4_000_000_000, 6_500_000_000 + 3_200_000_000
    assert [amount for _, amount in chart_data(assessment).required] == [
        completed + continuing * 30 // 100,
        completed + continuing * 60 // 100 + new_start * 40 // 100,
        completed + continuing + new_start * 95 // 100,
    ]


def test_figures_of_other_years_stay_out(assessment: Assessment) -> None:
    earlier = assessment.series.assign(to_date=assessment.series["to_date"] - 200 * DAY)
    shown = chart_data(replace(assessment, series=earlier)).disbursed
    assert shown
    assert all(day.year == 2026 for day, _ in shown)
    assert len(shown) < len(earlier)


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
def test_the_drawing_names_itself_for_screen_readers(
    assessment: Assessment, canvas: Canvas
) -> None:
    svg = drawn(chart_data(assessment), canvas)
    named = svg.attrib["aria-labelledby"].split()
    assert svg.attrib["role"] == "img"
    assert [child.attrib["id"] for child in svg[:2]] == named
    assert "11,52" in "".join(svg[1].itertext())
    assert {child.tag for child in svg.iter()} <= {"svg", "title", "desc", "path", "text", "circle"}


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
def test_an_empty_year_still_draws_axes(canvas: Canvas) -> None:
    data = ChartData(2026, date(2026, 2, 1), plan=None, disbursed=(), required=())
    svg = drawn(data, canvas)
    assert "Chưa có số liệu" in "".join(svg.itertext())
    assert not svg.findall("circle")


@given(SERIES, SERIES, st.none() | st.integers(0, 10**13), DAYS, st.sampled_from([WIDE, NARROW]))
def test_everything_lies_on_the_canvas(
    disbursed: list[tuple[date, int]],
    required: list[tuple[date, int]],
    plan: int | None,
    as_of: date,
    canvas: Canvas,
) -> None:
    data = ChartData(2026, as_of, plan, tuple(sorted(disbursed)), tuple(sorted(required)))
    placed = plot(data, canvas)
    marks = [*placed.amounts, *placed.months, *placed.points, *placed.required]
    marks += [mark for mark in (placed.plan, placed.last, placed.today) if mark]
    assert all(0 <= mark.x <= canvas.width and 0 <= mark.y <= canvas.height for mark in marks)


@given(st.integers(1, 10**16))
def test_the_grid_has_at_most_five_round_steps(top: int) -> None:
    step = round_step(top)
    assert top <= 5 * step
    assert str(step).rstrip("0") in {"1", "2", "5"}
    assert step == 1 or top > 2 * step
