"""The list of projects: which a person asks for, in which order, which fifty of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from disburse.model import Level, MilestoneState, ProjectClass, Risk
from disburse.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from disburse.render.records import Row
    from disburse.web.standing import Standing

PAGE = 50
_DIGITS = 6
"""Of a page's number: there are never more pages, and Python reads no endless numbers."""
_TEXTS = ("q", "state", "level", "owner", "source", "sort", "as_of")
NO_SOURCE = "none"
STATES = (MilestoneState.MISSED, Risk.AT_RISK, MilestoneState.AWAITING_DATA, MilestoneState.PENDING)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for; an empty text asks for everything. ``sort`` may begin with "-"."""

    q: str = ""
    project_class: str = ""
    state: str = ""
    level: str = ""
    owner: str = ""
    source: str = ""
    sort: str = ""
    page: int = 1
    as_of: str = ""

    def link(self, **changed: str | int) -> str:
        """Address of the same list with something changed, on its first page unless said."""
        asked = replace(self, **{"page": 1, **changed})  # type: ignore[arg-type] # by name
        given = {name: value for name, value in asdict(asked).items() if value not in {"", 1}}
        if "project_class" in given:
            given["class"] = given.pop("project_class")
        return "/projects" + (f"?{urlencode(given)}" if given else "")

    def sorted_by(self, key: str) -> str:
        """Address of the list sorted by a column, turned round at the second click."""
        return self.link(sort=f"-{key}" if self.sort == key else key)

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return any((self.q, self.project_class, self.state, self.level, self.owner, self.source))


def query_of(given: Mapping[str, str]) -> Query:
    """Read a query from an address; what makes no sense in it is left aside."""
    page = given.get("page", "")
    texts = {name: given.get(name, "").strip() for name in _TEXTS}
    texts["project_class"] = given.get("class", "").strip()
    return Query(**texts, page=int(page[:_DIGITS]) if page.isdecimal() else 1)


@dataclass(frozen=True, slots=True)
class Found:
    """The projects of one page, which page of how many it is, and how many projects in all."""

    rows: list[Row]
    total: int
    page: int
    pages: int


def _remaining(row: Row) -> int | None:
    if row["plan"] is None:
        return None
    remaining: int = row["plan"] - (row["disbursed"] or 0)
    return remaining


_KEYS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: fold(row["name"] or ""),
    "owner": lambda row: fold(row["owner"] or ""),
    "plan": lambda row: row["plan"],
    "disbursed": lambda row: row["disbursed"],
    "rate": lambda row: row["rate_basis_points"],
    "remaining": _remaining,
}


def find(standing: Standing, query: Query) -> Found:
    """Select, order and cut."""
    ordered = standing.found(replace(query, page=1, as_of=""))
    pages = max(1, -(-len(ordered) // PAGE))
    page = min(max(query.page, 1), pages)
    first = (page - 1) * PAGE
    return Found(ordered[first : first + PAGE], len(ordered), page, pages)


def ordered(standing: Standing, query: Query) -> list[Row]:
    """All projects asked for, in the order asked for; by default the most urgent first."""
    kept = [row for row in standing.projects.values() if _kept(standing, row, query)]
    key = _KEYS.get(query.sort.lstrip("-"))
    if key is None:
        return sorted(kept, key=lambda row: _urgency(standing, row))
    given = [row for row in kept if key(row) is not None]
    given.sort(key=key, reverse=query.sort.startswith("-"))
    return [*given, *(row for row in kept if key(row) is None)]


def _kept(standing: Standing, row: Row, query: Query) -> bool:
    number = row["project_id"]
    return (
        (not query.q or fold(query.q) in standing.searched[number])
        and (not query.project_class or row["project_class"] == query.project_class)
        and (not query.owner or fold(row["owner"] or "") == fold(query.owner))
        and (not query.state or query.state in standing.states[number])
        and (not query.level or standing.level(number) == query.level)
        and (not query.source or fold(query.source) in standing.source_names[number])
    )


def _urgency(standing: Standing, row: Row) -> tuple[int, int]:
    """Red before amber before the rest, then by what is still to be disbursed."""
    level = standing.level(row["project_id"])
    rank = list(Level).index(Level(level)) if level else len(Level)
    return rank, -(_remaining(row) or 0)


def classes() -> list[str]:
    """The classes in their order."""
    return [one.value for one in ProjectClass]
