from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from disburse.paths import TEMPLATES
from disburse.render.office import Office
from disburse.render.word import filling
from disburse.render.word.filling import fill, plain
from disburse.render.word.letters import letters, write_letter
from disburse.render.word.settings import LetterSettings
from tests.render.word.reading import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from disburse.frames import Assessment

HOSTILE = "Đường <w:p> & \"A\" 'B' {{ office }} {% if %} ]]> &amp;\x00\x07\x1b\ud800\ufffe end"


def test_names_cannot_break_or_fill_a_document(assessment: Assessment, tmp_path: Path) -> None:
    projects = assessment.projects.assign(name=HOSTILE, owner=HOSTILE)
    spoiled = replace(assessment, projects=projects)
    [letter] = letters(spoiled, Office(), LetterSettings(), {}, {})
    write_letter(letter, tmp_path / "a.docx")
    with ZipFile(tmp_path / "a.docx") as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                parse_xml(packed.read(name))
    text = text_of(tmp_path / "a.docx")
    assert "Đường <w:p> & \"A\" 'B' {{ office }} {% if %} ]]> &amp;" in text


@given(st.text())
def test_plain_text_is_what_xml_holds_on_one_line(text: str) -> None:
    made = plain(text)
    parse_xml(f"<a>{made.translate({ord('<'): None, ord('&'): None})}</a>".encode())
    assert not any(unicodedata.category(letter) == "Cc" for letter in made)
    assert plain(made) == made


def test_an_unknown_name_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        fill("cong-van-don-doc.docx", {}, tmp_path / "a.docx")


def test_no_tag_is_left_in_a_document(assessment: Assessment, tmp_path: Path) -> None:
    for letter in letters(assessment, Office(), LetterSettings(), {}, {}):
        write_letter(letter, tmp_path / "a.docx")
        with ZipFile(tmp_path / "a.docx") as packed:
            parts = [packed.read(name) for name in packed.namelist()]
        assert not any(tag in part for part in parts for tag in (b"{{", b"{%", b"}}", b"%}"))


def test_a_template_edited_in_word_is_read_anew(
    assessment: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Word cuts text into runs wherever it likes, in the middle of a tag too."""
    (tmp_path / "report").mkdir()
    source = TEMPLATES / "report" / "cong-van-don-doc.docx"
    edited = tmp_path / "report" / source.name
    cut = b"Th\xc6\xb0a \xc3\xb4ng/b\xc3\xa0: {{ let</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ter.owner }}"
    with ZipFile(source) as given_parts, ZipFile(edited, "w") as packed:
        for name in given_parts.namelist():
            content = given_parts.read(name)
            packed.writestr(name, content.replace("Kính gửi: {{ letter.owner }}".encode(), cut))
    monkeypatch.setattr(filling, "TEMPLATES", tmp_path)
    letter = letters(assessment, Office(), LetterSettings(), {}, {})[0]
    write_letter(letter, tmp_path / "a.docx")
    assert f"Thưa ông/bà: {letter.owner}" in text_of(tmp_path / "a.docx")
