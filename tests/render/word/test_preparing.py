from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from disburse.paths import ROOT, TEMPLATES
from disburse.render.word import preparing
from disburse.render.word.preparing import prepared

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = TEMPLATES / "report" / "cong-van-don-doc.docx"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(preparing, "_folder", lambda: tmp_path)
    return tmp_path


def test_tags_are_what_jinja_reads_and_the_rest_is_kept(folder: Path) -> None:
    assert folder
    parts = prepared(SOURCE)
    assert "{% for one in letter.projects %}" in parts.sources["word/document.xml"]
    assert "{%tr" not in parts.sources["word/document.xml"]
    assert "word/styles.xml" in parts.kept
    assert not parts.sources.keys() & parts.kept.keys()


def test_a_template_is_prepared_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = prepared(SOURCE)
    [kept] = folder.iterdir()
    monkeypatch.setattr(preparing, "_patched", lambda *_: pytest.fail("prepared again"))
    assert prepared(SOURCE) == first
    assert list(folder.iterdir()) == [kept]


def test_what_was_kept_amiss_is_made_again(folder: Path) -> None:
    first = prepared(SOURCE)
    [kept] = folder.iterdir()
    kept.write_bytes(b'{"word/document.xml": 7')
    assert prepared(SOURCE) == first
    assert kept.read_bytes().endswith(b"}")


def test_without_a_folder_it_is_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_folder", lambda: None)
    assert prepared(SOURCE) == prepared(SOURCE)


def test_a_prepared_template_loads_no_word_library(folder: Path) -> None:
    prepared(SOURCE)
    script = (
        "import sys, pathlib; from disburse.render.word import preparing;"
        "preparing._folder = lambda: pathlib.Path(sys.argv[1]);"
        "preparing.prepared(pathlib.Path(sys.argv[2]));"
        "print(sorted({'docxtpl', 'docx', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script, str(folder), str(SOURCE)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]"
