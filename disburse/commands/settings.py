"""``settings``: every setting in force, and where it comes from."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from disburse.commands.answer import Answer
from disburse.commands.wording import wording
from disburse.settings import DEFAULT, list_settings

if TYPE_CHECKING:
    from argparse import Namespace

    from disburse.commands.answer import Context
    from disburse.settings import Setting

_MASK = "********"


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``settings``; the database itself need not exist."""
    del options
    listed = list_settings(context.database, os.environ)
    return Answer(
        lambda: {"settings": [_document(setting) for setting in listed]}, lambda: _text(listed)
    )


def _document(setting: Setting) -> dict[str, Any]:
    """Tell a setting; of a secret only whether there is one."""
    return {
        "key": f"{setting.table}.{setting.key}",
        "value": _MASK if setting.secret and setting.value else setting.value,
        "source": setting.source,
    }


def _text(listed: list[Setting]) -> str:
    from tabulate import tabulate

    texts = wording()["settings"]
    lines = [
        (one["key"], json.dumps(one["value"], ensure_ascii=False), _source(one["source"]))
        for one in map(_document, listed)
    ]
    header = (texts["key"], texts["value"], texts["source"])
    return tabulate(lines, header, disable_numparse=True)


def _source(source: str) -> str:
    return wording()["settings"]["default"] if source == DEFAULT else source
