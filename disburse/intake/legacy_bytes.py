"""Bytes of a text file as Unicode: which encoding makes Vietnamese of them."""

from __future__ import annotations

import codecs
import unicodedata

from disburse.intake.alphabets import TCVN3, VISCII, VNI, convert
from disburse.intake.syllables import evidence

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_JUDGED = 200_000
_FEWEST_ZEROS = 0.2
_MOST_STRAY_ZEROS = 0.01
_DAMAGED_UTF8 = 0.1


def decode_bytes(content: bytes) -> tuple[str, str]:
    """Text in NFC, without byte order mark, and the name of its encoding.

    A byte order mark decides; then UTF-16 by its zero bytes; then UTF-8; else the reading with
    most Vietnamese words among windows-1258, windows-1252, TCVN3, VNI and VISCII. Never raises:
    what cannot be decoded becomes U+FFFD. General detectors know none of the last three, and
    windows-1258 by frequency alone, so spelling is the better proof.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            body = content[len(mark) :] if name == "utf-8" else content
            return _text(body.decode(name, errors="replace")), name
    if wide := _utf16_without_mark(content):
        return _text(content.decode(wide, errors="replace")), wide
    try:
        return _text(content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _of_one_byte(content)


def _text(decoded: str) -> str:
    return unicodedata.normalize("NFC", decoded)


def _utf16_without_mark(content: bytes) -> str | None:
    """ASCII in UTF-16 has a zero in every second byte; which one tells the byte order."""
    sample = content[: _JUDGED - _JUDGED % 2]
    if not sample:
        return None
    low, high = (sample[start::2].count(0) / (len(sample) / 2) for start in (0, 1))
    if high > _FEWEST_ZEROS and low < _MOST_STRAY_ZEROS:
        return "utf-16-le"
    if low > _FEWEST_ZEROS and high < _MOST_STRAY_ZEROS:
        return "utf-16-be"
    return None


def _of_one_byte(content: bytes) -> tuple[str, str]:
    damaged = content[:_JUDGED].decode("utf-8", errors="replace")
    wide = sum(not char.isascii() for char in damaged)
    if damaged.count("\ufffd") < _DAMAGED_UTF8 * wide:
        return _text(content.decode("utf-8", errors="replace")), "utf-8"
    readings = {name: _read(content[:_JUDGED], name) for name in _ENCODINGS}
    best = max(_ENCODINGS, key=lambda name: _worth(readings[name]))
    return _read(content, best), best


_ENCODINGS = ("windows-1252", "windows-1258", TCVN3, VNI, VISCII)
"""In order of preference where the words do not tell them apart."""


def _read(content: bytes, name: str) -> str:
    if name.startswith("windows"):
        return _text(content.decode(name, errors="replace"))
    surface = content.decode("latin-1" if name == VISCII else "cp1252", errors="replace")
    return "\n".join(convert(line, name) for line in surface.split("\n"))


def _worth(text: str) -> int:
    found = evidence(text)
    return len(found.valid) - len(found.invalid)
