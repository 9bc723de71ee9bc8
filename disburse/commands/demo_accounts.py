"""Accounts to try the web page of the demo with: one of each role, a password drawn anew."""

from __future__ import annotations

import os
import secrets
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disburse.accounts import managing
from disburse.accounts.records import Actor, NewPerson, Person, Role
from disburse.accounts.wording import wording as account_wording
from disburse.commands.wording import wording

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

_DOMAIN = "demo.example"
_OWNER = "UBND xã Bằng Mạc"
"""As the samples write it."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PARTS, _LONG = 3, 4


def add_accounts(ledger: sqlite3.Connection, at: datetime) -> list[dict[str, Any]]:
    """Add one person of each role; tell ``email role name owner password`` of each.

    All share one random password of some 59 bits, told this once and kept only hashed.
    """
    password = "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_PARTS)
    )
    by = Actor(wording()["demo"]["uploaded_by"])
    people = [
        managing.add(ledger, _new(role), by=by, at=at, password=password)
        for role in (Role.STAFF, Role.LEADER, Role.OWNER, Role.ADMIN)
    ]
    return [_told(person, password) for person in people]


def invitation(database: Path, accounts: list[dict[str, Any]]) -> str:
    """Say who may sign in with which password, and the one command that opens the page."""
    texts = wording()["demo"]
    lines = [
        texts["accounts"],
        *(texts["account"].format(email=one["email"], who=_who(one)) for one in accounts),
        texts["password"].format(password=accounts[0]["password"]),
        texts["serve"].format(command=_command(database)),
    ]
    return "\n".join(lines)


def _new(role: Role) -> NewPerson:
    owner = _OWNER if role is Role.OWNER else None
    return NewPerson(f"{role}@{_DOMAIN}", role, owner or account_wording()["roles"][role], owner)


def _told(person: Person, password: str) -> dict[str, Any]:
    return {
        "email": person.email,
        "role": person.role.value,
        "name": person.name,
        "owner": person.owner,
        "password": password,
    }


def _who(account: dict[str, Any]) -> str:
    role = account_wording()["roles"][account["role"]]
    return f"{role} {account['owner']}" if account["owner"] else role


def _command(database: Path) -> str:
    """Word it for the shell at hand, with this very interpreter, as short as it can be written."""
    words = [_short(Path(sys.executable)), "-m", "disburse", "--db", _short(database), "serve"]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
