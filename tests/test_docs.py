"""The generated pages are those the program would write, and none is forgotten."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from disburse.commands.arguments import COMMANDS, GLOBAL
from disburse.law.loader import load_decisions
from disburse.paths import DATA, LAW, ROOT
from disburse.settings import TABLES, variable

if TYPE_CHECKING:
    from disburse.commands.arguments import Command

GENERATOR = ROOT / "docs" / "generate.py"
LARGEST_PICTURE = 150 * 1024


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_pages_are_up_to_date() -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(GENERATOR), "--check"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.verb)
def test_every_verb_and_option_is_documented(command: Command) -> None:
    text = page("commands.md")
    assert f"\n## {command.verb}\n" in text
    for argument in (*command.arguments, *GLOBAL):
        assert argument.positional or f"`{argument.flag}" in text
    for action in command.actions:
        section = text.partition(f"\n### {command.verb} {action.name}\n")[2].partition("\n##")[0]
        assert section
        named = (one.flag for one in action.arguments if not one.positional)
        assert all(f"`{flag}" in section for flag in named)


def test_every_finding_is_documented() -> None:
    catalogue = tomllib.loads((DATA / "findings.toml").read_text(encoding="utf-8"))
    assert [code for code in catalogue if f"| `{code}` |" not in page("findings.md")] == []


def test_every_milestone_and_limit_is_documented() -> None:
    text = page("rules.md")
    for decision in load_decisions(LAW):
        assert all(one.clause in text and one.quote in text for one in decision.milestones)
        assert all(one.title in text and one.basis in text for one in decision.limits)


def test_every_setting_is_documented() -> None:
    text = page("settings.md")
    names = [variable(name, one.name) for name, table in TABLES.items() for one in fields(table)]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_the_guides_have_their_pictures_and_no_other_is_kept() -> None:
    kept = {path.name: path for path in (ROOT / "docs" / "pictures").iterdir()}
    shown = {
        name
        for guide in (ROOT / "docs").glob("huong-dan-*.md")
        for name in re.findall(r"pictures/([\w.-]+)", guide.read_text(encoding="utf-8"))
    }
    assert shown == kept.keys()
    assert [name for name, path in kept.items() if path.stat().st_size > LARGEST_PICTURE] == []


def test_the_changelog_names_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\n## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
