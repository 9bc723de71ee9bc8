"""One-time links by which a person sets a password: an invitation, or a reset.

A link's token is signed, so that made-up ones never reach the ledger, and carries a nonce whose
hash is kept: the row says until when it lives and that it was used or voided.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from disburse.accounts import audit, managing, passwords, people, revoking
from disburse.accounts.errors import AccountError
from disburse.accounts.people import KIND
from disburse.accounts.randomness import digest, new_secret
from disburse.accounts.records import Action, Actor, Person, Purpose
from disburse.accounts.throttle import NOW
from disburse.accounts.writing import atomically
from disburse.ledger.moments import stamp

if TYPE_CHECKING:
    import sqlite3
    from datetime import timedelta


class Link(NamedTuple):
    """A link to be sent: its token is told this once."""

    purpose: Purpose
    token: str
    expires_at: str

    @property
    def path(self) -> str:
        """Where the web page takes it: ``/invitation/TOKEN`` or ``/reset/TOKEN``."""
        return f"/{self.purpose}/{self.token}"

    def __repr__(self) -> str:
        """Leave the token out."""
        return f"Link({self.purpose}, until {self.expires_at})"


class _Row(NamedTuple):
    link_id: int
    person_id: int
    nonce_hash: str
    expires_at: str
    used_at: str | None
    voided_at: str | None


def issue(  # noqa: PLR0913 (to whom, for what, how long, by whom and when)
    connection: sqlite3.Connection,
    secret: str,
    person_id: int,
    purpose: Purpose,
    lasts: timedelta,
    *,
    by: Actor,
    at: datetime,
) -> Link:
    """Make a link for an open account; the person's older unused ones become void.

    Raises AccountError ``unknown_person`` or ``closed``.
    """
    if lasts <= NOW:
        raise ValueError("a link must live for a while")
    nonce, expires_at = new_secret(), stamp(at + lasts)
    with atomically(connection):
        person = people.demand_open(people.by_id(connection, person_id))
        revoking.links(connection, person_id, at)
        link_id = connection.execute(
            "INSERT INTO one_time_link"
            " (person_id, purpose, nonce_hash, created_at, created_by, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (person.person_id, purpose, digest(nonce), stamp(at), by.name, expires_at),
        ).lastrowid
        told = {"purpose": purpose.value, "expires_at": expires_at}
        audit.record(connection, Action.LINK_ISSUED, KIND, person_id, by=by, at=at, new=told)
    return Link(purpose, _serializer(secret, purpose).dumps([link_id, nonce]), expires_at)


def person_invited(
    connection: sqlite3.Connection, secret: str, purpose: Purpose, token: str, *, at: datetime
) -> Person:
    """Return whom a link lets in, without using it: for the page that asks for the password.

    Raises AccountError ``link_invalid``, ``link_used``, ``link_expired``, ``link_voided`` or
    ``closed``.
    """
    row = _valid(connection, secret, purpose, token, at)
    return people.demand_open(people.by_id(connection, row.person_id))


def use(  # noqa: PLR0913 (which link, which password, when, from where)
    connection: sqlite3.Connection,
    secret: str,
    purpose: Purpose,
    token: str,
    password: str,
    *,
    at: datetime,
    address: str | None = None,
) -> Person:
    """Set the password by a link, once: other sessions and links of the person end.

    A refused password does not spend the link. Raises what `person_invited` raises, and
    AccountError ``password_…``.
    """
    person = person_invited(connection, secret, purpose, token, at=at)
    managing.check_password_of(person, password)
    stored = passwords.hashed(password)
    by = Actor(person.name, person.person_id, address)
    with atomically(connection):
        row = _valid(connection, secret, purpose, token, at)
        connection.execute(
            "UPDATE one_time_link SET used_at = ? WHERE id = ?", (stamp(at), row.link_id)
        )
        person = managing.store_password(connection, row.person_id, stored, by=by, at=at)
        told = {"purpose": purpose.value}
        audit.record(connection, Action.LINK_USED, KIND, row.person_id, by=by, at=at, new=told)
    return person


def _valid(
    connection: sqlite3.Connection, secret: str, purpose: Purpose, token: str, at: datetime
) -> _Row:
    row = _row(connection, purpose, *_opened(secret, purpose, token))
    if row.used_at is not None:
        raise AccountError("link_used", "the link was used", used_at=row.used_at)
    if row.voided_at is not None:
        raise AccountError("link_voided", "a newer link or a password took its place")
    if at >= datetime.fromisoformat(row.expires_at):
        raise AccountError("link_expired", "the link expired", expires_at=row.expires_at)
    return row


def _opened(secret: str, purpose: Purpose, token: str) -> tuple[int, str]:
    """Read number and nonce from a token that carries our signature."""
    try:
        link_id, nonce = _serializer(secret, purpose).loads(token)
    except (BadData, UnicodeEncodeError) as error:
        raise AccountError("link_invalid", "no link of ours") from error
    return link_id, nonce


def _row(connection: sqlite3.Connection, purpose: Purpose, link_id: int, nonce: str) -> _Row:
    """Find the row of a link; one signed for another ledger has none or another nonce."""
    found = connection.execute(
        "SELECT id, person_id, nonce_hash, expires_at, used_at, voided_at FROM one_time_link"
        " WHERE id = ? AND purpose = ?",
        (link_id, purpose),
    ).fetchone()
    if found is None or not hmac.compare_digest(found[2], digest(nonce)):
        raise AccountError("link_invalid", "no link of this ledger")
    return _Row(*found)


def _serializer(secret: str, purpose: Purpose) -> URLSafeSerializer:
    """Sign for one purpose only: an invitation never passes for a reset."""
    return URLSafeSerializer(
        secret, salt=f"disburse.link.{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
    )
