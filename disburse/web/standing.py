"""The judged state of all projects on a day, made once for each state of the ledger.

Judging 10,000 projects takes a few tenths of a second, a page a few milliseconds: so the
judgement is shared by all requests until something is stored, undone or confirmed.
"""

from __future__ import annotations

import asyncio
import gc
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from disburse.ledger.confirmed import Confirmed, confirmed
from disburse.monitor.selection import of_owner
from disburse.pipeline import evaluate
from disburse.progress import Stopwatch
from disburse.render.contract import Origins, file_names, warnings_by_project
from disburse.render.records import Row, rows
from disburse.text import fold
from disburse.web.dashboard import Dashboard
from disburse.web.listing import NO_SOURCE, Query, ordered

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import date

    from disburse.frames import Assessment
    from disburse.model import EarlyWarning
    from disburse.rules import Thresholds

_KEPT = 12
_QUERIES = 200
_CONTENTS = 100


@dataclass(frozen=True)
class Standing:
    """An assessment as rows for pages; whoever holds it may see all that is in it.

    ``confirmed`` tells how the owners named in it are written.
    """

    assessment: Assessment
    confirmed: Confirmed = field(default_factory=Confirmed)

    def prepare(self) -> None:
        """Work out what nearly every page needs, so that no request waits for it."""
        for name in ("projects", "milestones", "sources", "warnings", "states", "searched"):
            getattr(self, name)
        for name in ("source_names", "owners", "all_sources", "files"):
            getattr(self, name)

    def of(self, owner: str) -> Standing:
        """Return the part of one owner, however spelt, made once."""
        key = fold(self.confirmed.owner(owner) or owner)
        if key not in self._parts:
            self._parts[key] = Standing(of_owner(self.assessment, key))
        return self._parts[key]

    @cached_property
    def _parts(self) -> dict[str, Standing]:
        return {}

    @cached_property
    def projects(self) -> dict[int, Row]:
        """Rows of `Assessment.projects` by project number."""
        return {row["project_id"]: row for row in rows(self.assessment.projects)}

    @cached_property
    def milestones(self) -> dict[int, list[Row]]:
        """Rows of `Assessment.milestones` by project number."""
        return _grouped(rows(self.assessment.milestones))

    @cached_property
    def sources(self) -> dict[int, list[Row]]:
        """Rows of `Assessment.sources` by project number."""
        return _grouped(rows(self.assessment.sources))

    @cached_property
    def warnings(self) -> defaultdict[int, list[EarlyWarning]]:
        """Early warnings by project number, the worst first."""
        return warnings_by_project(self.assessment.warnings)

    @cached_property
    def dashboard(self) -> Dashboard:
        """What the first page shows of it."""
        return Dashboard(self.assessment)

    @cached_property
    def states(self) -> dict[int, set[str]]:
        """States of each project's milestones, and its risks."""
        return {
            number: {one["state"] for one in listed} | {one["risk"] for one in listed}
            for number, listed in self.milestones.items()
        }

    @cached_property
    def source_names(self) -> dict[int, set[str]]:
        """Sources of each project, folded; `NO_SOURCE` where money was spent and none is named."""
        return {number: _source_names(self.sources.get(number, [])) for number in self.projects}

    @cached_property
    def owners(self) -> list[str]:
        """Every owner, in alphabetical order."""
        return sorted({row["owner"] for row in self.projects.values() if row["owner"]}, key=fold)

    @cached_property
    def all_sources(self) -> list[str]:
        """Every source named, in alphabetical order."""
        named = (one["source"] for listed in self.sources.values() for one in listed)
        return sorted({one for one in named if one}, key=fold)

    @cached_property
    def searched(self) -> dict[int, str]:
        """What a search looks in: code, name, owner and place, folded."""
        names = ("code", "name", "owner", "location")
        return {
            number: fold(" ".join(row[name] or "" for name in names))
            for number, row in self.projects.items()
        }

    def level(self, project_id: int) -> str | None:
        """Level of a project's worst warning."""
        return next((one.level.value for one in self.warnings.get(project_id, ())), None)

    def found(self, query: Query) -> list[Row]:
        """Give the projects of a query, found once; the latest queries are remembered."""
        known = self._found.get(query)
        if known is None:
            known = self._found[query] = ordered(self, query)
            while len(self._found) > _QUERIES:
                self._found.pop(next(iter(self._found)))
        return known

    def content(self, key: object, make: Callable[[], str]) -> str:
        """Give the content of a page, made once for each key; the latest keys are remembered."""
        known = self._contents.get(key)
        if known is None:
            known = self._contents[key] = make()
            while len(self._contents) > _CONTENTS:
                self._contents.pop(next(iter(self._contents)))
        return known

    @cached_property
    def _contents(self) -> dict[object, str]:
        return {}

    @cached_property
    def _found(self) -> dict[Query, list[Row]]:
        return {}

    @cached_property
    def files(self) -> Origins:
        """Name of each imported file cited, and each correction in words."""
        return file_names(self.assessment)


def _source_names(listed: list[Row]) -> set[str]:
    named = {fold(one["source"]) for one in listed if one["source"]}
    nameless = any(not one["source"] and one["disbursed"] for one in listed)
    return named | ({NO_SOURCE} if nameless else set())


def _grouped(listed: list[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in listed:
        grouped.setdefault(row["project_id"], []).append(row)
    return grouped


class Standings:
    """The standings asked for lately, by day and state of the ledger; made off the event loop."""

    def __init__(
        self,
        ledger: Callable[[], AbstractContextManager[sqlite3.Connection]],
        thresholds: Thresholds,
    ) -> None:
        """Judge by what ``ledger`` opens."""
        self._ledger = ledger
        self._thresholds = thresholds
        self._kept: OrderedDict[tuple[object, ...], asyncio.Task[Standing]] = OrderedDict()

    async def on(self, as_of: date, state: tuple[int, ...]) -> Standing:
        """Return the standing of a day, waiting for the one that is being made if need be.

        ``state`` tells one content of the ledger from another. Raises LawError and LedgerError.
        """
        key = (as_of, *state)
        task = self._kept.get(key)
        if task is None or (task.done() and task.exception() is not None):
            task = asyncio.create_task(asyncio.to_thread(self._make, as_of))
            self._kept[key] = task
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return await asyncio.shield(task)

    def _make(self, as_of: date) -> Standing:
        with self._ledger() as ledger:
            assessment = evaluate(ledger, as_of, self._thresholds, Stopwatch())
            made = Standing(assessment, confirmed(ledger))
        made.prepare()
        # Hundreds of thousands of records that live for hours: the collector, going through them
        # again and again, would stop every request for a while.
        gc.freeze()
        return made
