"""What an office's letters and reports have around their text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterSettings:
    """Letterhead, signature and recipients; `lines` and `items` take the texts apart."""

    superior_body: str = ""
    issuing_body: str = "Ủy ban nhân dân / xã Bằng Mạc"
    place: str = "Bằng Mạc"
    letter_symbol: str = "UBND-KT"
    report_symbol: str = "BC-UBND"
    signing_authority: str = "TM. Ủy ban nhân dân"
    signatory_title: str = "Chủ tịch"
    letter_recipients: str = (
        "Như trên; CT, các PCT UBND xã; Thường trực Đảng ủy; Thường trực HĐND xã; Lưu: VT, PKT"
    )
    report_addressees: str = "Ủy ban nhân dân tỉnh Lạng Sơn; Sở Tài chính tỉnh Lạng Sơn"
    report_recipients: str = (
        "Như trên; Thường trực Đảng ủy; Thường trực HĐND xã; CT, các PCT UBND xã; Lưu: VT, PKT"
    )
    reply_days: int = 7


def lines(text: str) -> tuple[str, ...]:
    """Split a text into its lines at " / ": "Ủy ban nhân dân / xã Bằng Mạc"."""
    return _parts(text, " / ")


def items(text: str) -> tuple[str, ...]:
    """Split a list at its semicolons."""
    return _parts(text, ";")


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())
