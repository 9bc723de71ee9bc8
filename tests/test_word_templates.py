"""The Word templates are those their script builds."""

from __future__ import annotations

import runpy
import sys
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from disburse.paths import TEMPLATES

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = TEMPLATES / "report"
NAMES = sorted(path.name for path in FOLDER.glob("*.docx"))


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Build them elsewhere; samples have a builder of the same name."""
    monkeypatch.syspath_prepend(str(FOLDER))
    for name in [one for one in sys.modules if one.split(".")[0] == "builder"]:
        monkeypatch.delitem(sys.modules, name)
    runpy.run_path(str(FOLDER / "build.py"))["build"](tmp_path)
    for name in [one for one in sys.modules if one.split(".")[0] == "builder"]:
        monkeypatch.delitem(sys.modules, name)
    return tmp_path


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_committed_templates_are_what_the_script_builds(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == NAMES
    assert NAMES
    for name in NAMES:
        assert parts(FOLDER / name) == parts(built / name)
