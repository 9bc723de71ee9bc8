"""Turns a healthy file into a broken one; the same number always gives the same file."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TEXT_SUFFIXES = (".csv", ".tsv")
_NUMBERS = (
    b"0", b"-1", b"1", b"255", b"65536", b"1048576", b"1048577", b"16384", b"4294967295",
    b"99999999999999999999", b"-0.0", b"1e308", b"1E999", b"NaN", b"1.5.2", b"1,234.56", b"3.10",
)  # fmt: skip
_WORDS = (
    "", " ", "\t", "\n", '"', "'", ";", ",", "=1+1", "#DIV/0!", "#REF!", "TỔNG CỘNG", "Trong đó:",
    "năm 2026", "31/02/2026", "99/99/9999", "00/00/0000", "Quý V/2026", "tháng 13/2026", "(1)",
    "A.1.1.1.1", "1.000.000.000.000.000.000.000", "1,5 tỷ", "USD", "\u202e", "\ufeff", "\u0000",
    "\ud7ff", "😀", "A" * 40_000, "1" * 5_000, "(" * 2_000, "ĐVT: triệu đồng", "-", "x",
)  # fmt: skip
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_TAG = re.compile(rb"<[^>]{0,400}>")
_BETWEEN = re.compile(rb">([^<]{1,400})<")
_LARGEST_CUT = 4_000
_WITHIN = 0.85
"""Share of the changes to a zip archive that are made to a part of it, and packed anew."""


def mutated(seeds: Sequence[tuple[str, bytes]], number: int) -> tuple[str, bytes]:
    """A file's suffix and content, made from one of the seeds by one to four changes."""
    random = Random(number)  # noqa: S311 - the same files every time
    suffix, content = random.choice(seeds)
    other = random.choice(seeds)[1]
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        if zipfile.is_zipfile(io.BytesIO(content)) and random.random() < _WITHIN:
            content = _within_package(random, content)
        elif suffix in _TEXT_SUFFIXES and random.random() < 0.5:  # noqa: PLR2004
            content = _text(random, content)
        else:
            content = _bytes(random, content, other)
    if random.random() < 0.05:  # noqa: PLR2004
        suffix = random.choice(seeds)[0]
    return suffix, content


def _bytes(random: Random, content: bytes, other: bytes) -> bytes:
    change: Callable[[Random, bytes], bytes] = random.choice(
        (_flipped, _flipped, _cut, _removed, _inserted, _doubled, _word)
    )
    if random.random() < 0.1:  # noqa: PLR2004
        return content[: _place(random, content)] + other[_place(random, other) :]
    return change(random, content)


def _flipped(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 3, 20))):
        if changed:
            changed[random.randrange(len(changed))] = random.choice(
                (0, 1, 0x7F, 0x80, 0xFF, random.randrange(256))
            )
    return bytes(changed)


def _cut(random: Random, content: bytes) -> bytes:
    return content[: _place(random, content)]


def _removed(random: Random, content: bytes) -> bytes:
    at = _place(random, content)
    return content[:at] + content[at + random.randrange(1, _LARGEST_CUT) :]


def _inserted(random: Random, content: bytes) -> bytes:
    at = _place(random, content)
    return content[:at] + random.randbytes(random.choice((1, 2, 8, 600))) + content[at:]


def _doubled(random: Random, content: bytes) -> bytes:
    at = _place(random, content)
    part = content[at : at + random.randrange(1, _LARGEST_CUT)]
    return content[:at] + part * random.choice((2, 2, 50)) + content[at + len(part) :]


def _word(random: Random, content: bytes) -> bytes:
    """Put a number of interest where the old binary formats keep theirs."""
    size = random.choice((2, 4))
    at = _place(random, content) // size * size
    number = random.choice((0, 1, 0x7FFF, 0xFFFE, 0xFFFFFFFE, 0xFFFFFFFF, random.getrandbits(32)))
    return content[:at] + (number % (1 << 8 * size)).to_bytes(size, "little") + content[at + size :]


def _text(random: Random, content: bytes) -> bytes:
    word = random.choice(_WORDS).encode("utf-8")
    if random.random() < 0.5:  # noqa: PLR2004
        return _replaced(random, content, _NUMBER, random.choice((word, random.choice(_NUMBERS))))
    at = _place(random, content)
    return content[:at] + word + content[at:]


def _within_package(random: Random, content: bytes) -> bytes:
    """Change one part of a zip archive, preferring those that hold the table, and pack it anew."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - an archive broken before fails in any way
        return _flipped(random, content)
    if not parts:
        return content
    tables = [name for name in parts if "sheet" in name.lower() or name == "content.xml"]
    name = random.choice(tables if tables and random.random() < 0.6 else list(parts))  # noqa: PLR2004
    if random.random() < 0.03:  # noqa: PLR2004
        del parts[name]
    else:
        parts[name] = _markup(random, parts[name])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, changed in parts.items():
            archive.writestr(part, changed)
    return buffer.getvalue()


def _markup(random: Random, content: bytes) -> bytes:
    word = random.choice(_WORDS).encode("utf-8")
    match random.choice((0, 0, 0, 2, 2, 2, 3, 3, 3, 1, 4, 5)):
        case 0:
            return _replaced(random, content, _NUMBER, random.choice(_NUMBERS))
        case 1:
            return _replaced(random, content, _TAG, b"")
        case 2:
            return _replaced(random, content, _BETWEEN, b">" + word + b"<")
        case 3:
            return _replaced(random, content, _BETWEEN, b">" + random.choice(_NUMBERS) + b"<")
        case 4:
            return _doubled(random, content)
        case _:
            return _bytes(random, content, content)


def _replaced(random: Random, content: bytes, what: re.Pattern[bytes], by: bytes) -> bytes:
    """Replace the first match after some place, or the first of all."""
    found = what.search(content, _place(random, content)) or what.search(content)
    if found is None:
        return content
    return content[: found.start()] + by + content[found.end() :]


def _place(random: Random, content: bytes) -> int:
    return random.randrange(len(content)) if content else 0
