"""The bytes of a text file tell their own encoding."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disburse.intake import legacy

VECTORS = Path(__file__).parent / "vectors"

TEXT = "STT;Tên dự án;Địa điểm\n1;Đường liên thôn xã Bằng Mạc;Khau Thúng\n2;Nhà văn hóa;Tỉnh Lạng Sơn\n"


def in_windows_1258(text: str) -> bytes:
    """The code page has the shapes of vowels as letters and the tones as marks after them."""
    pieces = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tone))
        pieces.append(base + tone)
    return "".join(pieces).encode("cp1258")


def in_alphabet(text: str, alphabet: str) -> bytes:
    letters: dict[str, str] = {}
    with (VECTORS / "letters.tsv").open(encoding="utf-8", newline="\n") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["alphabet"] == alphabet:
                legacy_letter = "".join(chr(int(code, 16)) for code in row["legacy"].split())
                letters.setdefault(row["unicode"], legacy_letter)
    return "".join(letters.get(char, char) for char in text).encode("latin-1")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
        (in_windows_1258(TEXT), "windows-1258"),
        (in_alphabet(TEXT, "TCVN3"), "TCVN3"),
        (in_alphabet(TEXT, "VNI"), "VNI"),
        (in_alphabet(TEXT, "VISCII"), "VISCII"),
    ],
)
def test_bytes_of_every_encoding(content: bytes, name: str) -> None:
    assert legacy.decode_bytes(content) == (TEXT, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Besançon; naïve café; Müller", "windows-1252"),
        ("ma;ten\n1;Duong\n", "utf-8"),
        ("", "utf-8"),
    ],
)
def test_bytes_without_vietnamese(text: str, name: str) -> None:
    encoding = "cp1252" if name == "windows-1252" else name
    assert legacy.decode_bytes(text.encode(encoding)) == (text, name)


def test_one_damaged_byte_leaves_utf8() -> None:
    content = TEXT.encode() + b"\xff"
    assert legacy.decode_bytes(content) == (TEXT + "\ufffd", "utf-8")


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_any_bytes_decode(content: bytes) -> None:
    text, name = legacy.decode_bytes(content)
    assert text == unicodedata.normalize("NFC", text)
    assert name
