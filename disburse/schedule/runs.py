"""The runs of schedules in the ledger: claimed, finished or failed, and looked up.

A claim is looked up and written under one lock, so of several processes one gets it. A run whose
process is gone is taken up again; a failed one rests for `RESTS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from disburse.ledger.moments import stamp
from disburse.ledger.restorations import last as last_restoration
from disburse.ledger.schema import transaction
from disburse.schedule.planned import Name
from disburse.send.worker import gone

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from disburse.schedule.periods import Period

RESTS = timedelta(minutes=10)

_COLUMNS = (
    "id, name, period, as_of, due_at, started_at, finished_at, late, by_process, attempts, "
    "outcome, counts, detail"
)
_CLAIM = f"""
    INSERT INTO schedule_run (name, period, as_of, due_at, started_at, late, by_process, attempts)
    VALUES (:name, :period, :as_of, :due_at, :at, :late, :by, 1)
    ON CONFLICT (name, period) DO UPDATE SET
        as_of = :as_of, started_at = :at, finished_at = NULL, outcome = NULL, late = :late,
        by_process = :by, attempts = attempts + 1, detail = NULL
    RETURNING {_COLUMNS}
"""  # noqa: S608 - constants of this module
_END = f"""
    UPDATE schedule_run
    SET finished_at = :at, outcome = :outcome, counts = :counts, detail = :detail
    WHERE id = :id AND by_process = :by AND attempts = :attempts AND outcome IS NULL
    RETURNING {_COLUMNS}
"""  # noqa: S608 - the same
_FIND = f"SELECT {_COLUMNS} FROM schedule_run WHERE name = ? AND period = ?"  # noqa: S608 - the same
_LAST = f"""
    SELECT {_COLUMNS} FROM schedule_run WHERE name = ? ORDER BY due_at DESC LIMIT 1
"""  # noqa: S608 - the same
_BEFORE = """
    SELECT max(as_of) FROM schedule_run
    WHERE name = ? AND outcome = 'done' AND due_at < ? AND as_of < ?
"""
_HEALTH = """
    SELECT max(finished_at), count(*) FILTER (WHERE outcome = 'failed') FROM schedule_run
"""
_BEGUN = "SELECT min(recorded_at) FROM import"


class Outcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """One period's run; ``finished_at`` and ``outcome`` are None while it goes on, or died."""

    run_id: int
    name: Name
    period: str
    as_of: date
    due_at: datetime
    started_at: datetime
    finished_at: datetime | None
    late: bool
    by_process: str
    attempts: int
    outcome: Outcome | None
    counts: Mapping[str, int]
    detail: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """Who takes up a run and when; ``at_once`` does not wait for a failed one to have rested."""

    by_process: str
    at: datetime
    late: bool
    at_once: bool = False


def claim(
    connection: sqlite3.Connection, period: Period, as_of: date, claimed: Claim
) -> Run | None:
    """Take up the run of a period; None where it is done, rests, or another process has it."""
    values = {
        "name": period.name.value,
        "period": period.key,
        "as_of": as_of.isoformat(),
        "due_at": stamp(period.due_at),
        "at": stamp(claimed.at),
        "late": claimed.late,
        "by": claimed.by_process,
    }
    with transaction(connection):
        held = find(connection, period.name, period.key)
        if held is not None and not _free(held, claimed):
            return None
        return _read(connection.execute(_CLAIM, values).fetchone())


def _free(run: Run, claimed: Claim) -> bool:
    if run.outcome is Outcome.FAILED and run.finished_at is not None:
        return claimed.at_once or claimed.at - run.finished_at >= RESTS
    return run.outcome is None and gone(run.by_process, stamp(run.started_at), claimed.at)


def finish(
    connection: sqlite3.Connection, run: Run, counts: Mapping[str, int], *, at: datetime
) -> Run | None:
    """Note that a run is done; None where another process took it up meanwhile."""
    told = msgspec.json.encode(counts).decode()
    return _end(connection, run, outcome=Outcome.DONE, counts=told, detail=None, at=stamp(at))


def fail(connection: sqlite3.Connection, run: Run, detail: str, *, at: datetime) -> Run | None:
    """Note why a run failed, to be tried again; None as for `finish`."""
    return _end(connection, run, outcome=Outcome.FAILED, counts="{}", detail=detail, at=stamp(at))


def find(connection: sqlite3.Connection, name: Name, period: str) -> Run | None:
    """Return the run of a period, if it was ever taken up."""
    return _read(connection.execute(_FIND, (name.value, period)).fetchone())


def last(connection: sqlite3.Connection, name: Name) -> Run | None:
    """Return the run of the latest period of a schedule that was taken up."""
    return _read(connection.execute(_LAST, (name.value,)).fetchone())


def day_before(connection: sqlite3.Connection, period: Period, as_of: date) -> date | None:
    """Return the day judged by the last run done of an earlier period; None without any."""
    values = (period.name.value, stamp(period.due_at), as_of.isoformat())
    day = connection.execute(_BEFORE, values).fetchone()[0]
    return day and date.fromisoformat(day)


def health(connection: sqlite3.Connection) -> dict[str, str | int | None]:
    """Tell whoever watches: ``last_finished_at`` of any run, and how many stand ``failed``."""
    last_finished_at, failed = connection.execute(_HEALTH).fetchone()
    return {"last_finished_at": last_finished_at, "failed": failed}


def begun_at(connection: sqlite3.Connection) -> datetime | None:
    """Return from when on runs are missed: since the first file was stored, or the ledger restored.

    What was due before it was restored may have been done by the ledger that was lost.
    """
    moment = connection.execute(_BEGUN).fetchone()[0]
    if moment is None:
        return None
    begun, restored = datetime.fromisoformat(moment), last_restoration(connection)
    return begun if restored is None else max(begun, restored)


def _end(connection: sqlite3.Connection, run: Run, **ended: str | None) -> Run | None:
    """End a run, if it is still the one that was claimed."""
    claimed = {"id": run.run_id, "by": run.by_process, "attempts": run.attempts}
    with transaction(connection):
        return _read(connection.execute(_END, {**claimed, **ended}).fetchone())


def _read(row: tuple[Any, ...] | None) -> Run | None:
    if row is None:
        return None
    number, name, period, as_of, due_at, started_at, finished_at, late, *rest = row
    by_process, attempts, outcome, counts, detail = rest
    return Run(
        run_id=number,
        name=Name(name),
        period=period,
        as_of=date.fromisoformat(as_of),
        due_at=datetime.fromisoformat(due_at),
        started_at=datetime.fromisoformat(started_at),
        finished_at=finished_at and datetime.fromisoformat(finished_at),
        late=bool(late),
        by_process=by_process,
        attempts=attempts,
        outcome=outcome and Outcome(outcome),
        counts=msgspec.json.decode(counts),
        detail=detail,
    )
