"""``user``: the accounts of the web page, for scripts and for the first administrator."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Any

from disburse.accounts import links, managing, people, tokens
from disburse.accounts.errors import AccountError
from disburse.accounts.records import Actor, NewPerson, Person, Purpose, Role
from disburse.accounts.secret import signing_secret
from disburse.accounts.wording import worded
from disburse.accounts.wording import wording as account_wording
from disburse.accounts.writing import atomically
from disburse.clock import now
from disburse.commands.answer import Answer
from disburse.commands.opening import opened_ledger, settings_of, system_user
from disburse.commands.wording import error, wording
from disburse.errors import OperatorError

if TYPE_CHECKING:
    import sqlite3
    from argparse import Namespace
    from collections.abc import Callable

    from disburse.accounts.links import Link
    from disburse.accounts.settings import AccountSettings
    from disburse.commands.answer import Context

_LONGEST_INPUT = 10_000


def run(options: Namespace, context: Context) -> Answer:
    """Carry out one ``user …``; only ``add`` makes a ledger where there is none."""
    adding = options.action == "add"
    if adding and bool(options.password_stdin) == bool(options.invite):
        raise error("password_or_invite")
    if options.action == "password" and not options.password_stdin:
        raise error("password_from_stdin")
    try:
        if adding:
            return _add(options, context)
        with opened_ledger(context.database) as ledger:
            return _ACTIONS[options.action](ledger, options)
    except AccountError as refusal:
        raise OperatorError(worded(refusal)) from refusal


def _add(options: Namespace, context: Context) -> Answer:
    """Add a person; what is refused does not even make a ledger."""
    new = NewPerson(options.email, Role(options.role), options.name, options.owner)
    password = None if options.invite else _password()
    managing.checked(new, password)
    settings = settings_of(context.database).accounts
    by, at = _by(), now()
    with opened_ledger(context.database, must_exist=False) as ledger, atomically(ledger):
        person = managing.add(ledger, new, by=by, at=at, password=password)
        if password is not None:
            return _answer("added", person)
        lasts = settings.link_lasts(Purpose.INVITATION)
        secret = _secret(ledger, context, settings)
        link = links.issue(
            ledger, secret, person.person_id, Purpose.INVITATION, lasts, by=by, at=at
        )
        return _answer("added", person, link)


def _secret(ledger: sqlite3.Connection, context: Context, settings: AccountSettings) -> str:
    try:
        return signing_secret(ledger, context.database, settings.secret_key)
    except OSError as refusal:
        raise error("no_folder", path=context.database.parent) from refusal


def _answer(key: str, person: Person, link: Link | None = None) -> Answer:
    text = wording()["user"][key].format(email=person.email, role=_role(person))
    if link is None:
        return Answer(lambda: {"person": _document(person)}, lambda: text)
    return Answer(
        lambda: {"person": _document(person), "link": link.path},
        lambda: f"{text}\n{wording()['user']['link']}\n{link.path}",
    )


def _token(ledger: sqlite3.Connection, options: Namespace) -> Answer:
    person = people.open_by_email(ledger, options.email)
    token = tokens.issue(ledger, person.person_id, by=_by(), at=now())
    return Answer(lambda: {"token": token}, lambda: token)


def _list(ledger: sqlite3.Connection, options: Namespace) -> Answer:
    del options
    listed = people.everybody(ledger)
    return Answer(
        lambda: {"people": [_document(person) for person in listed]}, lambda: _list_text(listed)
    )


def _close(ledger: sqlite3.Connection, options: Namespace) -> Answer:
    person = people.open_by_email(ledger, options.email)
    return _answer("closed", managing.close(ledger, person.person_id, by=_by(), at=now()))


def _set_password(ledger: sqlite3.Connection, options: Namespace) -> Answer:
    person = people.open_by_email(ledger, options.email)
    changed = managing.set_password(ledger, person.person_id, _password(), by=_by(), at=now())
    return _answer("password_set", changed)


_ACTIONS: dict[str, Callable[[sqlite3.Connection, Namespace], Answer]] = {
    "token": _token,
    "list": _list,
    "close": _close,
    "password": _set_password,
}


def _by() -> Actor:
    return Actor(system_user())


def _password() -> str:
    """Read the password from stdin, where a script writes it, or ask for it at a terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(wording()["user"]["prompt"])
    try:
        text = sys.stdin.buffer.read(_LONGEST_INPUT).decode("utf-8-sig")
    except UnicodeDecodeError as refusal:
        raise error("password_encoding") from refusal
    return text.removesuffix("\n").removesuffix("\r")


def _document(person: Person) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role.value,
        "owner": person.owner,
        "created_at": person.created_at,
        "created_by": person.created_by,
        "closed_at": person.closed_at,
        "has_password": person.has_password,
    }


def _role(person: Person) -> str:
    role = account_wording()["roles"][person.role]
    return role if person.owner is None else f"{role} {person.owner}"


def _list_text(listed: list[Person]) -> str:
    from tabulate import tabulate

    texts = wording()["user"]
    if not listed:
        return texts["none"]
    lines = [(one.email, one.name, _role(one), texts[_state(one)]) for one in listed]
    header = [texts[key] for key in ("email", "name", "role", "state")]
    return tabulate(lines, header, disable_numparse=True)


def _state(person: Person) -> str:
    if person.closed_at is not None:
        return "state_closed"
    return "state_open" if person.has_password else "state_invited"
