"""Vietnamese alphabets from before Unicode, and their conversion.

Text in such an alphabet reaches us as the Latin-1 (or windows-1252) characters that share its
bytes. Sources: TCVN 5712:1993 (VN3, the `.Vn…` fonts), the VNI-Windows layout (`VNI-…` fonts),
RFC 1456 (VISCII). The package viparse was compared with these tables: TCVN3 and VISCII agree;
its VNI table lacks ẳ (`aú`), has `yï` for ỵ (`î`) and leaves mixed case ("Uûy") as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TCVN3, VNI, VISCII, MISREAD_UTF8 = "TCVN3", "VNI", "VISCII", "UTF-8"
ALPHABETS = (TCVN3, VNI, VISCII, MISREAD_UTF8)

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300\u0301\u0303\u0309\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302\u0306\u031b"

# In pairs, for the eye: legacy letters above, Unicode letters below.
_TCVN3_LETTERS = "¡¢£¤¥¦§¨©ª«¬\u00ad®"
_TCVN3_MEANS = "ĂÂÊÔƠƯĐăâêôơưđ"
_TCVN3_VOWELS = "µ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ"
_TCVN3_TONED = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_VISCII_UPPER_HALF = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

_VNI_VOWELS = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
_VNI_TONES = {"ø": _GRAVE, "ù": _ACUTE, "õ": _TILDE, "û": _HOOK, "ï": _DOT}
_VNI_SHAPES = {
    "â": _CIRCUMFLEX,
    "à": _CIRCUMFLEX + _GRAVE,
    "á": _CIRCUMFLEX + _ACUTE,
    "ã": _CIRCUMFLEX + _TILDE,
    "å": _CIRCUMFLEX + _HOOK,
    "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE,
    "è": _BREVE + _GRAVE,
    "é": _BREVE + _ACUTE,
    "ü": _BREVE + _TILDE,
    "ú": _BREVE + _HOOK,
    "ë": _BREVE + _DOT,
}
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

# What PDF viewers put for two TCVN3 letters: "nhµ n−íc", "x∙ héi".
_FROM_PDF = re.compile(r"(?<=[^\W\d_])[−∙]|[−∙](?=[^\W\d_])")
_PDF_LETTERS = {"−": "\u00ad", "∙": "·"}
_WORD, _CAPITAL, _SMALL = (re.compile(pattern) for pattern in (r"\S+", "[A-Z]", "[a-z]"))
_CAPITALS_OF_A_WORD, _CAPITALS_OF_A_TEXT = 2, 4


@lru_cache(maxsize=16384)
def convert(text: str, alphabet: str) -> str:
    """Text of a legacy alphabet as Unicode in NFC; what the alphabet lacks stays as it is."""
    if alphabet == TCVN3:
        legacy = _FROM_PDF.sub(lambda match: _PDF_LETTERS[match[0]], text)
        converted = _with_capitals(legacy, legacy.translate(_TCVN3))
    elif alphabet == VNI:
        converted = _VNI_SEQUENCES.sub(lambda match: _VNI[match[0]], text)
    elif alphabet == VISCII:
        converted = text.translate(_VISCII)
    else:
        converted = _reread(text)
    return unicodedata.normalize("NFC", converted)


def lacks(text: str, alphabet: str) -> bool:
    """Whether a text has letters beyond ASCII that the legacy alphabet does not know."""
    return any(map(str.isalpha, set(text) - _LETTERS[alphabet]))


def _with_capitals(legacy: str, converted: str) -> str:
    """TCVN3 has no accented capitals: "CéNG", drawn with small ones, means "CỘNG"."""
    if _is_capital(legacy, _CAPITALS_OF_A_TEXT):
        return converted.upper()
    if len(_CAPITAL.findall(legacy)) < _CAPITALS_OF_A_WORD:
        return converted
    return _WORD.sub(
        lambda word: (
            word[0].upper()
            if _is_capital(legacy[word.start() : word.end()], _CAPITALS_OF_A_WORD)
            else word[0]
        ),
        converted,
    )


def _is_capital(legacy: str, fewest: int) -> bool:
    return _SMALL.search(legacy) is None and len(_CAPITAL.findall(legacy)) >= fewest


def _reread(text: str) -> str:
    """UTF-8 that was read as windows-1252 or Latin-1, read again; else the text as it is."""
    try:
        return bytes(_BYTES.get(char, ord(char)) for char in text).decode()
    except ValueError:
        return text


def _vni_sequences() -> dict[str, str]:
    """Base and mark in either case: "Uûy" is as usual as "UÛY"; the base decides."""
    vowels = _VNI_VOWELS | {legacy.upper(): vowel.upper() for legacy, vowel in _VNI_VOWELS.items()}
    single = _VNI_SINGLE | {legacy.upper(): char.upper() for legacy, char in _VNI_SINGLE.items()}
    composed = {
        legacy + written: unicodedata.normalize("NFC", vowel + mark)
        for legacy, vowel in vowels.items()
        for sign, mark in (_VNI_TONES | _VNI_SHAPES).items()
        for written in (sign, sign.upper())
    }
    return single | {legacy: char for legacy, char in composed.items() if char in _LETTERS_NOW}


_LETTERS_NOW = set(_TCVN3_MEANS + _TCVN3_TONED + _TCVN3_TONED.upper())
_BYTES = {bytes([byte]).decode("cp1252", "replace"): byte for byte in range(0x80, 0xA0)}
_BYTES.pop("\ufffd")
_TCVN3 = str.maketrans(_TCVN3_LETTERS + _TCVN3_VOWELS, _TCVN3_MEANS + _TCVN3_TONED)
_VNI = _vni_sequences()
_VNI_SEQUENCES = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_VISCII = {0x80 + offset: letter for offset, letter in enumerate(_VISCII_UPPER_HALF)}
_VISCII |= {ord(char): _VISCII[byte] for char, byte in _BYTES.items()}
_VISCII |= _VISCII_CONTROLS
_ASCII_LETTERS = {chr(code) for code in range(0x80)}
_LETTERS = {
    TCVN3: _ASCII_LETTERS | set(map(chr, _TCVN3)),
    VNI: _ASCII_LETTERS | set("".join(_VNI)) | set("ìíÌÍ"),
    VISCII: _ASCII_LETTERS | set(map(chr, _VISCII)),
    MISREAD_UTF8: _ASCII_LETTERS | set(_BYTES) | {chr(code) for code in range(0x80, 0x100)},
}

_UNICODE_TOO = set("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư«»·×÷°²³–—…“”‘’•€\u00a0")
SIGNS = frozenset().union(*_LETTERS.values()) - _ASCII_LETTERS - _UNICODE_TOO
"""Characters of legacy text that Unicode Vietnamese and its typography do without."""
