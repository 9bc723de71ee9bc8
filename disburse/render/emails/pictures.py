"""Small charts as PNG pictures, for mail programs draw no SVG.

They bear figures only: the font that comes with the library lacks Vietnamese letters, and words
stand better in the mail itself, where they can be read aloud.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from disburse.render import charts, formats
from disburse.render.charts import Canvas
from disburse.render.emails.records import Picture

if TYPE_CHECKING:
    from disburse.render.charts import ChartData, Mark, Plot

CANVAS = Canvas("mail", 420, 250, left=38, right=14, top=44, bottom=26, month_step=2)
"""As wide as a phone shows without making the figures too small to read."""
_SHARP = 2
"""Pixels for each unit of the canvas, for screens that show two where there was one."""
_SIZE = 13
_INK, _QUIET, _GRID, _PAPER = "#1b1f24", "#57606a", "#dde2e7", "#ffffff"
_BLUE, _TINT, _RED = "#1d4e89", "#e8edf3", "#a40e26"
_COLOURS = 64
_ALL_OF_IT = 10_000
_STEP, _LEFT, _RIGHT, _TOP = 24, 30, 56, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One project: its number in the list, its rate and the rate next required (basis points)."""

    number: int
    rate: int | None
    required: int | None


def course(data: ChartData) -> Picture:
    """Draw the cumulative disbursement of the year against plan and milestones."""
    plot = charts.plot(data, CANVAS)
    board = _Board(CANVAS.width, CANVAS.height)
    _axes(board, plot)
    _plan_and_figures(board, plot)
    for mark in plot.required:
        _due(board, mark)
    if plot.last:
        side = "ra" if plot.last.anchor == "end" else "la"
        shift = -8 if plot.last.anchor == "end" else 8
        board.text(plot.last.x + shift, plot.last.y - 19, plot.last.text, _BLUE, side)
    return board.picture("course")


def bars(rows: tuple[Bar, ...]) -> Picture:
    """Draw the rate of each project, a red mark where its next milestone stands."""
    board = _Board(CANVAS.width, _TOP + _STEP * len(rows) + 6)
    whole = max(_ALL_OF_IT, *(row.rate or 0 for row in rows))
    room = (CANVAS.width - _LEFT - _RIGHT) / whole
    for share in (0, 50, 100):
        x = _LEFT + room * share * 100
        board.line([(x, _TOP - 2), (x, board.height - 6)], _GRID)
        board.text(x, 0, f"{share}%", _QUIET, "ma")
    for place, row in enumerate(rows):
        _bar(board, row, _TOP + _STEP * place + 4, room)
    return board.picture("bars")


def _bar(board: _Board, row: Bar, y: float, room: float) -> None:
    board.text(_LEFT - 8, y, str(row.number), _INK, "ra")
    board.box(_LEFT, y, _LEFT + room * _ALL_OF_IT, y + 14, _TINT)
    if row.rate:
        board.box(_LEFT, y, _LEFT + room * row.rate, y + 14, _BLUE)
    if row.required is not None:
        x = _LEFT + room * row.required
        board.line([(x, y - 3), (x, y + 17)], _RED, 2.5)
    rate = "-" if row.rate is None else formats.percent(row.rate)
    board.text(CANVAS.width - 2, y, rate, _INK, "ra")


def _axes(board: _Board, plot: Plot) -> None:
    base, right = CANVAS.height - CANVAS.bottom, CANVAS.width - CANVAS.right
    for mark in plot.amounts:
        board.line([(CANVAS.left, mark.y), (right, mark.y)], _GRID)
        board.text(mark.x, mark.y - 7, mark.text, _QUIET, "ra")
    for x in plot.ticks:
        board.line([(x, base), (x, base + 4)], _GRID)
    for mark in plot.months:
        board.text(mark.x, base + 7, mark.text, _QUIET, "ma")


def _plan_and_figures(board: _Board, plot: Plot) -> None:
    base, right = CANVAS.height - CANVAS.bottom, CANVAS.width - CANVAS.right
    if plot.steps:
        board.area([*plot.steps, (plot.steps[-1][0], base)], _TINT)
    if plot.plan:
        board.dashes(plot.plan.y, CANVAS.left, right, _INK)
        board.text(CANVAS.left + 6, plot.plan.y + 4, plot.plan.text, _INK, "la")
    if plot.steps:
        board.line(list(plot.steps), _BLUE, 2.5)
    for point in plot.points:
        board.dot(point.x, point.y, 3.5, _BLUE)


def _due(board: _Board, mark: Mark) -> None:
    """A due date with its amount above the plot, and a diamond where that amount stands."""
    board.line([(mark.x, CANVAS.top - 4), (mark.x, CANVAS.height - CANVAS.bottom)], _GRID)
    side = "ra" if mark.anchor == "end" else "ma"
    board.text(mark.x, 4, mark.note, _INK, side)
    board.text(mark.x, 20, mark.text, _RED, side)
    board.diamond(mark.x, mark.y, 6, _RED)


class _Board:
    """A sheet in units of the canvas."""

    def __init__(self, width: int, height: int) -> None:
        self.height = height
        self.image = Image.new("RGB", (width * _SHARP, height * _SHARP), _PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.font = ImageFont.load_default(_SIZE * _SHARP)

    def line(self, points: list[tuple[float, float]], colour: str, width: float = 1) -> None:
        self.draw.line(_scaled(points), fill=colour, width=round(width * _SHARP), joint="curve")

    def dashes(self, y: float, left: float, right: float, colour: str) -> None:
        x = left
        while x < right:
            self.line([(x, y), (min(x + 8, right), y)], colour, 1.5)
            x += 13

    def area(self, points: list[tuple[float, float]], colour: str) -> None:
        self.draw.polygon(_scaled(points), fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.draw.rectangle(_scaled([(left, top), (right, bottom)]), fill=colour)

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        corners = _scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self.draw.ellipse(corners, fill=colour, outline=_PAPER, width=_SHARP)

    def diamond(self, x: float, y: float, size: float, colour: str) -> None:
        points = [(x, y - size), (x + size, y), (x, y + size), (x - size, y), (x, y - size)]
        self.area(points, _PAPER)
        self.line(points, colour, 2)

    def text(self, x: float, y: float, text: str, colour: str, anchor: str) -> None:
        place = (x * _SHARP, y * _SHARP)
        self.draw.text(
            place,
            text,
            fill=colour,
            font=self.font,
            anchor=anchor,
            stroke_width=_SHARP,
            stroke_fill=_PAPER,
        )

    def picture(self, content_id: str) -> Picture:
        file = BytesIO()
        few = self.image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)
        few.save(file, format="PNG")
        width, height = (side // _SHARP for side in self.image.size)
        return Picture(content_id, file.getvalue(), width, height)


def _scaled(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * _SHARP, y * _SHARP) for x, y in points]
