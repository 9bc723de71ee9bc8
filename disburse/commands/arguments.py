"""Every verb with its arguments: the parser and ``docs/commands.md`` are both built from here.

The help texts stand in ``templates/cli.toml`` under the names used here.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from disburse.commands.wording import wording
from disburse.model import Kind

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its spelling, its key in the wording, and what argparse makes of it."""

    flag: str
    key: str
    keywords: dict[str, Any] = field(default_factory=dict)

    @property
    def positional(self) -> bool:
        """Whether it is given by place rather than by name."""
        return not self.flag.startswith("-")


@dataclass(frozen=True, slots=True)
class Command:
    """One verb: the module in ``disburse.commands`` whose ``run`` carries it out."""

    verb: str
    module: str
    arguments: tuple[Argument, ...] = ()


def day(text: str) -> date:
    """Read 2026-09-30 or 30/9/2026; anything else is an ``argparse.ArgumentTypeError``."""
    match = _DAY_FIRST.fullmatch(text.strip())
    try:
        if match:
            return date(*(int(match[part]) for part in (3, 2, 1)))
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _refused("day", text) from None


def mapping(text: str) -> tuple[str, str]:
    """Split ``"HEADER=field"`` at the last equals sign."""
    header, separator, name = text.rpartition("=")
    if not (separator and header.strip() and name.strip()):
        raise _refused("mapping", text)
    return header.strip(), name.strip()


def import_number(text: str) -> int:
    """Read the number of an import."""
    if not (text.isascii() and text.isdigit()):
        raise _refused("import_id", text)
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
_OUT_FOLDER = Argument("--out", "out_folder", {"type": Path})

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
        (_FILE, *_READING, Argument("--dry-run", "dry_run", {"action": "store_true"}), _BY),
    ),
    Command("imports", "imports"),
    Command(
        "undo",
        "imports",
        (Argument("import_id", "import_id", {"type": import_number}), _BY),
    ),
    Command("status", "status", (_AS_OF, _KNOWN_ON, *_STATUS_FILTERS)),
    Command("report", "reports", (_AS_OF, _OUT_FOLDER)),
    Command("template", "template", (Argument("--out", "out_file", {"type": Path}),)),
)
