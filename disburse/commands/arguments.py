"""Every verb with its arguments: the parser and ``docs/commands.md`` are both built from here.

The help texts stand in ``templates/cli.toml`` under the names used here.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disburse.accounts.records import Role
from disburse.commands.wording import wording
from disburse.model import Kind
from disburse.render.word.periods import PeriodKind
from disburse.schedule.planned import Name
from disburse.text import day_of

if TYPE_CHECKING:
    from datetime import date

_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its spelling, its key in the wording, and what argparse makes of it."""

    flag: str
    key: str
    keywords: dict[str, Any] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Whether the verb cannot do without it."""
        return self.positional or bool(self.keywords.get("required"))

    @property
    def positional(self) -> bool:
        """Whether it is given by place rather than by name."""
        return not self.flag.startswith("-")


@dataclass(frozen=True, slots=True)
class Command:
    """One verb: the module in ``disburse.commands`` whose ``run`` carries it out.

    A verb of several actions (``user add``) has each with its own arguments in ``actions``; which
    one was chosen is the option ``action``, None for a verb that also goes ``alone``.
    """

    verb: str
    module: str
    arguments: tuple[Argument, ...] = ()
    actions: tuple[Action, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """One action of a verb; its wording stands under ``"verb action"``."""

    name: str
    arguments: tuple[Argument, ...] = ()


def day(text: str) -> date:
    """Read 2026-09-30 or 30/9/2026; anything else is an ``argparse.ArgumentTypeError``."""
    try:
        return day_of(text)
    except ValueError:
        raise _refused("day", text) from None


def port(text: str) -> int:
    """Read the number of a port."""
    if not (text.isdecimal() and 0 < int(text) <= _LAST_PORT):
        raise _refused("port", text)
    return int(text)


def mapping(text: str) -> tuple[str, str]:
    """Split ``"HEADER=field"`` at the last equals sign."""
    header, separator, name = text.rpartition("=")
    if not (separator and header.strip() and name.strip()):
        raise _refused("mapping", text)
    return header.strip(), name.strip()


def import_number(text: str) -> int:
    """Read the number of an import."""
    return _number("import_id", text)


def answer_number(text: str) -> int:
    """Read the number of a remembered answer."""
    return _number("answer_id", text)


def confirmation_number(text: str) -> int:
    """Read the number of a confirmation on identity."""
    return _number("confirmation", text)


def message_number(text: str) -> int:
    """Read the number of a message in the outbox."""
    return _number("message", text)


def _number(key: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise _refused(key, text)
    return int(text)


def _refused(key: str, text: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(wording()["errors"][key].format(text=text))


_FILE = Argument("file", "file", {"type": Path})
_AS_OF = Argument("--as-of", "as_of", {"type": day})
_BY = Argument("--by", "by")
_READING = (
    Argument("--as-of", "figures_date", {"type": day}),
    Argument("--kind", "kind", {"choices": [kind.value for kind in Kind]}),
    Argument("--unit", "unit"),
    Argument("--map", "map", {"type": mapping, "action": "append", "default": []}),
    Argument("--annotated", "annotated", {"type": Path}),
)
_STATUS_FILTERS = (Argument("--owner", "owner"), Argument("--project", "project"))
_KNOWN_ON = Argument("--known-on", "known_on", {"type": day})
_EMAIL = Argument("--email", "email", {"required": True})
_PASSWORD = Argument("--password-stdin", "password_stdin", {"action": "store_true"})
_OUT_FOLDER = Argument("--out", "out_folder", {"type": Path})
_NO_LETTERS = Argument("--no-letters", "no_letters", {"action": "store_true"})
_FOLLOWING_REPORT = (
    Argument("--report", "report", {"action": "store_true"}),
    Argument("--report-as-of", "report_as_of", {"type": day}),
    _OUT_FOLDER,
    _NO_LETTERS,
)

GLOBAL = (
    Argument("--db", "db", {"type": Path, "default": None}),
    Argument("--json", "json", {"action": "store_true", "default": False}),
)

COMMANDS = (
    Command("demo", "demo", (_OUT_FOLDER,)),
    Command("inspect", "registers", (_FILE, *_READING)),
    Command(
        "import",
        "registers",
        (
            _FILE,
            *_READING,
            Argument("--dry-run", "dry_run", {"action": "store_true"}),
            _BY,
            *_FOLLOWING_REPORT,
        ),
    ),
    Command("imports", "imports"),
    Command(
        "undo",
        "imports",
        (Argument("import_id", "import_id", {"type": import_number}), _BY),
    ),
    Command(
        "answers",
        "answers",
        (Argument("--remove", "remove", {"type": answer_number}), _BY),
    ),
    Command(
        "matches",
        "matches",
        (
            Argument("--same", "same", {"nargs": 2}),
            Argument("--different", "different", {"nargs": 2}),
            Argument("--owner", "same_owner", {"nargs": 2}),
            Argument("--other-owner", "other_owner", {"nargs": 2}),
            Argument("--withdraw", "withdraw", {"type": confirmation_number}),
            _BY,
        ),
    ),
    Command("status", "status", (_AS_OF, _KNOWN_ON, *_STATUS_FILTERS)),
    Command(
        "report",
        "reports",
        (
            _AS_OF,
            _OUT_FOLDER,
            Argument("--period", "period", {"choices": [kind.value for kind in PeriodKind]}),
            _NO_LETTERS,
        ),
    ),
    Command(
        "send",
        "send",
        (
            Argument("--status", "outbox_status", {"action": "store_true"}),
            Argument("--resend", "resend", {"type": message_number}),
            Argument("--settle", "settle", {"type": message_number}),
            Argument("--test", "test_address"),
        ),
    ),
    Command(
        "schedule",
        "schedule",
        actions=(
            Action("list"),
            Action(
                "run",
                (
                    Argument("schedule", "schedule_name", {"choices": [one.value for one in Name]}),
                    Argument("--as-of", "run_as_of", {"type": day}),
                ),
            ),
        ),
        alone=True,
    ),
    Command(
        "serve", "serve", (Argument("--host", "host"), Argument("--port", "port", {"type": port}))
    ),
    Command(
        "user",
        "user",
        actions=(
            Action(
                "add",
                (
                    Argument(
                        "--role",
                        "role",
                        {"required": True, "choices": [role.value for role in Role]},
                    ),
                    _EMAIL,
                    Argument("--owner", "account_owner"),
                    Argument("--name", "name"),
                    _PASSWORD,
                    Argument("--invite", "invite", {"action": "store_true"}),
                ),
            ),
            Action("list"),
            Action("password", (_EMAIL, _PASSWORD)),
            Action("token", (_EMAIL,)),
            Action("close", (_EMAIL,)),
        ),
    ),
    Command("settings", "settings"),
    Command(
        "backup",
        "backup",
        (
            Argument("--out", "backup_out", {"type": Path}),
            Argument("--verify", "backup_verify", {"type": Path}),
            Argument("--restore", "backup_restore", {"type": Path}),
        ),
    ),
    Command("template", "template", (Argument("--out", "out_file", {"type": Path}),)),
)
