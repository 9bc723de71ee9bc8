"""What a layout is made of: pages of columns, rows and a header, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

from disburse.model import ProjectClass, Tranche

BOTH = None
"""Both tranches together, where a column or slice asks for one."""


@dataclass(frozen=True, slots=True)
class Field:
    """A descriptive cell of a project: ``name`` says which, ``style`` how it is written."""

    name: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money over the row's projects.

    ``measure`` is plan, disbursed, estimate, period, initial, change, investment, medium_term,
    allocated, work_done or remaining; approved, recovered or transferred of payments.
    ``source`` and ``tranche`` narrow it (None is all); ``date`` indexes the truth's dates;
    ``part`` is volume or advance.
    """

    measure: str
    source: str | None = None
    tranche: Tranche | None = Tranche.CURRENT
    date: int = -1
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """Disbursed over plan of the row, in percent or as a fraction."""

    date: int = -1
    fraction: bool = False


Content = Field | Amount | Rate


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its labels from the top, what it holds, and its own unit if it has one."""

    path: tuple[str, ...]
    content: Content
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A level of headings.

    ``by`` is class, owner, sector, source or tranche; ``labels`` chooses the wording; ``place``
    is the column of the heading ("name" or "ordinal").
    """

    by: str
    ordinals: str = "A"
    labels: str = ""
    amounts: bool = True
    place: str = "name"
    upper: bool = False
    bold: bool = True
    indent: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """Rows below a project: by ``source`` or ``tranche``.

    ``form``: "label" (bullet in the ordinal column, name of the part in the name column),
    "merged" (ordinal and name merged over the rows), "blank" (written on the first row alone),
    "line" (everything repeated on a line of its own).
    """

    by: str = "source"
    form: str = "label"
    bullet: str = "-"
    prefix: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table: headings, numbering of projects, totals, rows below projects.

    ``vouchers`` makes each row a payment instead of a project.
    """

    groups: tuple[Group, ...] = ()
    ordinals: str = "1"
    restart: bool = True
    total: str = ""
    total_label: str = "TỔNG SỐ"
    total_ordinal: str = ""
    subtotals: str = ""
    split: Split | None = None
    name_prefix: str = ""
    vouchers: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """``style``: merged, first_cell, low, repeated, words; ``numbering``: "", 1, (1), A, [1]."""

    style: str = "merged"
    numbering: str = ""
    depth: int = 0
    gap: int = 0
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class Only:
    """What money or which projects a page is about; None is everything."""

    source: str | None = None
    tranche: Tranche | None = None
    project_class: ProjectClass | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One table with what stands around it; ``stacked`` puts it below the page before."""

    columns: tuple[Column, ...]
    titles: tuple[str, ...] = ("DANH MỤC KẾ HOẠCH ĐẦU TƯ CÔNG NĂM {year}",)
    name: str = "Sheet1"
    unit: str = "triệu đồng"
    unit_line: str = "ĐVT: Triệu đồng"
    unit_place: str = "right"
    header: Header = Header()
    rows: Rows = Rows()
    footers: tuple[dict[int, str], ...] = ()
    origin: tuple[int, int] = (0, 0)
    only: Only = Only()
    hidden: bool = False
    ignored: bool = False
    stacked: bool = False
    blanks: int = 0
    ghosts: int = 0
    merged_titles: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A file: its pages, how it writes text and numbers, and what holds for the whole of it.

    ``numbers``: number, vn, en, spaces, nbsp, plain (text without grouping); ``nil``: what stands
    for no money ("" blank, "0", "-"); ``text``: "", nfd, lookalike (Ð and ƣ), spaced;
    ``as_of``: index of the truth's date, "first_day", "last_payment" or an ISO date; ``allowed``
    are findings a fair reader may well report on it.
    """

    name: str
    family: str
    pages: tuple[Page, ...]
    suffix: str = ".xlsx"
    encoding: str = "utf-8-sig"
    mark: str = ";"
    numbers: str = "number"
    nil: str = ""
    text: str = ""
    as_of: int | str = "first_day"
    sources: str = "short"
    payments: bool = False
    allowed: frozenset[str] = field(default_factory=frozenset)
