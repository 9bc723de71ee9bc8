"""Letters drafted to owners, whether they were sent, and what was answered and promised.

A letter belongs to the owner the confirmed spellings make of the name it was written to.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from disburse.correspondence import Dispatch, Draft, KeptLetter, Reply
from disburse.ledger.confirmed import confirmed
from disburse.ledger.errors import LedgerError
from disburse.ledger.moments import stamp
from disburse.ledger.schema import reading, transaction
from disburse.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

_DRAFT = """
    INSERT INTO letter
        (kind, owner, owner_key, as_of, due_round, reply_due, projects, path, sha256, made_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
"""
_LETTERS = """
    SELECT id, kind, owner, as_of, due_round, reply_due, projects, path, sha256, made_at
    FROM letter ORDER BY as_of, id
"""
_DISPATCH = """
    INSERT INTO letter_dispatch (letter_id, symbol, issued_on, made_by, made_at)
    VALUES (?, ?, ?, ?, ?)
"""
_DISPATCHES = (
    "SELECT letter_id, symbol, issued_on, made_by, made_at FROM letter_dispatch ORDER BY id"
)
_REPLY = """
    INSERT INTO letter_reply (letter_id, text, promised_on, made_by, made_at)
    VALUES (?, ?, ?, ?, ?)
"""
_REPLIES = """
    SELECT letter_id, id, text, promised_on, made_by, made_at FROM letter_reply ORDER BY id
"""


def keep_drafts(connection: sqlite3.Connection, drafts: Iterable[Draft], *, at: datetime) -> int:
    """Keep drafts; one of the same day, owner and content is kept once. Return how many are new."""
    moment = stamp(at)
    rows = [
        (
            one.kind,
            one.owner,
            fold(one.owner),
            *(day.isoformat() for day in (one.as_of, one.due_round, one.reply_due)),
            *(one.projects, one.path, one.sha256, moment),
        )
        for one in drafts
    ]
    with transaction(connection):
        before = connection.total_changes
        connection.executemany(_DRAFT, rows)
        return connection.total_changes - before


def record_dispatch(  # noqa: PLR0913 (what was sent, by whom recorded, and when: nothing to group)
    connection: sqlite3.Connection,
    letter: int,
    *,
    symbol: str,
    issued_on: date,
    by: str,
    at: datetime,
) -> KeptLetter:
    """Record that a letter was signed and sent; recorded again, the last one counts.

    Raises ValueError without a symbol, LedgerError (``unknown_letter``).
    """
    if not symbol.strip():
        raise ValueError("a letter sent without number and symbol")
    row = (letter, symbol.strip(), issued_on.isoformat(), by, stamp(at))
    return _recorded(connection, letter, _DISPATCH, row)


def record_reply(  # noqa: PLR0913 (the same)
    connection: sqlite3.Connection,
    letter: int,
    *,
    text: str,
    promised_on: date | None,
    by: str,
    at: datetime,
) -> KeptLetter:
    """Record what an owner answered. Raises ValueError without words, LedgerError as above."""
    if not text.strip():
        raise ValueError("a reply without words")
    promised = promised_on and promised_on.isoformat()
    return _recorded(connection, letter, _REPLY, (letter, text.strip(), promised, by, stamp(at)))


def find_letter(connection: sqlite3.Connection, number: int) -> KeptLetter:
    """Return one letter. Raises LedgerError (``unknown_letter``)."""
    for one in kept_letters(connection):
        if one.number == number:
            return one
    text = f"the ledger has no letter {number}"
    raise LedgerError("unknown_letter", text, number=number)


def kept_letters(
    connection: sqlite3.Connection, *, owner: str | None = None
) -> tuple[KeptLetter, ...]:
    """List all letters by the day drafted, of one owner if named (spelling and case aside)."""
    with reading(connection):
        said = confirmed(connection)
        dispatches = {row[0]: _dispatch(row) for row in connection.execute(_DISPATCHES)}
        replies: dict[int, list[Reply]] = {}
        for row in connection.execute(_REPLIES):
            replies.setdefault(row[0], []).append(_reply(row))
        wanted = owner and said.owner_key(fold(owner))
        return tuple(
            KeptLetter(
                row[0],
                _draft(row, said.owner(row[2]) or row[2]),
                row[-1],
                dispatches.get(row[0]),
                tuple(replies.get(row[0], ())),
            )
            for row in connection.execute(_LETTERS)
            if not wanted or said.owner_key(fold(row[2])) == wanted
        )


def earlier_letters(
    connection: sqlite3.Connection, *, as_of: date, due_round: date
) -> dict[str, KeptLetter]:
    """Give, by folded owner, the letter that one of ``as_of`` follows.

    That is the last one that went out before; where none is known to have, the last draft of an
    earlier round, which may have: drafts of one round replace one another.
    """
    found: dict[str, KeptLetter] = {}
    for one in kept_letters(connection):
        if one.draft.as_of >= as_of or not (one.went_out or one.draft.due_round < due_round):
            continue
        key = fold(one.draft.owner)
        if one.went_out or key not in found or not found[key].went_out:
            found[key] = one
    return found


def _recorded(
    connection: sqlite3.Connection, letter: int, statement: str, row: tuple[object, ...]
) -> KeptLetter:
    with transaction(connection):
        find_letter(connection, letter)
        connection.execute(statement, row)
        return find_letter(connection, letter)


def _draft(row: tuple[Any, ...], owner: str) -> Draft:
    _, kind, _, as_of, due_round, reply_due, projects, path, sha256, _ = row
    drafted, passed, due = map(date.fromisoformat, (as_of, due_round, reply_due))
    return Draft(kind, owner, drafted, passed, due, projects, path, sha256)


def _dispatch(row: tuple[Any, ...]) -> Dispatch:
    _, symbol, issued_on, made_by, made_at = row
    return Dispatch(symbol, date.fromisoformat(issued_on), made_by, made_at)


def _reply(row: tuple[Any, ...]) -> Reply:
    _, number, text, promised_on, made_by, made_at = row
    return Reply(number, text, promised_on and date.fromisoformat(promised_on), made_by, made_at)
