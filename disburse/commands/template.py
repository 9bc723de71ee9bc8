"""``template``: an empty register to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from disburse.clock import today
from disburse.commands.answer import Answer
from disburse.commands.wording import error, wording
from disburse.files import written_whole
from disburse.template import write_template

if TYPE_CHECKING:
    from argparse import Namespace

    from disburse.commands.answer import Context

_NAME = "bieu-dang-ky.xlsx"


def run(options: Namespace, context: Context) -> Answer:
    """Carry out ``template``; an existing file, perhaps already filled in, is not overwritten."""
    del context
    path: Path = options.out or Path(_NAME)
    if path.exists():
        raise error("exists", path=path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as unfinished:
            write_template(unfinished, today())
    except OSError as refusal:
        raise error("no_folder", path=path.parent) from refusal
    return Answer(
        lambda: {"template": str(path)}, lambda: wording()["template"]["done"].format(path=path)
    )
